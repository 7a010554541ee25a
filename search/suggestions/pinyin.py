"""How folded words are read, without tones, and how typed Latin letters fall into syllables.

The readings are those of the tables that pypinyin brings, read as text: the package itself would load 57 MB. A
character has the reading that it has in the longest word of the phrase table around it, else its first one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

_TWO = Path(__file__).parent / "data" / "two_readings.txt"
#: In characters: the longest words of the phrase table that are looked up. Longer ones are sayings.
_LONGEST_PHRASE = 4
#: In letters: zhuang, chuang, shuang.
_LONGEST_SYLLABLE = 6
#: So many ways to part letters into syllables are looked at.
_WAYS = 16
_FIRST, _LAST = 0x4E00, 0x9FFF
_PHRASE = re.compile(r'"([\u3400-\u9fff]{2,4})": (\[[^"]+(?:"[^"]*"[^"]+?)+?\]\s*\])')
_READING = re.compile(r'\[\s*"([^"]+)"')
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))


def syllables(folded: str) -> tuple[str, ...]:
    """Return the reading of each character, in letters a to z (ü is v): 重庆 is chong, qing. "" where there is none."""
    firsts, phrases = _first_readings(), _phrase_readings()
    found: list[str] = []
    while len(found) < len(folded):
        at = len(found)
        for length in range(min(_LONGEST_PHRASE, len(folded) - at), 1, -1):
            if reading := phrases.get(folded[at : at + length]):
                found += reading
                break
        else:
            found.append(firsts.get(folded[at], ""))
    return tuple(found)


def readings(folded: str) -> tuple[tuple[str, ...], ...]:
    """Return how a word is read, and how else if it has an everyday character with two readings, as 朝阳 has."""
    first = syllables(folded)
    for at, character in enumerate(folded):
        one, other = _two_readings().get(character, ("", ""))
        if first[at] and first[at] in (one, other):
            return first, (*first[:at], one if first[at] == other else other, *first[at + 1 :])
    return (first,)


@lru_cache(maxsize=1024)
def alike(syllable: str) -> str:
    """Return what is equal for syllables that many speakers do not tell apart: zh and z, n and l, -ng and -n."""
    for initial, plain in _INITIALS:
        if syllable.startswith(initial):
            syllable = plain + syllable.removeprefix(initial)
            break
    return syllable.removesuffix("g").replace("v", "u") if syllable.endswith("ng") else syllable.replace("v", "u")


@lru_cache(maxsize=1024)
def parted(letters: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways to part letters a to z into syllables, those into the fewest first: xian is xian and xi, an."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            if letters[start:end] in all_syllables():
                ways[end] += [(*way, letters[start:end]) for way in ways[start]]
        ways[end] = sorted(ways[end], key=len)[:_WAYS]
    return tuple(ways[-1]) if letters else ()


@cache
def all_syllables() -> frozenset[str]:
    """All syllables that some character is read as."""
    vowel = re.compile("[aeiouv]")
    return frozenset(syllable for syllable in _first_readings().values() if vowel.search(syllable))


@lru_cache(maxsize=4096)
def toneless(written: str) -> str:
    """Return a syllable in letters a to z: lǜ is lv."""
    plain = unicodedata.normalize("NFD", written.lower().replace("ü", "v"))
    plain = plain.replace("u\u0308", "v")
    return "".join(letter for letter in plain if "a" <= letter <= "z")


@cache
def _first_readings() -> dict[str, str]:
    table: dict[str, str] = json.loads((_tables() / "pinyin_dict.json").read_text(encoding="utf-8"))
    return {
        chr(code): _shared(toneless(readings.partition(",")[0]))
        for number, readings in table.items()
        if _FIRST <= (code := int(number)) <= _LAST
    }


@cache
def _phrase_readings() -> dict[str, tuple[str, ...]]:
    """Return the words of the phrase table that are read otherwise than character by character."""
    firsts = _first_readings()
    found: dict[str, tuple[str, ...]] = {}
    for match in _PHRASE.finditer((_tables() / "phrases_dict.json").read_text(encoding="utf-8")):
        phrase = match[1]
        reading = tuple(_shared(toneless(each)) for each in _READING.findall(match[2]))
        if len(reading) == len(phrase) and reading != tuple(firsts.get(character, "") for character in phrase):
            found[phrase] = reading
    return found


@cache
def _two_readings() -> dict[str, tuple[str, str]]:
    """Return the everyday characters that have two readings, by which names above all are mistaken."""
    lines = _TWO.read_text(encoding="utf-8").splitlines()
    rows = [line.split(" ") for line in lines if not line.startswith("#")]
    return {character: (one, other) for character, one, other in rows}


@cache
def _shared(syllable: str) -> str:
    """One string for all equal ones: there are 400 syllables and 28,000 readings."""
    return syllable


def _tables() -> Path:
    package = find_spec("pypinyin")
    folders = package.submodule_search_locations if package else None
    if not folders:
        raise ImportError("pypinyin is not installed")
    return Path(folders[0])
