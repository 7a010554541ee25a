"""The lines of a batch's ledger: each file with its fate in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, QuerySet, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from archive.ingest.intake import notes_of
from archive.ingest.problems import MESSAGES
from archive.models import Article, Finding, Likeness, UploadBatch, UploadItem
from archive.review import roles

State = UploadItem.State
#: What the counts over a ledger filter by: key in the address, word, states.
FATES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "": (pgettext_lazy("files", "All"), tuple(State)),
    "draft": (_("Draft"), (State.DRAFT,)),
    "near": (_("Much the same"), (State.DRAFT,)),
    "duplicate": (_("Duplicate"), (State.DUPLICATE,)),
    "problem": (_("Refused or failed"), (State.REFUSED, State.FAILED)),
    "unpacked": (_("Unpacked"), (State.UNPACKED, State.LIST)),
    "waiting": (_("Waiting"), (State.WAITING,)),
}
#: A filter of its own: drafts that are much the same as another article.
NEAR = "near"
#: The order of the lines: what needs a person first, what waits last.
FIRST = (State.FAILED, State.REFUSED, State.DRAFT, State.DUPLICATE, State.UNPACKED, State.LIST)
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

    url, label: where its article is, empty for none. like: the article that its own is most like.
    """

    item: UploadItem
    state: str
    look: str
    why: str
    url: str = ""
    label: str = ""
    like: Likeness | None = None


def sums(batch: UploadBatch, chosen: str) -> list[Sum]:
    """The counts by fate. Fates that no file met are left out, but for all files and drafts."""
    found = dict(batch.items.order_by().values_list("state").annotate(Count("pk")))
    counts = {key: sum(found.get(state, 0) for state in states) for key, (_label, states) in FATES.items()}
    counts[NEAR] = of_fate(batch, NEAR).count()
    return [
        Sum(key, label, counts[key], key == chosen)
        for key, (label, _states) in FATES.items()
        if counts[key] or key in ("", "draft", chosen)
    ]


def of_fate(batch: UploadBatch, chosen: str) -> QuerySet[UploadItem]:
    """The files of one fate, a key of FATES."""
    items = batch.items.filter(state__in=FATES[chosen][1])
    return items.filter(article__in=Likeness.objects.values("article")) if chosen == NEAR else items


def in_order(items: QuerySet[UploadItem]) -> QuerySet[UploadItem]:
    """The files with those on top that failed, and with the number of members of each container."""
    order = Case(*(When(state=state, then=place) for place, state in enumerate(FIRST)), default=len(FIRST))
    counted = items.annotate(inside=Count("members"))
    return counted.select_related("capture", "article", "parent").order_by(order, "pk")


def lines(items: Iterable[UploadItem], user: roles.AnyUser) -> list[Line]:
    """Put the files of one page into words."""
    items = list(items)
    drafts = [item.article_id for item in items if item.article_id and item.state == State.DRAFT]
    places, likes = _personal_data(drafts), _likenesses(drafts) if roles.may_review(user) else {}
    return [_line(item, user, places, likes.get(item.article_id or 0)) for item in items]


def explain(item: UploadItem) -> str:
    """Why a file was refused or failed, in the reader's language."""
    words = MESSAGES.get(item.problem)
    return gettext(words) % item.params if words else item.problem


def _line(item: UploadItem, user: roles.AnyUser, places: Mapping[int, int], like: Likeness | None) -> Line:
    why = _why(item, places.get(item.article_id or 0, 0))
    state, look = _state(item)
    if item.article is None or not roles.may_see(user, item.article):
        return Line(item, state, look, why)
    url = reverse("admin:archive_article_review", args=[item.article_id])
    shown = like if item.state == State.DRAFT else None
    return Line(item, state, look, why, url, _label(item.article, item), shown)


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
        unpacked = ngettext("%(count)d file unpacked.", "%(count)d files unpacked.", count) % {"count": count}
        return " ".join([unpacked, *_notes(item)])
    if item.state == State.LIST:
        return " ".join(_notes(item)) or gettext("A list of the pages beside it.")
    return gettext("The worker has yet to read it.") if item.state == State.WAITING else explain(item)


def _notes(item: UploadItem) -> list[str]:
    """What people should know of a container or a list, in the reader's language."""
    return [gettext(MESSAGES[note.code]) % note.params for note in notes_of(item) if note.code in MESSAGES]


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


def _likenesses(articles: list[int]) -> dict[int, Likeness]:
    """The strongest likeness of each article to one that came before, in one query."""
    rows = Likeness.objects.filter(article__in=articles).select_related("other").prefetch_related("other__findings")
    return {row.article_id: row for row in sorted(rows, key=lambda row: row.containment)}


def _personal_data(articles: list[int]) -> dict[int, int]:
    """Count the blocking findings of each article, in one query."""
    blocking: Any = Finding.objects.blocking().filter(article__in=articles).order_by()
    return dict(blocking.values_list("article").annotate(Count("pk")))
