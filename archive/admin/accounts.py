"""Staff accounts and groups: Django's own pages, but an account is closed, not deleted, and each change is logged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.accounts import locks, second_step, sessions
from archive.admin.account.person import person
from archive.admin.records import KeptForEver
from archive.models import Event

admin.site.unregister(User)
admin.site.unregister(Group)

#: What an account may do. The log tells these before and after; of names and addresses only that they changed.
_TOLD = ("is_active", "is_staff", "is_superuser")

#: Groups and permissions are ticked: Django's two lists side by side need a script and name their icons wrongly.
TICKED: Any = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}


@admin.register(User)
class AccountAdmin(KeptForEver, UserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "has_second_step", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    actions = ("unlock", "forget_second_step")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    formfield_overrides = TICKED

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return second_step.with_second_step(super().get_queryset(request))

    def has_help_permission(self, request: HttpRequest) -> bool:
        """Whether the person may let somebody in again who cannot get in."""
        return self.has_change_permission(request)

    @admin.display(description=_("second step"), boolean=True)
    def has_second_step(self, user: User) -> bool:
        return user.second_step  # type: ignore[attr-defined, no-any-return]

    @admin.action(description=_("Lift the lock of the login"), permissions=["help"])
    def unlock(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        lifted = sum(locks.unlock(user.username, by=person(request)) for user in chosen)
        words = ngettext("%(count)d lock lifted.", "%(count)d locks lifted.", lifted) % {"count": lifted}
        self.message_user(request, words, messages.SUCCESS if lifted else messages.INFO)

    @admin.action(description=_("Switch the second step off (phone and codes lost)"), permissions=["help"])
    def forget_second_step(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        changed = sum(self._forget(user, by=person(request)) for user in chosen)
        words = ngettext("Switched off for %(count)d account.", "Switched off for %(count)d accounts.", changed)
        self.message_user(request, words % {"count": changed}, messages.SUCCESS if changed else messages.INFO)

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Somebody else set the password: the log says so, and no session goes on with the old one."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = User.objects.get(pk=id)
            Event.objects.record("password changed", user, actor=person(request))
            sessions.end_others(user, request.session.session_key)
        return response

    def save_related(self, request: HttpRequest, form: BaseModelForm[User], formsets: Any, change: bool) -> None:
        """Log the change, groups included. A closed account, or one that is no staff any more, has no session left."""
        before = _groups(User.objects.get(pk=form.instance.pk)) if change else None
        super().save_related(request, form, formsets, change)
        user = User.objects.get(pk=form.instance.pk)
        fields = sorted(form.changed_data)
        told: dict[str, Any] = {"fields": fields, "groups": [before, _groups(user)]}
        told |= {name: getattr(user, name) for name in _TOLD if name in fields}
        Event.objects.record("account changed" if change else "account made", user, actor=person(request), **told)
        if not (user.is_active and user.is_staff):
            sessions.end_others(user, None)

    def _forget(self, user: User, *, by: User) -> bool:
        was_on = second_step.switch_off(user, by=by)
        if was_on and user != by:
            sessions.end_others(user, None)
        return was_on


@admin.register(Group)
class RoleAdmin(KeptForEver, GroupAdmin):
    filter_horizontal = ()
    formfield_overrides = TICKED


def _groups(user: User) -> list[str]:
    return sorted(user.groups.values_list("name", flat=True))
