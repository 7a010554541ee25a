"""What a reprint says otherwise than the text it was taken from, paragraph beside paragraph, as data for a page.

Simplified or traditional, full or half width, which quotation marks, how many blanks: none of that is a difference, so
a converted reprint shows only what was truly changed. Marks stand on the characters as they are printed. `redlines`
compares two versions of one article, where all of this counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from archive.text.folding import fold

#: A paragraph of more characters that changed is shown as a whole: matching is quadratic.
LONGEST = 1500
#: What all paragraphs of two articles may cost to match: products of their lengths. About a second.
MOST_WORK = 6_000_000
#: Texts with more paragraphs than this are put side by side in order, without looking for those that match.
MOST_PARAGRAPHS = 600
#: So many pairs of changed paragraphs in a row are looked through for those that belong together.
_MOST_PAIRS = 2_500
#: Two paragraphs with less in common than this, 0 to 1, are one that was left out and another that was put in.
_BELONG_TOGETHER = 0.35
_SAME_HEADLINE = 0.6
_LOOKED_AT = 400  # characters of each, to tell whether they belong together

#: Kinds of quotation marks; and characters that converters write for one which folding, made for search, keeps apart.
_ALIKE = str.maketrans(
    {"「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", '"': "“"}
    | dict(zip("瞭藉祇衹覆彷牠牴讎伕揹暱阪著", "了借只只复仿它抵仇夫背昵坂着", strict=True))
)
_NUMBER = r"[0-9]+(?:[.,:][0-9]+)*%?|[〇零一二三四五六七八九十百千万亿两]{2,}"
_TOKENS = re.compile(rf"(?:{_NUMBER}|[a-z]+|.)\s*", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_IS_NUMBER = re.compile(rf"(?:{_NUMBER})\Z")
#: The characters of one token as printed, and what they are compared by.
Token = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters in a row. changed: the other text has not got them. number: a figure that is another one there."""

    text: str
    changed: bool
    number: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the comparison: a paragraph of each text, or of one alone; or `unchanged` in a row, without marks.

    first, second: numbers in their texts, sub-headings counted in, from 1; 0 where the text has none here.
    """

    before: tuple[Mark, ...] = ()
    after: tuple[Mark, ...] = ()
    first: int = 0
    second: int = 0
    unchanged: int = 0

    @property
    def kind(self) -> str:
        """ "same", "gone", "new" or "changed"."""
        if self.unchanged:
            return "same"
        return "changed" if self.before and self.after else "gone" if self.before else "new"


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs. figures: how many figures of the first text are others in the second, or are left out."""

    title: Pair
    pairs: tuple[Pair, ...]
    whole: bool

    @property
    def counted(self) -> Counter[str]:
        """How many paragraphs were changed, left out and put in, and how many figures are others now."""
        told = Counter(pair.kind for pair in self.pairs if not pair.unchanged)
        told["figures"] = sum(mark.number for pair in self.pairs for mark in pair.before)
        return told

    @property
    def retitled(self) -> bool:
        one, other = ("".join(mark.text for mark in marks) for marks in (self.title.before, self.title.after))
        return _bare(one) != _bare(other)

    @property
    def same_text(self) -> bool:
        return all(pair.unchanged for pair in self.pairs)


def changes(titles: tuple[str, str], before: Sequence[str], after: Sequence[str]) -> Changes:
    """Compare two texts. What is too long to be matched in a second is shown whole; `whole` says so."""
    matching = _Matching()
    return Changes(_headlines(*titles, matching), tuple(_pairs(before, after, matching)), matching.gave_up)


def _headlines(before: str, after: str, matching: _Matching) -> Pair:
    """Marked where one was made of the other. Two that were written anew share characters by chance: no mark tells."""
    keys = _bare(before), _bare(after)
    if _in_common(*map(_bigrams, keys)) >= _SAME_HEADLINE:
        return Pair(*matching.marks(before, after), 1, 1)
    return Pair((Mark(before, False),), (Mark(after, False),), 1, 1)


class _Matching:
    """Compares paragraphs as long as the work is bounded."""

    def __init__(self) -> None:
        self.left, self.gave_up = MOST_WORK, False

    def marks(self, before: str, after: str) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
        """Both texts, with what each has alone marked."""
        work = len(before) * len(after)
        if max(len(before), len(after)) > LONGEST or work > self.left:
            self.gave_up = True
            return _alone(before), _alone(after)
        self.left -= work
        one, other = _tokens(before), _tokens(after)
        matcher = SequenceMatcher(None, [key for _, key in one], [key for _, key in other], autojunk=False)
        same = [block for block in matcher.get_matching_blocks() if block.size]
        return tuple(_marked(one, [(at.a, at.size) for at in same])), tuple(
            _marked(other, [(at.b, at.size) for at in same])
        )


def _tokens(text: str) -> list[Token]:
    """Figures and Latin words whole, other characters by themselves, each with the blanks that follow. Joined: all.

    Folding keeps the length, so a place in the folded text is the same place in print.
    """
    folded = fold(text).translate(_ALIKE)
    spans = (match.span() for match in _TOKENS.finditer(folded))
    return [(text[start:end], folded[start:end].rstrip()) for start, end in spans]


def _marked(tokens: Sequence[Token], same: Sequence[tuple[int, int]]) -> Iterator[Mark]:
    ends = [(0, 0), *same, (len(tokens), 0)]
    for (start, size), (following, _) in pairwise(ends):
        if size:
            yield Mark("".join(text for text, _ in tokens[start : start + size]), False)
        yield from _changed(tokens[start + size : following])


def _changed(tokens: Sequence[Token]) -> Iterator[Mark]:
    """What changed, figures apart."""
    for is_number, run in groupby(tokens, key=lambda token: bool(_IS_NUMBER.match(token[1]))):
        yield Mark("".join(text for text, _ in run), True, is_number)


def _pairs(before: Sequence[str], after: Sequence[str], matching: _Matching) -> Iterator[Pair]:
    keys = [_bare(text) for text in before], [_bare(text) for text in after]
    steps: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(before), 0, len(after))]
    if max(len(before), len(after)) <= MOST_PARAGRAPHS:
        steps = SequenceMatcher(None, *keys, autojunk=False).get_opcodes()
    for step, start, end, first, last in steps:
        if step == "equal":
            yield Pair(first=start + 1, second=first + 1, unchanged=end - start)
            continue
        for one, other in _together(keys[0][start:end], keys[1][first:last]):
            was = before[start + one] if one is not None else ""
            now = after[first + other] if other is not None else ""
            marks = matching.marks(was, now) if was and now else (_alone(was), _alone(now))
            yield Pair(*marks, start + one + 1 if one is not None else 0, first + other + 1 if other is not None else 0)


def _alone(text: str) -> tuple[Mark, ...]:
    return (Mark(text, True),) if text else ()


def _bare(text: str) -> str:
    return _BLANKS.sub("", fold(text).translate(_ALIKE))


def _together(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which paragraphs belong together, in their order: those with most in common; the rest stand alone.

    The alignment of Needleman and Wunsch (1970), with the common pairs of characters as the score and no price of gaps.
    """
    rows, columns = len(before), len(after)
    if rows * columns > _MOST_PAIRS:
        shared = min(rows, columns)
        yield from ((at, at) for at in range(shared))
        yield from ((at, None) for at in range(shared, rows))
        yield from ((None, at) for at in range(shared, columns))
        return
    score = _scores([_bigrams(text[:_LOOKED_AT]) for text in before], [_bigrams(text[:_LOOKED_AT]) for text in after])
    row = column = 0
    while row < rows or column < columns:
        if row < rows and column < columns and score[row][column] > max(score[row + 1][column], score[row][column + 1]):
            yield row, column
            row, column = row + 1, column + 1
        elif column == columns or (row < rows and score[row + 1][column] >= score[row][column + 1]):
            yield row, None
            row += 1
        else:
            yield None, column
            column += 1


def _scores(before: Sequence[Counter[str]], after: Sequence[Counter[str]]) -> list[list[float]]:
    """The best score of what follows from each pair of places on."""
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for row in reversed(range(len(before))):
        for column in reversed(range(len(after))):
            common = _in_common(before[row], after[column])
            paired = best[row + 1][column + 1] + common if common >= _BELONG_TOGETHER else 0.0
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    return best


def _bigrams(text: str) -> Counter[str]:
    return Counter(first + second for first, second in pairwise(text))


def _in_common(one: Counter[str], other: Counter[str]) -> float:
    """How much of the shorter one the longer one has, 0 to 1."""
    shorter = min(one.total(), other.total())
    return (one & other).total() / shorter if shorter else 0.0
