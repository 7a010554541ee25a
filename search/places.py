"""Which administrative divisions an article is about, as far as its own words or an agency's record say so."""

from __future__ import annotations

import re

from archive.text.divisions import Division, above, by_full_name, by_region, by_short_name
from archive.text.folding import fold

#: What follows the place in a dateline: 新华社北京9月30日电, (中央社記者王小明台北15日電), 本报南昌讯.
_BEHIND_PLACE = re.compile(r"(?:\d{1,2}月)?\d{1,2}日|[电讯]")
_SHORTEST, _LONGEST = 2, 12  # characters of a division's name
_COUNTY = 6  # digits of its code


def codes_of_region(region: str) -> tuple[int, ...]:
    """Return the codes (GB/T 2260) of an agency's region and of the divisions around it; none for an unknown region.

    region: the way down in full names, 江西省南昌市, as agencies have it.
    """
    return _with_those_above(by_region().get(fold(region).strip()))


def codes_of_dateline(dateline: str) -> tuple[int, ...]:
    """Return the codes of the place that a dateline names, and of the divisions around it; none if it names none."""
    folded = fold(dateline)
    behind = _BEHIND_PLACE.search(folded)
    return _with_those_above(_ending(folded[: behind.start()].rstrip()) if behind else None)


def _with_those_above(division: Division | None) -> tuple[int, ...]:
    return tuple(int(one.code) for one in (*above(division), division)) if division else ()


def _ending(text: str) -> Division | None:
    """The division whose name the text ends with, the longest first; None too where several are called so."""
    for length in range(min(_LONGEST, len(text)), _SHORTEST - 1, -1):
        meanings = _meanings(text[-length:])
        if meanings:
            return meanings[0] if len(meanings) == 1 else None
    return None


def _meanings(name: str) -> tuple[Division, ...]:
    """What a name may mean. Without the word for its kind a county's name may be any word, and is none; 吉林 is the
    province before it is the city."""
    if name in by_full_name():
        return by_full_name()[name]
    found = [one for one in by_short_name().get(name, ()) if len(one.code) < _COUNTY]
    fewest = min((len(one.code) for one in found), default=0)
    return tuple(one for one in found if len(one.code) == fewest)
