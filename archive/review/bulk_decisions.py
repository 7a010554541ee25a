"""Return or refuse many drafts at once, for one reason; kept as a bulk edit, so that one step takes it back.

Each is decided about as by hand: with its review, its event, and its place in the line. What somebody changed or
decided meanwhile stays as they left it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from archive.models import Article, BulkEdit, BulkEditLine, Review
from archive.review import changes, decisions, roles
from archive.review.bulk_publishing import Hindrance, Sorted
from archive.review.decisions import Verdict
from archive.review.outcomes import Objection
from archive.review.turns import in_turns

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: The column that such an edit sets.
STATE = "state"
#: The key under which a line of it keeps the review that was written with the decision.
REVIEW = "review"
#: What can be decided about many, and how it is done to one.
DECISIONS: Mapping[str, Verdict] = {verdict.decision: verdict for verdict in (decisions.RETURN, decisions.REFUSE)}
_VERBS = {Review.Decision.RETURN: decisions.return_to_uploader, Review.Decision.REFUSE: decisions.refuse}
_BY_STATE = {verdict.to: verdict for verdict in DECISIONS.values()}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, with the edit that takes it back; None where nothing was."""

    edit: BulkEdit | None
    articles: Sorted


def decide(versions: Mapping[int, int], name: str, *, reason: str, by: User) -> Decided | Objection:
    """Return or refuse these drafts and tell which were, and which were left.

    versions: {article's key: its version when it was shown}; a changed one is left. name: a key of DECISIONS.
    reason: what their uploaders read, kept with each article's review.
    """
    if not reason.strip():
        return Objection.NO_REASON
    verdict, done = DECISIONS[name], Sorted([], [])
    edit = BulkEdit.objects.create(wanted={STATE: verdict.to}, made_by=by)
    for keys in in_turns(sorted(versions)):
        with transaction.atomic():
            for article in Article.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
                hindrance = Hindrance.STALE if article.version != versions[article.pk] else None
                hindrance = hindrance or _decide(article, verdict, edit, reason, by)
                done.unfit.append((article, hindrance)) if hindrance else done.fit.append(article)
    if not done.fit:
        edit.delete()
    return Decided(edit if done.fit else None, done)


def sort_out(articles: Iterable[Article], name: str) -> Sorted:
    """Tell which of these can be returned, or refused, now. Changes nothing."""
    given, of = list(articles), DECISIONS[name].of
    return Sorted(
        [article for article in given if article.state in of],
        [(article, Hindrance.WRONG_STATE) for article in given if article.state not in of],
    )


def turn(line: BulkEditLine, *, by: User, back: bool) -> bool:
    """Take the decision about one article back, or make it again; tell whether it was done.

    Call it inside a transaction. Taken back is only what nobody has decided anew; made again it has its old reason.
    """
    changes.lock(line.article)
    if not roles.may_review(by):
        return False
    return _take_back(line, by) if back else _decide_again(line, by)


def _decide(article: Article, verdict: Verdict, edit: BulkEdit, reason: str, by: User) -> Hindrance | None:
    before = article.state
    if before not in verdict.of or _VERBS[verdict.decision](article, by=by, reason=reason):
        return Hindrance.WRONG_STATE
    line = BulkEditLine(edit=edit, article=article, before={STATE: before}, after={STATE: verdict.to})
    _note_review(line)
    return None


def _note_review(line: BulkEditLine) -> None:
    """Keep with the line which review is its own: the newest one."""
    line.used = {REVIEW: _newest_review(line.article)}
    line.save()


def _newest_review(article: Article) -> int | None:
    return article.reviews.values_list("pk", flat=True).first()


def _take_back(line: BulkEditLine, by: User) -> bool:
    article, before = line.article, line.before[STATE]
    if article.state != line.after[STATE] or _newest_review(article) != line.used[REVIEW]:
        return False
    if article.state == Article.State.RETURNED:
        return decisions.resubmit(article, by=by) is None
    return decisions.take_back(article, by=by, state=before) is None


def _decide_again(line: BulkEditLine, by: User) -> bool:
    review = Review.objects.filter(pk=line.used[REVIEW]).first()
    if review is None or line.article.state != line.before[STATE]:
        return False
    verdict = _BY_STATE[line.after[STATE]]
    if _VERBS[verdict.decision](line.article, by=by, reason=review.reason):
        return False
    _note_review(line)
    return True
