"""The lines of a ledger: each file with its fate in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from archive.ingest.intake import notes_of
from archive.ingest.problems import MESSAGES
from archive.models import Article, Likeness, UploadItem
from archive.review import collation, roles

State = UploadItem.State
LOOKS = {State.DRAFT: "good", State.REFUSED: "bad", State.FAILED: "bad"}
DECIDED = {Article.State.PUBLISHED: "good", Article.State.RETURNED: "mind"}


@dataclass(frozen=True, slots=True)
class Like:
    """The article that a draft is most like. percent: of the shorter text. kind: in what way, in words.

    title, url, lang: of that article, empty where the person may not see it.
    """

    percent: int
    kind: str
    title: str = ""
    url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One file. state: its fate, or what became of its article since. look: the colour of that.

    url, label: where its article is, empty for none. title: of its article, with personal data covered.
    like: what its article is most like. again: whether it can be read again.
    """

    item: UploadItem
    state: str
    look: str
    why: str
    url: str = ""
    label: str = ""
    title: str = ""
    like: Like | None = None
    again: bool = False


def lines(items: Iterable[UploadItem], user: roles.AnyUser) -> list[Line]:
    """Put files into words for this person. items: as `in_order` reads them, those of one page."""
    items = list(items)
    prefetch_related_objects(items, "article__findings")
    likes = _likenesses([item.article_id for item in items if item.article_id and item.state == State.DRAFT])
    return [_line(item, user, likes) for item in items]


def explain(item: UploadItem) -> str:
    """Why a file was refused or failed, in the reader's language."""
    words = MESSAGES.get(item.problem)
    return gettext(words) % item.params if words else item.problem


def _line(item: UploadItem, user: roles.AnyUser, likes: Mapping[int, Likeness]) -> Line:
    state, look = _state(item)
    again = item.state == State.FAILED and item.capture_id is not None
    article, like = item.article, likes.get(item.article_id or 0)
    if article is None or not roles.may_see(user, article):
        return Line(item, state, look, _why(item), *_public_page(article), again=again)
    return Line(
        item,
        state,
        look,
        _why(item),
        url=reverse("admin:archive_article_review", args=[article.pk]),
        label=_label(article, item),
        title=collation.covered_title(article),
        like=_like(like, user) if like and item.state == State.DRAFT else None,
        again=again,
    )


def _state(item: UploadItem) -> tuple[str, str]:
    """The word for a file and its colour. A draft that was decided about is called what it is now."""
    if item.state == State.DRAFT and item.article and item.article.state != Article.State.DRAFT:
        return item.article.get_state_display(), DECIDED.get(Article.State(item.article.state), "idle")
    return item.get_state_display(), LOOKS.get(State(item.state), "idle")


def _label(article: Article, item: UploadItem) -> str:
    if item.state == State.DUPLICATE:
        return gettext("Kept article")
    return gettext("Review") if article.state in roles.IN_THE_MAKING else pgettext("article", "Open")


def _public_page(article: Article | None) -> tuple[str, str, str]:
    """Address, label and title of a stranger's article: what any reader may see of it."""
    if article is None or article.state != Article.State.PUBLISHED:
        return "", "", ""
    return article.get_absolute_url(), gettext("Kept article"), collation.covered_title(article)


def _why(item: UploadItem) -> str:
    if item.state == State.DRAFT and item.article:
        found, private = _found(item.article), _private(item.article)
        return gettext("%(found)s %(private)s") % {"found": found, "private": private} if private else found
    if item.state == State.DUPLICATE:
        return _duplicate(item.article)
    if item.state == State.UNPACKED:
        count = item.inside  # type: ignore[attr-defined]
        unpacked = ngettext("%(count)d file unpacked.", "%(count)d files unpacked.", count) % {"count": count}
        return " ".join([unpacked, *_notes(item)])
    if item.state == State.LIST:
        return " ".join(_notes(item)) or gettext("A list of the pages beside it.")
    return gettext("The worker has yet to read it.") if item.state == State.WAITING else explain(item)


def _duplicate(article: Article | None) -> str:
    if article and article.state == Article.State.DISCARDED:
        return gettext("The archive has this very file already; a reviewer refused it.")
    if article and article.state == Article.State.WITHDRAWN:
        return gettext("The archive has this very file already; it was withdrawn.")
    return gettext("The archive has this very file already.")


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


def _private(article: Article) -> str:
    places = sum(finding.blocks_publication for finding in article.findings.all())
    if not places:
        return ""
    words = ngettext(
        "Personal data in %(count)d place, to be settled before publication.",
        "Personal data in %(count)d places, to be settled before publication.",
        places,
    )
    return words % {"count": places}


def _like(row: Likeness, user: roles.AnyUser) -> Like:
    """The likeness as this person may know it: a draft of somebody else's has neither title nor address for them."""
    other, kind = row.other, str(Likeness.Kind(row.kind).label)
    if not roles.may_see(user, other):
        url, _label, title = _public_page(other)
        return Like(row.percent, kind, title, url, other.lang)
    url = f"{reverse('admin:archive_article_compare', args=[row.article_id])}?with={row.other_id}"
    return Like(row.percent, kind, collation.covered_title(other), url, other.lang)


def _likenesses(articles: list[int]) -> dict[int, Likeness]:
    """The strongest likeness of each article to one that came before, in one query."""
    rows = Likeness.objects.living().filter(article__in=articles)
    rows = rows.select_related("other").prefetch_related("other__findings")
    return {row.article_id: row for row in sorted(rows, key=lambda row: row.containment)}
