"""One article's whole history in one line of time: every event, review and revision, with what each changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from archive.audit import details
from archive.audit.details import Told
from archive.audit.reasons import AT_ONCE, DECISIONS, reasons
from archive.models import Article, Event, Review, Revision
from archive.review import collation, redlines
from archive.review.redlines import Redline

#: What happens to a whole batch and to each article in it.
OF_BATCHES = ("uploaded", "batch undone", "undo taken back")


@dataclass(slots=True)
class Step:
    """What happened at one moment: an event with the review and the revision that were written with it, or one alone.

    why: with personal data covered. before: the revision before this one; None for the first.
    """

    at: datetime.datetime
    who: str
    event: Event | None = None
    told: Told | None = None
    review: Review | None = None
    revision: Revision | None = None
    before: Revision | None = None
    why: str = ""

    def change(self) -> Redline | None:
        """What the revision says otherwise than the one before it. Takes a while for a long text."""
        return redlines.redline(self.before, self.revision) if self.before and self.revision else None


def of(article: Article) -> list[Step]:
    """Everything that happened to an article, the newest first. Personal data stands covered in every text."""
    hide = collation.words_to_hide(article)
    steps = [Step(event.at, event.actor_name, event, details.told(event, hide=hide)) for event in _events(article)]
    _add_reviews(steps, article.reviews.select_related("decided_by"), hide)
    _add_revisions(steps, list(article.revisions.select_related("made_by").order_by("number")), hide)
    why = reasons([step.event for step in steps if step.event])
    for step in steps:
        if step.event and not step.why:
            step.why = (step.told.why if step.told else "") or why.get(step.event.pk, "")
    return sorted(steps, key=lambda step: (step.at, step.event.pk if step.event else 0), reverse=True)


def _events(article: Article) -> Iterable[Event]:
    batches = {str(key) for key in article.upload_items.values_list("batch", flat=True)}
    own = Q(subject_type="article", subject_id=str(article.pk))
    along = Q(subject_type="uploadbatch", subject_id__in=batches, action__in=OF_BATCHES)
    return Event.objects.filter(own | along).order_by("pk")


def _add_reviews(steps: list[Step], reviews: Iterable[Review], hide: set[str]) -> None:
    """Put each review to the event that tells of the same decision; one that has none stands by itself."""
    for review in reviews:
        who = review.decided_by.get_username() if review.decided_by else ""
        same = [step for step in steps if step.review is None and _decision(step) == review.decision]
        step = _nearest(same, review.decided_at)
        if step is None:
            step = Step(review.decided_at, who)
            steps.append(step)
        step.review, step.why = review, collation.veil(review.reason, hide)


def _add_revisions(steps: list[Step], revisions: list[Revision], hide: set[str]) -> None:
    """Put each revision to what made it. Reading is by covered copies, so that no difference shows a covered word."""
    before: Revision | None = None
    for revision in revisions:
        _veil(revision, hide)
        who = revision.made_by.get_username() if revision.made_by else ""
        step = _nearest([step for step in steps if step.revision is None and _is_own(step)], revision.made_at)
        if step is None:
            step = Step(revision.made_at, who)
            steps.append(step)
        step.revision, step.before = revision, before
        before = revision


def _nearest(steps: list[Step], at: datetime.datetime) -> Step | None:
    near = [step for step in steps if abs(step.at - at) <= AT_ONCE]
    return min(near, key=lambda step: abs(step.at - at), default=None)


def _is_own(step: Step) -> bool:
    return step.event is None or step.event.subject_type == "article"


def _decision(step: Step) -> str:
    return DECISIONS.get(step.event.action, "") if step.event and _is_own(step) else ""


def _veil(revision: Revision, hide: set[str]) -> None:
    """Cover personal data in a revision in memory. It is never saved."""
    revision.title = collation.veil(revision.title, hide)
    revision.body = [collation.veil(text, hide) for text in revision.body]
    revision.fields = {name: _covered(value, hide) for name, value in revision.fields.items()}
    revision.note = collation.veil(revision.note, hide)


def _covered(value: object, hide: set[str]) -> object:
    if isinstance(value, str):
        return collation.veil(value, hide)
    return [_covered(one, hide) for one in value] if isinstance(value, list) else value
