"""The desk's AdminSite: the bar over every staff page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.admin import home
from archive.admin.account.door import GuardedSite
from archive.admin.reported import open_reports
from archive.models import Article
from archive.review import queue, roles

#: Pages that belong to the line of drafts.
IN_LINE = ("queue", "bulk_edit", "bulk_publish", "bulk_decide", "review", "rule", "charset", "compare")
#: Lists of records in the bar, for those who may see them.
PLACES = (
    ("article", _("Articles")),
    ("agency", _("Agencies")),
    ("topic", _("Topics")),
    ("outletrule", _("Rules")),
    ("event", _("Log")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One place in the desk bar. count: shown behind the word, None for none."""

    label: str | Promise
    url: str
    current: bool
    count: int | None = None


class DeskSite(GuardedSite):
    site_title = _("Desk")
    site_header = _("Baoku desk")
    index_title = _("Desk")
    enable_nav_sidebar = False  # the bar leads everywhere

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the desk bar to what every admin page gets."""
        context: dict[str, Any] = super().each_context(request)
        if context["has_permission"]:
            context["desk_tabs"] = list(tabs(request))
            context["role"] = role_of(request)
        return context

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The desk home."""
        return super().index(request, {**home.overview(request), **(extra_context or {})})


@cache
def the_desk() -> DeskSite:
    """The one desk. Importing this package registers its pages while Django is still asking for the site."""
    return DeskSite()


def tabs(request: HttpRequest) -> Iterator[Tab]:
    """The places of the desk that this person may go to."""
    user, place = request.user, (request.resolver_match.url_name or "") if request.resolver_match else ""
    in_line = place in {f"archive_article_{page}" for page in IN_LINE} or place.startswith("archive_bulkedit")
    if roles.may_upload(user):
        yield Tab(_("Upload"), reverse("admin:archive_uploadbatch_upload"), place.startswith("archive_uploadbatch"))
        line = reverse("admin:archive_article_queue")
        back = f"{line}?state=returned"
        in_returned = request.GET.get("state") == "returned"
        counts = queue.counts(user)
        waiting, returned = counts.get(Article.State.DRAFT, 0), counts.get(Article.State.RETURNED, 0)
        yield Tab(pgettext_lazy("drafts", "Waiting"), line, in_line and not in_returned, waiting)
        yield Tab(pgettext_lazy("drafts", "Returned"), back, in_line and in_returned, returned)
    if waiting_reports := open_reports(request):
        address, current = reverse("admin:archive_problemreport_changelist"), place.startswith("archive_problemreport_")
        yield Tab(pgettext_lazy("of readers", "Reports"), address, current, waiting_reports.count)
    for model, label in PLACES:
        if user.has_perm(f"archive.view_{model}"):
            current = place.startswith(f"archive_{model}_") and not (model == "article" and in_line)
            yield Tab(label, reverse(f"admin:archive_{model}_changelist"), current)
    if user.has_module_perms("search"):
        lists = reverse("admin:app_list", args=["search"])
        yield Tab(_("Search"), lists, place.startswith("search_") or request.path == lists)


def person(request: HttpRequest) -> User:
    """Who is at the desk. Its site lets nobody in who is not logged in."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def role_of(request: HttpRequest) -> str | Promise:
    """The word that stands before a person's name in the bar."""
    user = request.user
    if user.has_perm("archive.change_agency"):
        return _("Manager")
    return _("Reviewer") if roles.may_review(user) else _("Uploader")
