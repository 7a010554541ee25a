"""Staff accounts and groups: Django's own pages, but an account is closed, not deleted."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from archive.admin.records import KeptForEver

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(KeptForEver, UserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")


@admin.register(Group)
class RoleAdmin(KeptForEver, GroupAdmin):
    pass
