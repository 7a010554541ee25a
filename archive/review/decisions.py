"""The verbs of a review, each in one transaction. None means done; anything else is a value that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from archive.models import Article, Event, Finding, Review, TextBlock
from archive.publishing import Refusal
from archive.review import changes, roles_of_blocks
from archive.review.changes import Detector
from archive.review.outcomes import Mistakes, Objection, Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: What a person may set. `blocks` ({position: text}) and `body` (a list of paragraphs) are handled beside them.
FIELDS = frozenset(
    [
        *("title", "original_title", "kicker", "subtitle", "dateline"),
        *("source_name", "site_name", "authors", "editors", "url"),
        *("published_on", "published_at", "date_precision"),
    ]
)
#: Under which name Article.evidence keeps the words of a field, where that is not the field's own.
EVIDENCE_OF = dict.fromkeys(("published_on", "published_at", "date_precision"), "published") | {
    "source_name": "source",
    "site_name": "site",
}


@transaction.atomic
def amend(
    article: Article, wanted: Mapping[str, Any], *, by: User | None, version: int, detect: Detector
) -> Stale | Mistakes | Refusal | None:
    """Set fields and paragraphs. `article` is refreshed to what was saved.

    wanted: values by name, of FIELDS; `blocks` maps positions to new cleaned text, where an empty text cuts the
    block; `body` lists the paragraphs of an article that has no blocks.
    version: what the person had in front of them; an older one is refused instead of overwriting a colleague.
    detect: finds personal data in what was typed.
    """
    changes.lock(article)
    if article.version != version:
        return Stale(article.version, article.updated_by.get_username() if article.updated_by else "")
    blocks = list(article.blocks.all())
    changed = _set_fields(article, wanted) | _set_text(article, blocks, wanted)
    if not changed:
        return None
    if mistakes := _mistakes(article):
        article.refresh_from_db()
        return mistakes
    return changes.keep(article, blocks, by=by, action="amended", fields=changed, detect=detect)


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
    told = {"block": position, "role": block.role, "reason": block.reason, "rule": block.rule}
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
    told = {"block": position, "was": block.role, "role": role, "reason": block.reason, "rule": block.rule}
    roles_of_blocks.change(block, role)
    return changes.keep(article, blocks, by=by, action="role changed", fields=["body"], detect=detect, **told)


@transaction.atomic
def keep_finding(finding: Finding, *, by: User | None, reason: str) -> Objection | None:
    """Settle that the words found are no personal data. The reason is required and kept."""
    changes.lock(finding.article)
    finding.refresh_from_db(fields=["state"])
    if finding.state != Finding.State.OPEN:
        return Objection.SETTLED
    if not reason.strip():
        return Objection.NO_REASON
    settle(finding, Finding.State.KEPT, by=by, note=reason)
    _count_up(finding.article, by)
    Event.objects.record("finding kept", finding.article, actor=by, finding=finding.pk, kind=finding.kind)
    return None


@transaction.atomic
def return_to_uploader(article: Article, *, by: User | None, reason: str) -> Objection | Refusal | None:
    """Send a draft back to the person who brought it, who reads the reason."""
    changes.lock(article)
    if article.state != Article.State.DRAFT:
        return Refusal.WRONG_STATE
    if not reason.strip():
        return Objection.NO_REASON
    article.state = Article.State.RETURNED
    _count_up(article, by)
    Review.objects.create(article=article, decision=Review.Decision.RETURN, reason=reason.strip(), decided_by=by)
    Event.objects.record("returned", article, actor=by)
    return None


@transaction.atomic
def resubmit(article: Article, *, by: User | None) -> Refusal | None:
    """Give a returned draft back to the reviewers."""
    changes.lock(article)
    if article.state != Article.State.RETURNED:
        return Refusal.WRONG_STATE
    article.state = Article.State.DRAFT
    _count_up(article, by)
    Event.objects.record("resubmitted", article, actor=by)
    return None


def settle(finding: Finding, state: str, *, by: User | None, note: str = "") -> None:
    """Write down what was decided about a finding. Call it inside a transaction."""
    finding.state, finding.note = state, note.strip()[:200]
    finding.settled_by, finding.settled_at = by, timezone.now()
    finding.save()


def _set_fields(article: Article, wanted: Mapping[str, Any]) -> set[str]:
    """Set what differs and return its names."""
    changed = {name for name in FIELDS.intersection(wanted) if getattr(article, name) != wanted[name]}
    for name in changed:
        setattr(article, name, wanted[name])
        _weigh_again(article, name)
    return changed


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


def _count_up(article: Article, by: User | None) -> None:
    article.version += 1
    article.updated_by = by
    article.save()
