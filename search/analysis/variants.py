"""Other spellings of a query's words that folding leaves apart: 瞭解 and 了解, 看著 and 看着, 计画 and 计划.

Folding goes by single characters, so it may not merge 著 with 着, or 著名 would be found in 看着名单. Words can be
told apart where the query is segmented; so it is the query that is asked in each of its spellings, and the index
keeps what was printed. The spellings are those of data/variants.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import pairwise
from pathlib import Path

from search.analysis.segmentation import Cut

DATA = Path(__file__).parent / "data" / "variants.toml"
#: So many spellings of one text are asked for at most: three words with two each.
MOST = 8
#: So many are looked at to choose these from.
_LOOKED_AT = 16


class Where(Enum):
    """Where a rule holds: at any place, but in other words' right spelling (KEPT), or where it is a word of its own."""

    ANYWHERE = 0
    KEPT = 1
    WORD = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """`written` may also be spelled `other`, of the same length. `rank` is 1 for the rarer spelling, else -1."""

    written: str
    other: str
    where: Where
    rank: int


def spellings(text: str, cut: Cut) -> tuple[str, ...]:
    """Return folded `text` as it is, then its other spellings: at most MOST in all, all of the same length.

    A rule changes all places of the text where it holds, since nobody prints one word in two ways side by side. `cut`
    is segmenter()'s. A single character has one spelling, for nothing tells which word it is of.
    """
    if len(text) < 2 or not any(_rules_in(text)):
        return (text,)
    ranks = _closure(_commonest(text, cut), cut)
    common_first = sorted(ranks, key=lambda each: (ranks[each], each))
    # From both ends, so that with many words the two that conversion makes, all common and all rare, come first.
    ends = [each for pair in zip(common_first, reversed(common_first), strict=True) for each in pair]
    return tuple(dict.fromkeys([text, *ends]))[:MOST]


def _commonest(text: str, cut: Cut) -> str:
    """Return `text` with every word in its common spelling: where all spellings of a text begin from."""
    seen = {text}
    while (changed := _all_changed(text, cut, rank=-1)) not in seen:
        seen.add(changed)
        text = changed
    return text


def _all_changed(text: str, cut: Cut, *, rank: int) -> str:
    """Return `text` with every rule of this rank done, one after the other."""
    for rule in _rules_in(text):
        if rule.rank == rank:
            text = _changed(text, rule, cut)
    return text


def _closure(text: str, cut: Cut) -> dict[str, int]:
    """Return what can be reached from `text` rule by rule, with the number of words in their rare spelling."""
    rarest = _all_changed(text, cut, rank=1)
    ranks = {text: 0, rarest: len(text)} if rarest != text else {text: 0}
    waiting = [text]
    for each in waiting:
        for rule in _rules_in(each):
            changed = _changed(each, rule, cut)
            if changed not in ranks and len(ranks) < _LOOKED_AT:
                ranks[changed] = ranks[each] + rule.rank
                waiting.append(changed)
    return ranks


def _rules_in(text: str) -> Iterator[Rule]:
    """Yield the rules for what stands in the text, each once."""
    rules, longest = rules_by_spelling()
    places = ((start, end) for start in range(len(text)) for end in range(start + 1, start + longest + 1))
    for written in dict.fromkeys(text[start:end] for start, end in places if end <= len(text)):
        yield from rules.get(written, ())


def _changed(text: str, rule: Rule, cut: Cut) -> str:
    """Return `text` with the rule done wherever it holds."""
    places = [start for start in range(len(text)) if text.startswith(rule.written, start)]
    if rule.where is Where.WORD:
        places = [start for start in places if _whole(text, start, start + len(rule.written), cut)]
    elif rule.where is Where.KEPT:
        places = [start for start in places if not _is_kept(text, start, rule, cut)]
    characters = list(text)
    for start in places:
        characters[start : start + len(rule.written)] = rule.other
    return "".join(characters)


def _whole(text: str, start: int, end: int, cut: Cut) -> bool:
    """Tell whether what stands here is some of the text's words, or lies within one: 成分 does not in 完成|分工."""
    return all(
        (first >= start and last <= end) or (first <= start and last >= end) or last <= start or first >= end
        for first, last in _words(text, cut)
    )


def _is_kept(text: str, place: int, rule: Rule, cut: Cut) -> bool:
    """Tell whether the character here belongs to a word that is spelled with it: 著 in 看|著名, but not in 看著|作业.

    Where both could be, the reading with fewer words is taken.
    """
    if not any(_whole(text, start, end, cut) for start, end in _kept_words(text, place)):
        return False
    other = text[:place] + rule.other + text[place + 1 :]
    return len(_words(text, cut)) <= len(_words(other, cut))


def _kept_words(text: str, place: int) -> Iterator[tuple[int, int]]:
    kept, longest = kept_words()
    for start in range(max(0, place - longest + 1), place + 1):
        for end in range(place + 1, min(len(text), start + longest) + 1):
            if text[start:end] in kept:
                yield start, end


def _words(text: str, cut: Cut) -> list[tuple[int, int]]:
    """Return where each word of the text begins and ends."""
    ends = [0]
    for word in cut(text):
        ends.append(ends[-1] + len(word))
    return list(pairwise(ends))


@cache
def rules_by_spelling() -> tuple[dict[str, tuple[Rule, ...]], int]:
    """Return the rules by what is written, and the length of the longest in characters."""
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in _all_rules():
        found[rule.written] = (*found.get(rule.written, ()), rule)
    return found, max(map(len, found))


@cache
def kept_words() -> tuple[frozenset[str], int]:
    """Return the words whose rare character is the right one, and the length of the longest."""
    words = frozenset(_data()["kept"].split())
    return words, max(map(len, words))


def _all_rules() -> Iterator[Rule]:
    data = _data()
    for pair in data["shapes"].split():
        yield Rule(pair[0], pair[1], Where.ANYWHERE, 1)
        yield Rule(pair[1], pair[0], Where.KEPT, -1)
    for pair in data["strays"].split():
        yield Rule(pair[0], pair[1], Where.KEPT, -1)
    for name, where in (("conversions", Where.ANYWHERE), ("words", Where.WORD)):
        for common, rare in _pairs(data[name]):
            yield Rule(common, rare, where, 1)
            yield Rule(rare, common, where, -1)
    for slip, right in _pairs(data["corrected"]):
        yield Rule(slip, right, Where.ANYWHERE, -1)


def _pairs(written: str) -> Iterator[tuple[str, str]]:
    for pair in written.split():
        one, other = pair.split("/")
        yield one, other


@cache
def _data() -> dict[str, str]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
