"""The review page as data: findings first, fields with their evidence, the text beside its original, the decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from archive.forms import AmendForm, moment_as_text
from archive.models import Article, Capture, Finding, Review, TextBlock, UploadBatch
from archive.publishing import Refusal, why_not_publish
from archive.review import collation, evidence, queue, roles
from archive.review.evidence import Reading
from archive.review.queue import Place

#: The fields of the page in their order: the form's name, the evidence's name.
FIELDS = (
    ("title", "title"),
    ("original_title", "original_title"),
    ("source_name", "source"),
    ("site_name", "site"),
    ("published", "published"),
    ("authors", "authors"),
    ("editors", "editors"),
    ("url", "url"),
)
LOOKS = {
    evidence.Certainty.CLEAR: "good",
    evidence.Certainty.DISPUTED: "mind",
    evidence.Certainty.BY_HAND: "mind",
    evidence.Certainty.MISSING: "idle",
}
STOP = ("bad", pgettext_lazy("finding", "Blocks"))
MIND = ("mind", pgettext_lazy("finding", "Look"))
NOTE = ("idle", pgettext_lazy("finding", "Note"))
DONE = ("good", pgettext_lazy("finding", "Settled"))


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding, or several that only inform. words: shown to those who must judge them, empty for others.

    blocks: numbers from 1. stops: nothing is published while it stands.
    """

    finding: Finding
    look: str
    level: str | Promise
    stops: bool
    words: str
    blocks: tuple[int, ...]
    count: int = 1

    @property
    def key(self) -> str:
        """What names the finding in the values of its buttons."""
        return str(self.finding.pk)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field. shown: its value, personal data covered. stored: what is stored now, where a refused save wants
    something else; else None."""

    name: str
    field: BoundField
    reading: Reading
    look: str
    shown: str
    stored: str | None


@dataclass(frozen=True, slots=True)
class TextLine:
    """One block beside its original. field: its text being edited. read_into: fields that were read from it."""

    row: collation.Row
    field: BoundField | None
    read_into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the review page. why_not: why the article cannot be published now, None if it can."""

    article: Article
    title: str
    place: Place | None
    batch: UploadBatch | None
    findings: list[FindingLine]
    fields: list[FieldLine]
    lines: list[TextLine]
    paragraphs: list[tuple[collation.Shown, ...]]
    counts: dict[str, int]
    reviews: list[Review]
    why_not: Refusal | None
    unknown_outlet: str
    can: dict[str, bool]
    editing: bool

    @property
    def open(self) -> int:
        return sum(line.stops for line in self.findings)

    @property
    def capture(self) -> Capture | None:
        return self.article.capture


def make(article: Article, form: AmendForm, *, user: Any, editing: bool, stale: bool) -> Sheet:
    """Gather the page for this person."""
    hide = collation.words_to_hide(article)
    lines = list(_lines(article, form, hide))
    return Sheet(
        article=article,
        title=collation.covered_title(article),
        place=queue.place_of(article, queue.waiting(user)),
        batch=UploadBatch.objects.filter(items__article=article, items__state="draft").first(),
        findings=list(_findings(article, reviewer=roles.may_review(user))),
        fields=list(_fields(article, form, hide, stale=stale)),
        lines=lines,
        paragraphs=[] if lines else collation.body_rows(article, hide=hide),
        counts=_counts(lines),
        reviews=list(article.reviews.select_related("decided_by")),
        why_not=why_not_publish(article, user),
        unknown_outlet="" if article.source_id else article.source_name,
        can=_can(user, article),
        editing=editing,
    )


def _can(user: Any, article: Article) -> dict[str, bool]:
    """Which buttons the page has for this person, whatever stands in their way."""
    reviewer, withdrawer, state = roles.may_review(user), roles.may_withdraw(user), article.state
    amend = roles.may_amend(user, article)
    return {
        "amend": amend,
        "judge": reviewer,
        "publish": reviewer and state in roles.IN_THE_MAKING,
        "return": reviewer and state == Article.State.DRAFT,
        "resubmit": amend and state == Article.State.RETURNED,
        "withdraw": withdrawer and state == Article.State.PUBLISHED,
        "restore": withdrawer and state == Article.State.WITHDRAWN,
    }


def _findings(article: Article, *, reviewer: bool) -> Iterator[FindingLine]:
    """What stops first, then what to look at, then what is settled or only told; pinyin in one line."""
    found = sorted(article.findings.all(), key=lambda finding: (_rank(finding), finding.kind, finding.pk))
    for together, group in groupby(found, key=lambda finding: finding.kind == Finding.Kind.PINYIN or finding.pk):
        several = list(group)
        yield _finding(several, reviewer) if together is True else _finding(several[:1], reviewer)


def _finding(several: list[Finding], reviewer: bool) -> FindingLine:
    first = several[0]
    look, level = (STOP, MIND, NOTE, DONE)[_rank(first)]
    blocks = tuple(sorted({finding.block + 1 for finding in several if finding.block is not None}))
    return FindingLine(first, look, level, first.blocks_publication, _words(first, reviewer), blocks, len(several))


def _rank(finding: Finding) -> int:
    if finding.state != Finding.State.OPEN:
        return 3
    if finding.blocks_publication:
        return 0
    return 2 if finding.kind in (Finding.Kind.PINYIN, *Finding.PERSONAL_DATA) else 1


def _words(finding: Finding, reviewer: bool) -> str:
    """The words found; personal data only for a reviewer, and only until it is masked."""
    if finding.kind not in Finding.PERSONAL_DATA or finding.state == Finding.State.KEPT:
        return finding.text
    return finding.text if reviewer and finding.state == Finding.State.OPEN else ""


def _fields(article: Article, form: AmendForm, hide: set[str], *, stale: bool) -> Iterator[FieldLine]:
    read = evidence.readings(article, hide=hide)
    for name, key in FIELDS:
        stored = _stored(article, name)
        differs = stale and name in form.changed_data
        look = LOOKS[read[key].certainty]
        yield FieldLine(name, form[name], read[key], look, collation.veil(stored, hide), stored if differs else None)


def _stored(article: Article, name: str) -> str:
    if name == "published":
        return moment_as_text(article)
    value = getattr(article, name)
    return "、".join(value) if isinstance(value, list) else value


def _lines(article: Article, form: AmendForm, hide: set[str]) -> Iterator[TextLine]:
    read_into = _read_into(article, form)
    for row in collation.rows(article, hide=hide):
        name = f"block-{row.block.position}"
        field = form[name] if name in form.fields else None
        yield TextLine(row, field, tuple(read_into.get(row.block.position, ())))


def _read_into(article: Article, form: AmendForm) -> dict[int, list[str]]:
    """Positions of blocks -> labels of the fields that were read from them."""
    found: dict[int, list[str]] = {}
    for name, key in FIELDS:
        for position in {words.get("block") for words in article.evidence.get(key, []) if words.get("used", True)}:
            found.setdefault(position, []).append(str(form.fields[name].label))
    return found


def _counts(lines: list[TextLine]) -> dict[str, int]:
    roles_of = Counter(line.row.block.role for line in lines)
    body = sum(roles_of[role] for role in TextBlock.BODY_ROLES)
    removed = roles_of[TextBlock.Role.REMOVED]
    return {"all": len(lines), "body": body, "removed": removed, "fields": len(lines) - body - removed}
