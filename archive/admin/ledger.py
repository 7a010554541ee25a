"""The lines of a batch's ledger: each file with its fate in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from archive.ingest.problems import MESSAGES
from archive.models import Article, Finding, UploadBatch, UploadItem
from archive.review import roles

State = UploadItem.State
#: What the counts over a ledger filter by: key in the address, word, states.
FATES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "": (pgettext_lazy("files", "All"), tuple(State)),
    "draft": (_("Draft"), (State.DRAFT,)),
    "duplicate": (_("Duplicate"), (State.DUPLICATE,)),
    "problem": (_("Refused or failed"), (State.REFUSED, State.FAILED)),
    "unpacked": (_("Unpacked"), (State.UNPACKED,)),
    "waiting": (_("Waiting"), (State.WAITING,)),
}
LOOKS = {State.DRAFT: "good", State.REFUSED: "bad", State.FAILED: "bad"}
DECIDED = {Article.State.PUBLISHED: "good", Article.State.RETURNED: "mind", Article.State.WITHDRAWN: "idle"}


@dataclass(frozen=True, slots=True)
class Sum:
    """A count over the ledger, which is also a filter of it."""

    key: str
    label: str | Promise
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One file. state: its fate, or what became of its article since. look: the colour of that.

    url, label: where its article is, empty for none.
    """

    item: UploadItem
    state: str
    look: str
    why: str
    url: str = ""
    label: str = ""


def sums(batch: UploadBatch, chosen: str) -> list[Sum]:
    """The counts by fate. Fates that no file met are left out, but for all files and drafts."""
    found = dict(batch.items.order_by().values_list("state").annotate(Count("pk")))
    counts = {key: sum(found.get(state, 0) for state in states) for key, (_label, states) in FATES.items()}
    return [
        Sum(key, label, counts[key], key == chosen)
        for key, (label, _states) in FATES.items()
        if counts[key] or key in ("", "draft", chosen)
    ]


def lines(items: Iterable[UploadItem], user: roles.AnyUser) -> list[Line]:
    """Put the files of one page into words."""
    items = list(items)
    places = _personal_data([item.article_id for item in items if item.article_id])
    return [_line(item, user, places) for item in items]


def explain(item: UploadItem) -> str:
    """Why a file was refused or failed, in the reader's language."""
    words = MESSAGES.get(item.problem)
    return gettext(words) % item.params if words else item.problem


def _line(item: UploadItem, user: roles.AnyUser, places: Mapping[int, int]) -> Line:
    why = _why(item, places.get(item.article_id or 0, 0))
    state, look = _state(item)
    if item.article is None or not roles.may_see(user, item.article):
        return Line(item, state, look, why)
    url = reverse("admin:archive_article_review", args=[item.article_id])
    return Line(item, state, look, why, url, _label(item.article, item))


def _state(item: UploadItem) -> tuple[str, str]:
    """The word for a file and its colour. A draft that was decided about is called what it is now."""
    if item.state == State.DRAFT and item.article and item.article.state != Article.State.DRAFT:
        return item.article.get_state_display(), DECIDED[Article.State(item.article.state)]
    return item.get_state_display(), LOOKS.get(State(item.state), "idle")


def _label(article: Article, item: UploadItem) -> str:
    if item.state == State.DUPLICATE:
        return gettext("Kept article")
    return gettext("Review") if article.state in roles.IN_THE_MAKING else pgettext("article", "Open")


def _why(item: UploadItem, places: int) -> str:
    if item.state == State.DRAFT and item.article:
        found, private = _found(item.article), _private(places)
        return gettext("%(found)s %(private)s") % {"found": found, "private": private} if private else found
    if item.state == State.DUPLICATE:
        return gettext("The archive has this very file already.")
    if item.state == State.UNPACKED:
        count = item.inside  # type: ignore[attr-defined]
        return ngettext("%(count)d file unpacked.", "%(count)d files unpacked.", count) % {"count": count}
    return gettext("The worker has yet to read it.") if item.state == State.WAITING else explain(item)


def _found(article: Article) -> str:
    known = {
        gettext("title"): article.title,
        gettext("date"): article.published_on,
        gettext("source"): article.source_name,
    }
    missing = [name for name, value in known.items() if not value]
    if not missing:
        return gettext("Title, date and source found.")
    return gettext("Not found: %(names)s.") % {"names": pgettext("between names", ", ").join(missing)}


def _private(places: int) -> str:
    if not places:
        return ""
    words = ngettext(
        "Personal data in %(count)d place, to be settled before publication.",
        "Personal data in %(count)d places, to be settled before publication.",
        places,
    )
    return words % {"count": places}


def _personal_data(articles: list[int]) -> dict[int, int]:
    """Count the blocking findings of each article, in one query."""
    blocking: Any = Finding.objects.blocking().filter(article__in=articles).order_by()
    return dict(blocking.values_list("article").annotate(Count("pk")))
