"""The review page as data: findings first, fields with their evidence, the text beside its original, the decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from archive import duplicates
from archive.admin import findings
from archive.admin.candidates import names_to_choose
from archive.admin.strangers import Stranger, strangers
from archive.duplicates import LikeArticle
from archive.forms import AmendForm, moment_as_text
from archive.models import Article, Capture, OutletRule, Review, TextBlock, UploadBatch
from archive.publishing import Refusal, why_not_publish
from archive.review import collation, evidence, queue, roles, rules
from archive.review.evidence import Reading
from archive.review.queue import Place

#: The fields of the page in their order: the form's name, the evidence's name.
FIELDS = (
    ("title", "title"),
    ("original_title", "original_title"),
    ("kicker", "kicker"),
    ("subtitle", "subtitle"),
    ("source_name", "source"),
    ("site_name", "site"),
    ("published", "published"),
    ("dateline", "dateline"),
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
#: Fields that few pages have: shown when they are set, else folded away.
SELDOM = ("original_title", "kicker", "subtitle", "dateline")


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
    folded: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """One block beside its original. field: its text being edited. read_into: fields that were read from it.

    rule: the outlet's rule that made it what it is.
    """

    row: collation.Row
    field: BoundField | None
    read_into: tuple[str, ...]
    rule: OutletRule | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the review page. why_not: why the article cannot be published now, None if it can."""

    article: Article
    title: str
    place: Place | None
    batch: UploadBatch | None
    notices: list[findings.Notice]
    findings: list[findings.FindingLine]
    likenesses: list[LikeArticle]
    outlet: rules.Outlet | None
    fields: list[FieldLine]
    lines: list[TextLine]
    paragraphs: list[tuple[collation.Shown, ...]]
    counts: dict[str, int]
    reviews: list[Review]
    why_not: Refusal | None
    strangers: list[Stranger]
    outlets: list[str]
    can: dict[str, bool]
    editing: bool

    @property
    def open(self) -> int:
        return sum(line.stops for line in self.findings)

    @property
    def blocking(self) -> int:
        """How many different words stand in the way; with more than one they can be masked together."""
        return len([line for line in self.findings if line.stops])

    @property
    def few_fields(self) -> list[FieldLine]:
        return [line for line in self.fields if not line.folded]

    @property
    def more_fields(self) -> list[FieldLine]:
        return [line for line in self.fields if line.folded]

    @property
    def capture(self) -> Capture | None:
        return self.article.capture


def make(article: Article, form: AmendForm, *, user: Any, editing: bool, stale: bool) -> Sheet:
    """Gather the page for this person."""
    hide = collation.words_to_hide(article)
    lines = list(_lines(article, form, hide))
    unknown = strangers(article)
    return Sheet(
        article=article,
        title=collation.covered_title(article),
        place=queue.place_of(article, queue.waiting(user)),
        batch=UploadBatch.objects.filter(items__article=article, items__state="draft").first(),
        notices=findings.notices(article),
        findings=findings.lines(article, reviewer=roles.may_review(user)),
        likenesses=[like for like in duplicates.likenesses_of(article) if roles.may_see(user, like.other)],
        outlet=rules.outlet_of(article) if roles.may_review(user) else None,
        fields=list(_fields(article, form, hide, stale=stale)),
        lines=lines,
        paragraphs=[] if lines else collation.body_rows(article, hide=hide),
        counts=_counts(lines),
        reviews=list(article.reviews.select_related("decided_by")),
        why_not=why_not_publish(article, user),
        strangers=unknown,
        outlets=names_to_choose() if unknown and roles.may_judge_candidates(user) else [],
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
        "name": roles.may_judge_candidates(user),
        "publish": reviewer and state in roles.IN_THE_MAKING,
        "return": reviewer and state == Article.State.DRAFT,
        "resubmit": amend and state == Article.State.RETURNED,
        "withdraw": withdrawer and state == Article.State.PUBLISHED,
        "restore": withdrawer and state == Article.State.WITHDRAWN,
    }


def _fields(article: Article, form: AmendForm, hide: set[str], *, stale: bool) -> Iterator[FieldLine]:
    read = evidence.readings(article, hide=hide)
    for name, key in FIELDS:
        stored = _stored(article, name)
        differs = stale and name in form.changed_data
        look = LOOKS[read[key].certainty]
        folded = name in SELDOM and not stored and not form[name].errors and not read[key].other and not differs
        shown = collation.veil(stored, hide)
        yield FieldLine(name, form[name], read[key], look, shown, stored if differs else None, folded)


def _stored(article: Article, name: str) -> str:
    if name == "published":
        return moment_as_text(article)
    value = getattr(article, name)
    return "、".join(value) if isinstance(value, list) else value


def _lines(article: Article, form: AmendForm, hide: set[str]) -> Iterator[TextLine]:
    read_into = _read_into(article, form)
    rows = collation.rows(article, hide=hide)
    ours = rules.in_words(row.block.rule for row in rows)
    for row in rows:
        name = f"block-{row.block.position}"
        field = form[name] if name in form.fields else None
        yield TextLine(row, field, tuple(read_into.get(row.block.position, ())), ours.get(row.block.rule))


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
