"""What was removed from a page: how much and why, and the part of it that readers may see.

Nobody reviewed these words for publication. Shown is only what a rule took out and no person did, and in which nothing
of what was found, masked or corrected stands and nothing new is found either. Where that is in doubt it is not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from django.utils.translation import gettext

from archive.ingest.detectors.personal_data import find_numbers
from archive.models import Finding, Revision, TextBlock
from archive.review import hiding
from archive.review.removed import replaced
from archive.text.folding import fold

#: Characters of one cut that are shown, and of all together: a page can hold more furniture than text.
_LONGEST_CUT = 240
_MOST = 8_000
#: A page longer than this is not looked through while somebody waits; what it removed is not shown.
_LONGEST_PAGE = 300_000


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the page in its place, or what the page needs of it.

    text: cleaned, of a block of the body; of a removed one only where it may be asked for. size: of it, in characters.
    """

    position: int
    role: str
    reason: str
    rule: str
    by_person: bool
    readings: dict[int, str]
    text: str
    size: int

    @property
    def removed(self) -> bool:
        return self.role == TextBlock.Role.REMOVED

    @property
    def why(self) -> tuple[str, str]:
        """The reason and the kind of the rule, in words."""
        return str(TextBlock.Reason(self.reason).label), kind_of_rule(self.rule, by_person=self.by_person)


@dataclass(frozen=True, slots=True)
class Cut:
    """What was removed at one place for one reason. text: the part that is shown; more: whether it goes on.

    characters: of all of it. kept_back: of how many of its blocks readers see nothing.
    """

    reason: str
    kind: str
    text: str
    more: bool
    characters: int
    kept_back: int


@dataclass(frozen=True, slots=True)
class Removal:
    """How much of a page was removed for one reason by one kind of rule."""

    reason: str
    kind: str
    blocks: int
    characters: int


def kind_of_rule(rule: str, *, by_person: bool) -> str:
    """What kind of rule took a block out, in words. rule: as `TextBlock.rule` has it."""
    if by_person or not rule:
        return gettext("by a reviewer")
    if rule.startswith(("outlet:", "outlets.toml:")):
        return gettext("by a rule for this outlet")
    return gettext("by a general rule")


def removals(blocks: Iterable[Block]) -> list[Removal]:
    """Count what was removed, by reason and kind of rule, the most characters first."""
    count: Counter[tuple[str, str]] = Counter()
    characters: Counter[tuple[str, str]] = Counter()
    for block in blocks:
        if block.removed:
            count[block.why] += 1
            characters[block.why] += block.size
    return [Removal(*why, count[why], characters[why]) for why, _ in characters.most_common()]


def cuts_between(blocks: Sequence[Block], unfit: set[int]) -> Iterator[tuple[int, Cut]]:
    """Yield what was removed with the position of its first block; what stands together for one reason is one cut.

    unfit: positions of blocks that are not shown.
    """
    room = _MOST
    for (removed, *_), group in groupby(
        blocks, key=lambda block: (block.removed, *(block.why if block.removed else ()))
    ):
        if removed:
            together = list(group)
            cut = _cut(together, unfit, min(room, _LONGEST_CUT))
            room -= len(cut.text)
            yield together[0].position, cut


def _cut(blocks: Sequence[Block], unfit: set[int], room: int) -> Cut:
    fit = [block.text for block in blocks if block.position not in unfit]
    text = "\u3000".join(filter(None, (" ".join(words.split()) for words in fit)))
    return Cut(
        *blocks[0].why,
        text=text[:room],
        more=len(text) > room,
        characters=sum(block.size for block in blocks),
        kept_back=len(blocks) - len(fit),
    )


def unfit(blocks: Sequence[Block], private: Iterable[Finding], revisions: Sequence[Revision]) -> set[int]:
    """Return the positions of the removed blocks that readers must not see.

    blocks: all of the page's, with their text. private: what may be personal data. revisions: all there are.
    """
    removed = {block.position for block in blocks if block.removed}
    # What a sealed version said is told nowhere, and nobody can say where on the page it stood as well.
    if any(revision.sealed for revision in revisions) or sum(block.size for block in blocks) > _LONGEST_PAGE:
        return removed
    settled = [finding for finding in private if finding.state != Finding.State.HARMLESS]
    telling = {bare for finding in settled for bare in _bare_parts(finding.text)}
    gone = [trace.text for trace in replaced(list(revisions))]
    return (
        {finding.block for finding in settled if finding.block in removed}
        | _found_anew(blocks)
        | {block.position for block in blocks if block.removed and (block.by_person or _tells(block, telling, gone))}
    )


def _tells(block: Block, telling: set[str], gone: Sequence[str]) -> bool:
    """Whether the block holds personal data that was found elsewhere, or words that were corrected or masked."""
    folded = fold(block.text)
    bare = _bare(block.text)
    return (
        hiding.MASK in block.text or any(words in bare for words in telling) or any(words in folded for words in gone)
    )


def _found_anew(blocks: Sequence[Block]) -> set[int]:
    """The positions of blocks in which a detector finds anything now, read in one piece as it was at first."""
    starts = [0, *accumulate(len(block.text) + 1 for block in blocks)]
    spans = [(start, end) for _kind, start, end in find_numbers("\n".join(block.text for block in blocks))]
    return {
        block.position
        for block, first, after in zip(blocks, starts, starts[1:], strict=False)
        if block.removed and any(start < after - 1 and end > first for start, end in spans)
    }


def _bare_parts(words: str) -> Iterator[str]:
    yield from filter(None, map(_bare, hiding.parts(words)))


def _bare(text: str) -> str:
    """Letters, characters and figures alone: the same words may be printed with other marks or blanks elsewhere."""
    return "".join(filter(str.isalnum, fold(text)))
