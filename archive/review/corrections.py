"""What people do to an article that readers have seen: correct it, go back to a version, seal what stood before.

Each is one transaction; what a person may not do comes back as a value, None means that it was done. Withdrawing and
restoring are in `archive.publishing`, masking in `archive.review.masking`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from archive.models import Article, Event, Revision, TextBlock
from archive.publishing import Refusal
from archive.review import changes, decisions, roles_of_blocks, traces
from archive.review.changes import HAS_BEEN_PUBLIC, Detector
from archive.review.outcomes import Mistakes, Objection, Stale
from archive.revisions import FIELDS, KEYS, Places

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Precision = Article.Precision


@transaction.atomic
def correct(
    article: Article,
    wanted: Mapping[str, Any],
    *,
    by: User | None,
    version: int,
    note: str,
    detect: Detector,
    seal_before: bool = False,
) -> Stale | Mistakes | Refusal | Objection | None:
    """Change what readers see of a public article, and tell them in the note what was wrong.

    wanted, version, detect: as for `decisions.amend`. seal_before: readers no longer see what stood there before.
    """
    changes.lock(article)
    if article.state != Article.State.PUBLISHED:
        return Refusal.WRONG_STATE
    if objection := _why_not_note(note, detect) or (None if note.strip() else Objection.NO_NOTE):
        return objection
    revision = {"kind": Revision.Kind.CORRECTION, "note": note}
    traced: dict[str, Any] = {"action": "corrected", "revision": revision}
    refused = decisions.amend(article, wanted, by=by, version=version, detect=detect, **traced)
    if refused is not None:
        return refused
    if article.version == version:
        return Objection.NO_CHANGE
    if seal_before:
        _seal(article, [revision.number for revision in article.revisions.all()[1:]], by=by, sealed=True)
    return None


@transaction.atomic
def revert(
    article: Article, number: int, *, by: User | None, version: int, detect: Detector, note: str = ""
) -> Stale | Refusal | Objection | None:
    """Give the article the words of an earlier revision; they become its newest one. The note is public.

    version: of the article that the person had in front of them.
    """
    changes.lock(article)
    if article.state not in HAS_BEEN_PUBLIC:
        return Refusal.WRONG_STATE
    if article.version != version:
        return Stale(article.version, article.updated_by.get_username() if article.updated_by else "")
    revision = article.revisions.filter(number=number).first()
    if revision is None or revision == article.revisions.first():
        return Objection.NO_VERSION
    return _why_not_note(note, detect) or _go_back(article, revision, by, detect, note)


@transaction.atomic
def seal(article: Article, number: int, *, by: User | None, sealed: bool) -> Objection | None:
    """Keep an earlier version's words from readers, or with `sealed` False show them again."""
    changes.lock(article)
    earlier = {revision.number for revision in article.revisions.all()[1:]}
    if number not in earlier:
        return Objection.NO_VERSION
    _seal(article, [number], by=by, sealed=sealed)
    return None


def _seal(article: Article, numbers: Sequence[int], *, by: User | None, sealed: bool) -> None:
    others = article.revisions.filter(number__in=numbers, sealed=not sealed)
    changed = sorted(others.values_list("number", flat=True))
    others.update(sealed=sealed)
    if changed:
        Event.objects.record("versions sealed" if sealed else "versions shown", article, actor=by, versions=changed)


def _why_not_note(note: str, detect: Detector) -> Objection | None:
    return Objection.PRIVATE_NOTE if any(True for _ in detect(note)) else None


def _go_back(
    article: Article, revision: Revision, by: User | None, detect: Detector, note: str
) -> Refusal | Objection | None:
    blocks, before = list(article.blocks.all()), traces.values_of(article)
    body = article.body
    if not _lay_out(article, blocks, revision):
        return Objection.BLOCKS_GONE
    changed = decisions.set_fields(article, dict(_fields(article, revision)))
    changed |= {"body"} if article.body != body else set()
    if not changed:
        return Objection.NO_CHANGE
    told = traces.told(article, before, detect=detect) | {"again": revision.number}
    made = {"kind": Revision.Kind.REVERT, "note": note, "again": revision.number}
    return changes.keep(article, blocks, by=by, action="reverted", fields=changed, detect=detect, revision=made, **told)


def _lay_out(article: Article, blocks: Sequence[TextBlock], revision: Revision) -> bool:
    """Make the body that of the revision, by what each block is and says. Returns False where blocks are missing."""
    places = revision.places or _found(blocks, revision.body)
    known = {block.position for block in blocks}
    if blocks and (len(places) != len(revision.body) or not known.issuperset(place[0] for place in places)):
        return False
    wanted = {place[0]: (place[1], text) for place, text in zip(places, revision.body, strict=False)}
    for block in blocks:
        if block.position in wanted:
            _make(block, *wanted[block.position])
        elif block.in_body:
            roles_of_blocks.cut(block)
    article.body = changes.body_of(blocks) if blocks else list(revision.body)
    return True


def _make(block: TextBlock, role: str, text: str) -> None:
    if block.role != role:
        roles_of_blocks.change(block, role)
    if block.cleaned != text:
        changes.rewrite(block, text)


def _found(blocks: Sequence[TextBlock], body: Sequence[str]) -> Places:
    """The places of a revision that does not name them: for each paragraph the next block that says just that."""
    ahead, found = iter(blocks), []
    for text in body:
        block = next((block for block in ahead if text in (block.cleaned, block.text)), None)
        if block:
            found.append([block.position, block.role if block.in_body else TextBlock.Role.PARAGRAPH.value])
    return found


def _fields(article: Article, revision: Revision) -> Iterator[tuple[str, Any]]:
    """The article's fields as the revision has them. One that does not name the precision of the date keeps it."""
    yield "title", revision.title
    kept = {name: revision.fields.get(KEYS.get(name, name)) for name in FIELDS}
    day, moment = kept["published_on"], kept["published_at"]
    kept["published_on"] = datetime.date.fromisoformat(day) if day else None
    kept["published_at"] = datetime.datetime.fromisoformat(moment) if moment else None
    kept["date_precision"] = kept["date_precision"] or _precision(article, kept["published_on"], moment)
    yield from ((name, value) for name, value in kept.items() if value is not None or name.startswith("published"))


def _precision(article: Article, day: datetime.date | None, moment: str | None) -> str:
    if day is None:
        return Precision.UNKNOWN
    if moment:
        return Precision.MINUTE
    known = article.date_precision not in (Precision.UNKNOWN, Precision.MINUTE)
    return article.date_precision if known and day == article.published_on else Precision.DAY
