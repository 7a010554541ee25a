"""The verbs of a review, each in one transaction. None means done; anything else is a value that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from archive import duplicates
from archive.models import Article, Event, Review, TextBlock, UploadItem
from archive.publishing import Refusal
from archive.review import changes, roles_of_blocks, traces
from archive.review.changes import Detector
from archive.review.outcomes import Mistakes, Objection, Stale
from archive.review.roles import IN_THE_MAKING

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: What a person may set. `blocks` ({position: text}) and `body` (a list of paragraphs) are handled beside them.
FIELDS = frozenset(
    [
        *("title", "original_title", "kicker", "subtitle", "dateline"),
        *("source_name", "site_name", "authors", "editors", "url"),
        *("published_on", "published_at", "date_precision", "desk_note"),
    ]
)
#: Under which name Article.evidence keeps the words of a field, where that is not the field's own.
EVIDENCE_OF = dict.fromkeys(("published_on", "published_at", "date_precision"), "published") | {
    "source_name": "source",
    "site_name": "site",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What turns a draft down, for a reason. of: the states that it can be in. to: its state afterwards.

    action: as the log calls it.
    """

    decision: Review.Decision
    action: str
    of: tuple[str, ...]
    to: str


RETURN = Verdict(Review.Decision.RETURN, "returned", (Article.State.DRAFT,), Article.State.RETURNED)
REFUSE = Verdict(Review.Decision.REFUSE, "refused", IN_THE_MAKING, Article.State.DISCARDED)


@transaction.atomic
def amend(
    article: Article,
    wanted: Mapping[str, Any],
    *,
    by: User | None,
    version: int,
    detect: Detector,
    action: str = "amended",
    revision: Mapping[str, Any] | None = None,
) -> Stale | Mistakes | Refusal | None:
    """Set fields and paragraphs. `article` is refreshed to what was saved.

    wanted: values by name, of FIELDS; `blocks` maps positions to new cleaned text, where an empty text cuts the
    block; `body` lists the paragraphs of an article that has no blocks.
    version: what the person had in front of them; an older one is refused instead of overwriting a colleague.
    detect: finds personal data in what was typed. action: what the event calls it. revision: as for `changes.keep`.
    """
    changes.lock(article)
    if article.version != version:
        return Stale(article.version, article.updated_by.get_username() if article.updated_by else "")
    blocks, before = list(article.blocks.all()), traces.values_of(article)
    changed = set_fields(article, wanted) | _set_text(article, blocks, wanted)
    if not changed:
        return None
    if mistakes := _mistakes(article):
        article.refresh_from_db()
        return mistakes
    told = traces.told(article, before, detect=detect)
    traced = {"action": action, "revision": revision, **told}
    return changes.keep(article, blocks, by=by, fields=changed, detect=detect, **traced)


@transaction.atomic
def cut_block(article: Article, position: int, *, by: User | None) -> Objection | Refusal | None:
    """Take one paragraph or sub-heading out of the body. It stays with the article and can be restored."""
    changes.lock(article)
    blocks = list(article.blocks.all())
    block = next((block for block in blocks if block.position == position and block.in_body), None)
    if block is None:
        return Objection.NO_BLOCK
    roles_of_blocks.cut(block)
    return changes.keep(article, blocks, by=by, action="block cut", fields=["body"], block=position)


@transaction.atomic
def restore_block(article: Article, position: int, *, by: User | None, detect: Detector) -> Objection | Refusal | None:
    """Put a block that cleaning or a person took out into the body, at its place."""
    changes.lock(article)
    blocks = list(article.blocks.all())
    block = next((block for block in blocks if block.position == position and not block.in_body), None)
    if block is None:
        return Objection.NO_BLOCK
    told: dict[str, Any] = {"block": position, "role": block.role, "reason": block.reason, "rule": block.rule}
    roles_of_blocks.restore(block)
    return changes.keep(article, blocks, by=by, action="block restored", fields=["body"], detect=detect, **told)


@transaction.atomic
def change_role(
    article: Article, position: int, role: str, *, by: User | None, detect: Detector
) -> Objection | Refusal | None:
    """Say what a block is: one of `roles_of_blocks.CHOICES`. The body follows; the block's text stays as it is."""
    changes.lock(article)
    blocks = list(article.blocks.all())
    block = next((block for block in blocks if block.position == position and block.role != role), None)
    if block is None or role not in roles_of_blocks.CHOICES:
        return Objection.NO_BLOCK
    told: dict[str, Any] = {
        "block": position,
        "was": block.role,
        "role": role,
        "reason": block.reason,
        "rule": block.rule,
    }
    roles_of_blocks.change(block, role)
    return changes.keep(article, blocks, by=by, action="role changed", fields=["body"], detect=detect, **told)


@transaction.atomic
def return_to_uploader(article: Article, *, by: User | None, reason: str) -> Objection | Refusal | None:
    """Send a draft back to the person who brought it, who reads the reason."""
    return _turn_down(article, RETURN, by, reason)


@transaction.atomic
def resubmit(article: Article, *, by: User | None) -> Refusal | None:
    """Give a returned draft back to the reviewers."""
    changes.lock(article)
    if article.state != Article.State.RETURNED:
        return Refusal.WRONG_STATE
    article.state = Article.State.DRAFT
    changes.count_up(article, by=by)
    Article.objects.filter(pk=article.pk).weigh()
    Event.objects.record("resubmitted", article, actor=by, before=Article.State.RETURNED, after=article.state)
    return None


@transaction.atomic
def refuse(article: Article, *, by: User | None, reason: str) -> Objection | Refusal | None:
    """Decide that a draft does not belong into the archive: it leaves every list, is kept, and can be taken back."""
    answer = _turn_down(article, REFUSE, by, reason)
    if answer is None:
        duplicates.set_aside([article.pk])
    return answer


@transaction.atomic
def take_back(article: Article, *, by: User | None, state: str = Article.State.DRAFT) -> Objection | Refusal | None:
    """Make a refused article a draft again, or what else it was. One that went with its batch comes back with that.

    state: of IN_THE_MAKING.
    """
    changes.lock(article)
    if article.state != Article.State.DISCARDED:
        return Refusal.WRONG_STATE
    made = article.upload_items.filter(state=UploadItem.State.DRAFT)
    if made.filter(batch__undone_at__isnull=False).exists() and not made.filter(batch__undone_at=None).exists():
        return Objection.BATCH_UNDONE
    since, article.state = article.updated_at, state
    changes.count_up(article, by=by)
    Event.objects.record("taken back", article, actor=by, before=Article.State.DISCARDED, after=article.state)
    duplicates.take_up([article.pk], since=since)
    Article.objects.filter(pk=article.pk).weigh()
    return None


def set_fields(article: Article, wanted: Mapping[str, Any]) -> set[str]:
    """Set the FIELDS that differ, with what their evidence is worth, and return their names. Saves nothing."""
    changed = {name for name in FIELDS.intersection(wanted) if getattr(article, name) != wanted[name]}
    for name in changed:
        setattr(article, name, wanted[name])
        _weigh_again(article, name)
    return changed


def _turn_down(article: Article, verdict: Verdict, by: User | None, reason: str) -> Objection | Refusal | None:
    changes.lock(article)
    if article.state not in verdict.of:
        return Refusal.WRONG_STATE
    if not reason.strip():
        return Objection.NO_REASON
    before, article.state = article.state, verdict.to
    changes.count_up(article, by=by)
    Review.objects.create(article=article, decision=verdict.decision, reason=reason.strip(), decided_by=by)
    Event.objects.record(verdict.action, article, actor=by, before=before, after=article.state)
    return None


def _weigh_again(article: Article, name: str) -> None:
    """Say of each piece of evidence whether the value that a person set can be read from it."""
    key, value = EVIDENCE_OF.get(name, name), getattr(article, name)
    values = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str) and text]
    for words in article.evidence.get(key, []):
        words["used"] = bool(values) and all(text in words["quote"] for text in values)


def _set_text(article: Article, blocks: list[TextBlock], wanted: Mapping[str, Any]) -> set[str]:
    if not blocks and "body" in wanted:
        before, article.body = article.body, [text.strip() for text in wanted["body"] if text.strip()]
        return {"body"} if article.body != before else set()
    texts: Mapping[int, str] = wanted.get("blocks", {})
    return {"body" for block in blocks if block.in_body and _edit(block, texts.get(block.position, block.cleaned))}


def _edit(block: TextBlock, text: str) -> bool:
    """Give the block new text, or cut it if nothing is left. Returns whether anything changed."""
    if text == block.cleaned:
        return False
    if text.strip():
        changes.rewrite(block, text.strip())
    else:
        roles_of_blocks.cut(block)
    return True


def _mistakes(article: Article) -> Mistakes | None:
    """What the columns cannot hold, in words for each field."""
    others = [field.name for field in Article._meta.fields if field.name not in FIELDS]
    try:
        article.clean_fields(exclude=others)
    except ValidationError as error:
        return Mistakes(error.message_dict)
    return None
