"""Takes personal data out of every text that readers could see, earlier revisions included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from archive.models import Article, Finding, Revision, TextBlock
from archive.publishing import Refusal
from archive.review import changes, stores
from archive.review.hiding import MASK, hidden, scrub, shows
from archive.review.outcomes import Objection
from archive.review.settling import settle

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["MASK", "mask_finding", "mask_words", "scrub"]

TEXTS = (
    "title", "original_title", "kicker", "subtitle", "dateline",
    "source_name", "site_name", "authors", "editors", "evidence", "desk_note",
)  # fmt: skip
#: One character stands in too many words to be masked as words of its own.
SHORTEST = 2
#: How a revision calls itself that a mask made.
_REVISION = {"kind": Revision.Kind.MASK}


@transaction.atomic
def mask_finding(finding: Finding, *, by: User | None) -> Objection | Refusal | None:
    """Replace the found words wherever the article, its evidence and its revisions hold them.

    The page as decoded (`TextBlock.text`) and the original file keep them: both are for reviewers only.
    Every finding of the same words is settled with this one, also one that had been kept: people may think again.
    """
    article = finding.article
    changes.lock(article)
    finding.refresh_from_db(fields=["state"])
    if finding.state == Finding.State.MASKED:
        return Objection.SETTLED
    blocks = list(article.blocks.all())
    changed = _mask_everywhere(article, blocks, finding.text)
    if not changed:
        return Objection.WORDS_GONE
    for same in article.findings.filter(text=finding.text).exclude(state=Finding.State.MASKED):
        settle(same, Finding.State.MASKED, by=by)
    finding.refresh_from_db()
    refusal = changes.keep(
        article, blocks, by=by, action="finding masked", fields=changed, finding=finding.pk, revision=_REVISION
    )
    stores.forget_candidates(finding.text)
    if refusal:  # another finding still stands open in a public text: nothing at all is done
        transaction.set_rollback(True)
    return refusal


@transaction.atomic
def mask_words(article: Article, words: str, *, by: User | None) -> Objection | Refusal | None:
    """Mask words that no detector found and a person asks to have removed: a name, a street."""
    words = words.strip()
    changes.lock(article)
    if len(words) < SHORTEST:
        return Objection.TOO_SHORT
    if not any(shows(text, words) for text in changes.public_words(article)):
        return Objection.WORDS_GONE
    finding = article.findings.create(kind=Finding.Kind.PRIVATE, text=words, in_body=True)
    answer = mask_finding(finding, by=by)
    if answer:
        transaction.set_rollback(True)
    return answer


def _mask_everywhere(article: Article, blocks: list[TextBlock], words: str) -> set[str]:
    """Mask the article and its blocks in memory, all other rows in the database. Returns the names of what held it."""
    if not words:
        return set()
    in_blocks = [_mask_block(block, words) for block in blocks]
    masked = {"body"} if any(in_blocks) else set()
    for name in (*TEXTS, "body"):
        before = getattr(article, name)
        setattr(article, name, scrub(before, words))
        masked |= {name} if getattr(article, name) != before else set()
    if shows(article.url, words):  # with a mask in it, it would lead nowhere
        article.url = ""
        masked.add("url")
    stores.scrub_rows(article, words)
    return masked


def _mask_block(block: TextBlock, words: str) -> bool:
    held = shows(block.cleaned, words)
    while words in block.cleaned:  # one at a time, so that the readings between two of them stay
        changes.rewrite(block, block.cleaned.replace(words, MASK, 1))
    if shows(block.cleaned, words):  # a part of words that ran over the end of a line
        changes.rewrite(block, hidden(block.cleaned, words))
    return held
