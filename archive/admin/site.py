"""The desk's AdminSite."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class DeskSite(AdminSite):
    site_title = _("Desk")
    site_header = _("Baoku desk")
    index_title = _("Desk")
