"""Government bodies whose names are composed of a division and an organ: 南昌市公安局, or 市公安局 after 南昌市."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.ingest.authority.knowledge import Organ, knowledge
from archive.ingest.authority.matching import Word
from archive.ingest.authority.places import Places, ending_at
from archive.ingest.records import Body
from archive.text.divisions import Division, by_full_name, by_short_name, formal_name, full_region

_BRANCH = re.compile(r"(?P<sub>[一-鿿]{2,9}?)(?:公安)?分局")
_BARE = re.compile(r"(?:自治区|[省市区县州])$")
_HAN = re.compile(r"[一-鿿]$")
_LONGEST_PARTICLE = 4
_PARTY_NEEDS = tuple("省市区县州盟旗")
_NEITHER = ("81", "82")  # Hong Kong and Macau have bodies with names of their own
_MUNICIPAL = "中级人民法院"


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed name in a line, from start up to end. body: None where nobody can tell whose organ it is."""

    start: int
    end: int
    body: Body | None


def compose(folded: str, word: Word, places: Places, number: int) -> Composed | None:
    """Return the body that an organ's name stands for in line `number`; None where it stands for no division's."""
    known = knowledge()
    organ = known.organs[word.text]
    if folded.startswith(known.not_before, word.end) or _goes_on(folded, word):
        return None
    start, meanings = ending_at(folded, word.start, short=not organ.full_only)
    if meanings and _fits_party(folded, word):
        return _of_division(folded, word, organ, start, meanings, places)
    return _of_bare(folded, word, organ, places, number)


def _of_division(
    folded: str, word: Word, organ: Organ, start: int, meanings: tuple[Division, ...], places: Places
) -> Composed | None:
    fitting = [one for one in meanings if _has(one, organ)]
    if not fitting:
        return None
    while True:
        further, around = ending_at(folded, start, short=True)
        nested = [one for one in fitting if any(one.within(outer) for outer in around)]
        if not nested:
            break
        start, fitting = further, nested
    division = places.choose(fitting)
    if division is None:
        return Composed(start, word.end, None)
    return _made(folded, word, organ, start, division)


def _of_bare(folded: str, word: Word, organ: Organ, places: Places, number: int) -> Composed | None:
    """Read 市公安局 as the organ of the city that the article named last."""
    bare = _BARE.search(folded, max(0, word.start - 3), word.start)
    if bare is None:
        return None
    before = folded[max(0, bare.start() - _LONGEST_PARTICLE) : bare.start()]
    if _HAN.search(before) and not before.endswith(knowledge().before_bare):
        return Composed(bare.start(), word.end, None)
    division = places.latest(bare[0], (number, bare.start()))
    if division is None or not _has(division, organ):
        return Composed(bare.start(), word.end, None)
    return _made(folded, word, organ, bare.start(), division)


def _has(division: Division, organ: Organ) -> bool:
    """Whether the division has such an organ."""
    if division.code.startswith(_NEITHER) or (organ.of_taiwan and not division.of_taiwan):
        return False
    if division.of_taiwan and division.level == "provincial":
        return False
    return not organ.levels or division.level in organ.levels


def _made(folded: str, word: Word, organ: Organ, start: int, division: Division) -> Composed:
    branch = _BRANCH.match(folded, word.end) if organ.pattern.endswith("局") else None
    sub = _branch_of(branch["sub"], division) if branch else None
    if branch and sub:
        own = branch["sub"] if sub is division else sub.short
        name = f"{division.name}{organ.pattern.removeprefix('{}')}{own}分局"
        return Composed(start, branch.end(), Body(name, "county", full_region(sub)))
    level = "municipal" if _MUNICIPAL in organ.pattern else division.level
    return Composed(start, word.end, Body(_full_name(word, organ, division), level, full_region(division)))


def _full_name(word: Word, organ: Organ, division: Division) -> str:
    if division.of_taiwan and not organ.of_taiwan:
        return f"{division.name}{word.text}"
    pattern = organ.by_level.get(division.level, organ.pattern)
    return pattern.replace("{short}", division.short).replace("{}", formal_name(division))


def _branch_of(sub: str, division: Division) -> Division | None:
    """The district that a branch of a city's organ is named after; the city itself for its other branches."""
    named = (*by_full_name().get(sub, ()), *by_short_name().get(sub, ()))
    districts = [one for one in named if one.within(division)]
    return districts[0] if districts else (division if sub in knowledge().branches else None)


def _goes_on(folded: str, word: Word) -> bool:
    return folded.startswith(knowledge().goes_on.get(word.text[-1], ()), word.end)


def _fits_party(folded: str, word: Word) -> bool:
    """A committee of the Party is named behind the full name alone: 江西省|委."""
    return not word.text.startswith("委") or folded.endswith(_PARTY_NEEDS, 0, word.start)
