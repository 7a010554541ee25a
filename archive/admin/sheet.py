"""The review page as data: findings first, fields with their evidence, the text beside its original, the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from archive import duplicates
from archive.admin import findings, refusals, text_lines
from archive.admin.field_lines import FieldLine, field_lines
from archive.admin.named_agencies import NamedAgency, named_agencies
from archive.admin.strangers import Stranger, strangers
from archive.admin.text_lines import TextLine
from archive.duplicates import LikeArticle
from archive.forms import AmendForm
from archive.models import Article, Capture, Finding, Review, UploadBatch
from archive.publishing import why_not_publish
from archive.review import changes, collation, originals, roles, rules
from archive.review.queue import Place


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the review page. why_not: why the article cannot be published now, empty if it can.

    left_over: texts typed into blocks that are no more in the body, by the block's number from 1.
    """

    article: Article
    title: str
    place: Place | None
    batch: UploadBatch | None
    notices: list[findings.Notice]
    findings: list[findings.FindingLine]
    likenesses: list[LikeArticle]
    outlet: rules.Outlet | None
    fields: list[FieldLine]
    agencies: list[NamedAgency]
    lines: list[TextLine]
    paragraphs: list[tuple[collation.Shown, ...]]
    reviews: list[Review]
    why_not: str
    strangers: list[Stranger]
    can: dict[str, bool]
    editing: bool
    left_over: dict[int, str] = field(default_factory=dict)

    @property
    def open(self) -> int:
        return sum(line.stops for line in self.findings)

    @property
    def few_fields(self) -> list[FieldLine]:
        return [line for line in self.fields if not line.folded]

    @property
    def more_fields(self) -> list[FieldLine]:
        return [line for line in self.fields if line.folded]

    @property
    def conflicts(self) -> list[FieldLine | TextLine]:
        """What this person typed and somebody else saved otherwise meanwhile."""
        lines: list[FieldLine | TextLine] = [*self.fields, *self.lines]
        return [line for line in lines if line.stored is not None]

    @property
    def counts(self) -> dict[str, int]:
        return text_lines.counts(self.lines)

    @property
    def capture(self) -> Capture | None:
        return self.article.capture


def make(
    article: Article,
    form: AmendForm,
    *,
    user: Any,
    place: Place | None,
    editing: bool,
    stale: bool,
    typed: Mapping[str, str],
    left_over: Mapping[int, str],
) -> Sheet:
    """Gather the page for this person. typed: what a refused press came with, to be shown again."""
    prefetch_related_objects([article], Prefetch("findings", Finding.objects.select_related("settled_by")), "blocks")
    hide = collation.words_to_hide(article)
    lines = text_lines.text_lines(article, form, hide=hide, stale=stale)
    refusal = why_not_publish(article, user)
    return Sheet(
        article=article,
        title=collation.covered_title(article),
        place=place,
        batch=UploadBatch.objects.filter(items__article=article, items__state="draft").first(),
        notices=findings.notices(article),
        findings=findings.lines(article, reviewer=roles.may_review(user), typed=typed),
        likenesses=_likenesses(article, user),
        outlet=rules.outlet_of(article) if roles.may_review(user) else None,
        fields=field_lines(article, form, hide=hide, stale=stale),
        agencies=named_agencies(article, hide=hide),
        lines=lines,
        paragraphs=[] if lines else collation.body_rows(article, hide=hide),
        reviews=list(article.reviews.select_related("decided_by")),
        why_not=refusals.in_words(article, refusal) if refusal else "",
        strangers=strangers(article),
        can=_can(user, article),
        editing=editing,
        left_over={position + 1: text for position, text in left_over.items()},
    )


def _likenesses(article: Article, user: Any) -> list[LikeArticle]:
    """Those that this person may open; what was refused or undone is out of every list."""
    found = duplicates.likenesses_of(article)
    return [like for like in found if roles.may_see(user, like.other) and like.other.state != Article.State.DISCARDED]


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
        "refuse": reviewer and state in roles.IN_THE_MAKING,
        "take_back": reviewer and state == Article.State.DISCARDED,
        "resubmit": amend and state == Article.State.RETURNED,
        "withdraw": withdrawer and state == Article.State.PUBLISHED,
        "restore": withdrawer and state == Article.State.WITHDRAWN,
        "open": article.capture is not None and originals.may_open(user, article),
        "care": reviewer and state in changes.HAS_BEEN_PUBLIC,
    }
