"""Takes personal data out of every text that readers could see, earlier revisions included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from archive.models import Article, Finding, TextBlock
from archive.publishing import Refusal
from archive.review import changes
from archive.review.decisions import settle
from archive.review.hiding import MASK, hidden, shows
from archive.review.outcomes import Objection

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["MASK", "mask_finding", "scrub"]

TEXTS = (
    "title", "original_title", "kicker", "subtitle", "dateline",
    "source_name", "site_name", "authors", "editors", "evidence",
)  # fmt: skip


@transaction.atomic
def mask_finding(finding: Finding, *, by: User | None) -> Objection | Refusal | None:
    """Replace the found words wherever the article, its evidence and its revisions hold them.

    The page as decoded (`TextBlock.text`) and the original file keep them: both are for reviewers only.
    Every open finding of the same words is settled with this one.
    """
    article = finding.article
    changes.lock(article)
    finding.refresh_from_db(fields=["state"])
    if finding.state != Finding.State.OPEN:
        return Objection.SETTLED
    blocks = list(article.blocks.all())
    if not _mask_everywhere(article, blocks, finding.text):
        return Objection.WORDS_GONE
    for same in article.findings.open().filter(text=finding.text):
        settle(same, Finding.State.MASKED, by=by)
    finding.refresh_from_db()
    refusal = changes.keep(article, blocks, by=by, action="finding masked", fields=["body"], finding=finding.pk)
    if refusal:  # another finding still stands open in a public text: nothing at all is done
        transaction.set_rollback(True)
    return refusal


def scrub(value: Any, words: str) -> Any:
    """Return a JSON value with `words` replaced by the mask in each text in it; keys stay."""
    if isinstance(value, str):
        return hidden(value, words)
    if isinstance(value, list):
        return [scrub(item, words) for item in value]
    if isinstance(value, dict):
        return {key: scrub(item, words) for key, item in value.items()}
    return value


def _mask_everywhere(article: Article, blocks: list[TextBlock], words: str) -> bool:
    """Mask the article and its blocks in memory, links and revisions in the database. Returns whether any held it."""
    if not words:
        return False
    masked = [_mask_block(block, words) for block in blocks]
    for name in (*TEXTS, "body"):
        before = getattr(article, name)
        setattr(article, name, scrub(before, words))
        masked.append(getattr(article, name) != before)
    _mask_rows(article, words)
    return any(masked)


def _mask_block(block: TextBlock, words: str) -> bool:
    held = shows(block.cleaned, words)
    while words in block.cleaned:  # one at a time, so that the readings between two of them stay
        changes.rewrite(block, block.cleaned.replace(words, MASK, 1))
    if shows(block.cleaned, words):  # a part of words that ran over the end of a line
        changes.rewrite(block, hidden(block.cleaned, words))
    return held


def _mask_rows(article: Article, words: str) -> None:
    for link in article.agency_links.all():
        link.evidence = scrub(link.evidence, words)
        link.save(update_fields=["evidence"])
    # Revisions are never altered but for this: what readers must not see is in none of them.
    for revision in article.revisions.all():
        revision.title = scrub(revision.title, words)
        revision.body, revision.fields = scrub(revision.body, words), scrub(revision.fields, words)
        revision.save(update_fields=["title", "body", "fields"])
