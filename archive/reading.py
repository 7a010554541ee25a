"""What a reader gets at an article's address: the article, a notice that it was withdrawn, or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils import timezone

from archive.models import Article, Finding, Review, Revision, TextBlock
from archive.review.hiding import scrub
from archive.review.redlines import Redline, redline

RELEASES = {Review.Decision.PUBLISH, Review.Decision.RESTORE}


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """All that is told of a withdrawn article. on: the day, in China Standard Time. category: of Review.Category."""

    on: datetime.date
    category: str = ""

    @property
    def why(self) -> str:
        """The category in words; "" where none was given."""
        return str(Review.Category(self.category).label) if self.category else ""


@dataclass(frozen=True, slots=True)
class Version:
    """A version that readers could see. change: what it says otherwise than the one before it.

    change is None for the first one, and where this version or the one before it is sealed.
    """

    revision: Revision
    change: Redline | None
    is_first: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the body. number: the paragraph's, from 1; None for a sub-heading."""

    text: str
    number: int | None


def look_up(public_id: str) -> Article | Withdrawn | None:
    """Find what stands at this address. None for a draft just as for an id that never was."""
    if not public_id.isprintable():
        return None  # PostgreSQL refuses a NUL in any text
    article = Article.objects.public().select_related("source", "site", "capture").filter(public_id=public_id).first()
    return article or _withdrawal(public_id)


def _withdrawal(public_id: str) -> Withdrawn | None:
    """Read the decision alone: no word of the article is loaded, so none can slip into the answer."""
    decisions = Review.objects.filter(
        article__public_id=public_id, article__state=Article.State.WITHDRAWN, decision=Review.Decision.WITHDRAW
    )
    last = decisions.order_by("-pk").values_list("decided_at", "category").first()
    return Withdrawn(timezone.localdate(last[0]), last[1]) if last else None


def public_revisions(article: Article, every: Sequence[Revision] | None = None) -> list[Revision]:
    """The versions that readers could see, the newest first. every: all there are, in that order, if read already.

    What was rewritten before the first release or while the article was withdrawn stays between its editors:
    of those versions only the one that was then released counts.
    """
    if every is None:
        every = list(article.revisions.order_by("-number").defer("title", "body", "fields", "places"))
    if len(every) == 1 and article.state == Article.State.PUBLISHED:
        return list(every)  # what is public was released, and here there is but one version that it can be
    reviews = article.reviews.exclude(decision=Review.Decision.RETURN).order_by("pk")
    decisions = list(reviews.values_list("decided_at", "decision"))
    return list(_released(list(every[::-1]), decisions))[::-1]


def corrections(article: Article, revisions: list[Revision]) -> list[Revision]:
    """Those of the public versions that corrected the words of readers' first sight, the newest first."""
    kinds = (Revision.Kind.CORRECTION, Revision.Kind.REVERT)
    return [revision for revision in revisions if revision.kind in kinds]


def versions(article: Article, listed: list[Revision], start: int, stop: int) -> list[Version]:
    """Those from the `start`-th to the `stop`-th of the public versions `listed`, each with what it changed."""
    shown, before = listed[start:stop], listed[start + 1 : stop + 1]
    wanted = {revision.pk for revision in (*shown, *before)}
    read = article.revisions.filter(sealed=False).in_bulk(wanted)
    return [
        Version(read.get(now.pk, now), _change(read, earlier, now), earlier is None, now is listed[0])
        for now, earlier in zip_longest(shown, before)
    ]


def _change(read: dict[int, Revision], before: Revision | None, now: Revision) -> Redline | None:
    """None too where one of the two is sealed, for then its words were not even read."""
    if before is None or before.pk not in read or now.pk not in read:
        return None
    return redline(read[before.pk], read[now.pk])


def _released(revisions: list[Revision], decisions: list[tuple[datetime.datetime, str]]) -> Iterator[Revision]:
    """Those made while the article was public, and those with which it was then released.

    A release keeps its revision first and writes its decision right after, in one transaction.
    """
    ends = [*(revision.made_at for revision in revisions[1:]), None]
    for revision, end in zip(revisions, ends, strict=False):
        standing = [decision for at, decision in decisions if at < revision.made_at]
        following = [decision for at, decision in decisions if revision.made_at <= at and (end is None or at < end)]
        if RELEASES & {*standing[-1:], *following}:
            yield revision


def personal_data(article: Article) -> list[Finding]:
    """What was found in the article that may be personal data, however it was settled. Never shown itself."""
    return list(article.findings.filter(kind__in=Finding.PERSONAL_DATA).only("article", "text", "block", "state"))


def date_evidence(article: Article, private: Iterable[Finding]) -> list[dict[str, Any]]:
    """The words that the date was read from, without the personal data (`private`) that stood in the same line."""
    pieces: list[dict[str, Any]] = article.evidence.get("published", [])
    for finding in private:
        if finding.text and finding.state not in Finding.LET_BE:
            pieces = scrub(pieces, finding.text)
    return pieces


def headings_of(article: Article) -> list[str]:
    """The sub-headings of the body in their order; the body itself does not tell them from paragraphs."""
    blocks = article.blocks.filter(role=TextBlock.Role.HEADING).order_by("position")
    return list(blocks.values_list("cleaned", flat=True))


def number_paragraphs(body: list[str], headings: list[str]) -> list[Passage]:
    """Tell sub-headings from paragraphs by walking both in their order, and number the paragraphs."""
    passages, ahead, number = [], list(headings), 0
    for text in body:
        if ahead and text == ahead[0]:
            passages.append(Passage(ahead.pop(0), None))
        else:
            number += 1
            passages.append(Passage(text, number))
    return passages
