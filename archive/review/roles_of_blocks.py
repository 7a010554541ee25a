"""What a block is in the article, changed by a person and changed back: nothing that ingest decided is lost.

The first change keeps ingest's decision in `TextBlock.was`. Whoever cuts what was restored, or restores what was cut,
gets exactly that decision back, with its reason, its rule, its text and its pinyin readings.
"""

from __future__ import annotations

from archive.models import TextBlock
from archive.review.changes import rewrite

Role, Reason = TextBlock.Role, TextBlock.Reason
#: What a person may say that a block is. Title and credit lines are read into fields, which are corrected there.
CHOICES = (Role.PARAGRAPH, Role.HEADING, Role.CAPTION, Role.REMOVED)


def cut(block: TextBlock) -> None:
    """Take a block out of the body, back to what it was if a person had put it there. Saves nothing."""
    if block.was and block.was["role"] not in TextBlock.BODY_ROLES:
        _undo(block)
    else:
        change(block, Role.REMOVED)


def restore(block: TextBlock) -> None:
    """Put a block into the body, back to what it was if a person had taken it out. Saves nothing."""
    if block.was and block.was["role"] in TextBlock.BODY_ROLES:
        _undo(block)
    else:
        change(block, Role.PARAGRAPH)


def change(block: TextBlock, role: str, *, reason: str = Reason.REVIEWER, rule: str = "") -> None:
    """Give a block another role, and the reason and the rule that say why where it is removed. Saves nothing."""
    if block.was and block.was["role"] == role:
        return _undo(block)
    block.was = block.was or _decision(block)
    block.role = role
    block.reason, block.rule = (reason, rule) if role == Role.REMOVED else ("", "")
    if block.in_body and not block.cleaned:
        rewrite(block, block.text)
    return None


def _decision(block: TextBlock) -> dict[str, str]:
    decision = {"role": block.role, "reason": block.reason, "rule": block.rule}
    return decision if block.cleaned else {**decision, "cleaned": ""}


def _undo(block: TextBlock) -> None:
    """Make the block what ingest made of it. Words that a person typed into it stay."""
    before = block.was or {}
    block.role, block.reason, block.rule, block.was = before["role"], before["reason"], before["rule"], None
    if block.cleaned == block.text and "cleaned" in before:
        rewrite(block, before["cleaned"])
