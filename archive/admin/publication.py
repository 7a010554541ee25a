"""An article after its publication: its versions, what can be done about it, and what the leak checks said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive import publishing
from archive.admin import leaks, refusals, verbs
from archive.admin.site import person
from archive.models import Article, Review, Revision
from archive.publishing import Refusal
from archive.review import changes, collation, corrections, masking, originals, redlines, roles
from archive.review.outcomes import Objection, Stale
from archive.review.redlines import Redline

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

Answer = Stale | Refusal | Objection | None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do. looks: whether words left the readers, so that a leak check follows."""

    may: Callable[[roles.AnyUser], bool]
    do: Callable[[HttpRequest, Article, int], Answer]
    done: str | Promise = ""
    looks: bool = True


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version on the desk. change: what going back to it would change, where that was asked for."""

    revision: Revision
    is_current: bool
    change: Redline | None = None


def page(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show the article's publication; ?version= compares one version with what stands now. A POST does something."""
    article = get_object_or_404(Article.objects.select_related("capture", "updated_by"), pk=pk)
    if not roles.may_review(request.user):
        raise PermissionDenied
    return _press(request, site, article) if request.method == "POST" else _page(request, site, article)


def _press(request: HttpRequest, site: DeskSite, article: Article) -> HttpResponse:
    name, _colon, number = request.POST.get("act", "").partition(":")
    act = ACTS.get(name)
    if act is None:
        return HttpResponseBadRequest(_("There is no such button."))
    if not act.may(request.user):
        raise PermissionDenied
    answer = act.do(request, article, int(number) if number.isdecimal() and len(number) < 10 else -1)
    if answer is not None:
        told = str(_STALE) if isinstance(answer, Stale) else refusals.in_words(article, answer)
        messages.error(request, told)
        article.refresh_from_db()
        return _page(request, site, article, status=409 if isinstance(answer, Stale) else 422)
    if act.done:
        messages.success(request, str(act.done))
    if act.looks:
        leaks.check(request, article)
    return redirect("admin:archive_article_publication", article.pk)


def _page(request: HttpRequest, site: DeskSite, article: Article, *, status: int = 200) -> HttpResponse:
    context = {
        "title": collation.covered_title(article) or "—",
        "article": article,
        "versions": list(_versions(article, request.GET.get("version", ""))),
        "reviews": article.reviews.select_related("decided_by"),
        "categories": Review.Category.choices,
        "checks": leaks.lines(article),
        "typed": request.POST.dict(),
        "can": _can(request, article),
    }
    template = "admin/archive/article/publication.html"
    return TemplateResponse(request, template, site.each_context(request) | context, status=status)


def _can(request: HttpRequest, article: Article) -> dict[str, bool]:
    """Which parts the page has for this person."""
    public, seen = article.state == Article.State.PUBLISHED, article.state in changes.HAS_BEEN_PUBLIC
    withdrawer = roles.may_withdraw(request.user)
    return {
        "correct": public,
        "mask": seen,
        "revert": seen,
        "withdraw": withdrawer and public,
        "restore": withdrawer and article.state == Article.State.WITHDRAWN,
        "open_original": bool(article.capture) and originals.may_open(request.user, article),
    }


def _versions(article: Article, compared: str) -> Iterator[VersionLine]:
    """All of them, the newest first, with personal data covered in what is compared."""
    revisions = list(article.revisions.select_related("made_by"))
    hide = collation.words_to_hide(article)
    for revision in revisions:
        wanted = str(revision.number) == compared and revision != revisions[0]
        change = redlines.redline(_covered(revisions[0], hide), _covered(revision, hide)) if wanted else None
        yield VersionLine(revision, revision == revisions[0], change)


def _covered(revision: Revision, hide: set[str]) -> Revision:
    """A copy with a bar over each of the words."""
    fields = {name: _veiled(value, hide) for name, value in revision.fields.items()}
    return Revision(title=collation.veil(revision.title, hide), body=_veiled(revision.body, hide), fields=fields)


def _veiled(value: Any, hide: set[str]) -> Any:
    """A text or several with a bar over each of the words."""
    if isinstance(value, list):
        return [_veiled(one, hide) for one in value]
    return collation.veil(value, hide) if isinstance(value, str) else value


def _withdraw(request: HttpRequest, article: Article, _number: int) -> Answer:
    reason, category = request.POST.get("reason", "").strip(), request.POST.get("category", "")
    if not reason:
        return Objection.NO_REASON
    return publishing.withdraw(article, by=person(request), reason=reason, category=category)


def _restore(request: HttpRequest, article: Article, _number: int) -> Answer:
    changes.look_again(article, detect=verbs.personal_data)
    return publishing.restore(article, by=person(request))


def _revert(request: HttpRequest, article: Article, number: int) -> Answer:
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < 10 else -1
    note = request.POST.get("note", "")
    by = person(request)
    return corrections.revert(article, number, by=by, version=version, detect=verbs.personal_data, note=note)


def _seal(request: HttpRequest, article: Article, number: int) -> Answer:
    return corrections.seal(article, number, by=person(request), sealed=True)


def _unseal(request: HttpRequest, article: Article, number: int) -> Answer:
    return corrections.seal(article, number, by=person(request), sealed=False)


def _mask(request: HttpRequest, article: Article, _number: int) -> Answer:
    if article.state not in changes.HAS_BEEN_PUBLIC:
        return Refusal.WRONG_STATE
    return masking.mask_words(article, request.POST.get("words", ""), by=person(request))


def _check(request: HttpRequest, article: Article, _number: int) -> Answer:
    return None  # the check that follows is all


_STALE = _("Somebody changed the article while you had this page open. Nothing was done; look again.")
ACTS = {
    "withdraw": Act(roles.may_withdraw, _withdraw, _("Withdrawn. Readers no longer see it.")),
    "restore": Act(roles.may_withdraw, _restore, _("Restored. Readers see it again."), looks=False),
    "revert": Act(roles.may_review, _revert, _("The earlier version stands again.")),
    "seal": Act(roles.may_review, _seal, _("Sealed: readers see that there was such a version, and no more.")),
    "unseal": Act(roles.may_review, _unseal, _("Readers can compare this version again."), looks=False),
    "mask": Act(roles.may_review, _mask, _("Masked wherever readers could see it.")),
    "check": Act(roles.may_review, _check),
}
