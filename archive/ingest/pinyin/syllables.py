"""Mandarin syllables as they are written: which there are, and how a word of Latin letters falls into them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product

_FINALS = {
    "": "a o e ai ei ao ou an en ang eng er yi ya yo ye yao you yan yin yang ying yong yu yue yuan yun "
    "wu wa wo wai wei wan wen wang weng m n ng ê",
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan un ü üe",
    "l": "a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un ü üe",
    "g": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "k": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "q": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh": "a e i ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "ch": "a e i ai ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "sh": "a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang",
    "r": "e i ao ou an en ang eng ong u ua uo ui uan un",
    "z": "a e i ai ei ao ou an en ang eng ong u uo ui uan un",
    "c": "a e i ai ao ou an en ang eng ong u uo ui uan un",
    "s": "a e i ai ao ou an en ang eng ong u uo ui uan un",
}
SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
_MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0306": 3, "\u0300": 4}
_LETTER_SHAPES = str.maketrans(
    {"ɑ": "a", "ɡ": "g", "v": "ü", "’": "'", "‘": "'", "·": " ", "|": " ", ",": " ", "-": " "}
)
_LONGEST = 6
#: So many ways to split are looked at; a bracket with more is no reading that anybody wrote.
_WAYS = 64
_TONE_DIGITS = tuple("012345")


@dataclass(frozen=True, slots=True)
class Syllable:
    """written: as it stood, with its tone. plain: the letters alone. tone: 1 to 5, 0 where none is shown."""

    written: str
    plain: str
    tone: int


@lru_cache(maxsize=4096)
def splits(words: str) -> tuple[tuple[Syllable, ...], ...]:
    """Return the ways to part words of Latin letters into syllables (wǎngluò, wang3 luo4, xī'ān), long ones first.

    None if they are made of anything else. There may be several: dànǎo is dà nǎo and dàn ǎo, and the characters tell.
    """
    text = unicodedata.normalize("NFKC", words).lower().replace("u:", "ü").translate(_LETTER_SHAPES)
    each = [tuple(islice(_ways(word), _WAYS)) for word in text.replace("'", " ").split()]
    return tuple(tuple(chain.from_iterable(way)) for way in islice(product(*each), _WAYS)) if each else ()


def _ways(word: str) -> Iterator[tuple[Syllable, ...]]:
    """Yield each way to split a word. What leads nowhere is known before, so that no jumble takes long."""
    plain, tones = _strip_tones(word)
    following: dict[int, list[tuple[Syllable, int]]] = {len(plain): []}
    for at in range(len(plain) - 1, -1, -1):
        steps = [(each, at + len(each.plain) + each.written[-1].isdigit()) for each in _syllables_at(plain, at, tones)]
        if leading := [(syllable, end) for syllable, end in steps if end in following]:
            following[at] = leading
    return _walk(following, 0, len(plain)) if 0 in following else iter(())


def _walk(following: dict[int, list[tuple[Syllable, int]]], at: int, end: int) -> Iterator[tuple[Syllable, ...]]:
    if at == end:
        yield ()
    for syllable, after in following[at]:
        for rest in _walk(following, after, end):
            yield (syllable, *rest)


def _syllables_at(plain: str, at: int, tones: dict[int, str]) -> Iterator[Syllable]:
    """Yield the syllables that can begin at a place, the longest first, each with one tone at most."""
    for end in range(min(len(plain), at + _LONGEST), at, -1):
        letters = plain[at:end]
        digit = plain[end : end + 1] if plain[end : end + 1] in _TONE_DIGITS else ""
        marks = [_MARKS[tones[place]] for place in range(at, end) if place in tones]
        if is_syllable(letters) and len(marks) + len(digit) <= 1:
            written = "".join(plain[place] + tones.get(place, "") for place in range(at, end)) + digit
            tone = marks[0] if marks else int(digit or 0)
            yield Syllable(unicodedata.normalize("NFC", written), letters, 5 if digit == "0" else tone)


def is_syllable(letters: str) -> bool:
    """Whether Mandarin has it; the r of 花儿 (huār) counts by itself, lue stands for lüe."""
    return letters in SYLLABLES or letters.replace("ü", "u") in SYLLABLES or letters in ("r", "lue", "nue")


def _strip_tones(word: str) -> tuple[str, dict[int, str]]:
    """Return the letters without tone marks, and the mark that stands on each letter's place."""
    letters: list[str] = []
    tones: dict[int, str] = {}
    for char in unicodedata.normalize("NFD", word):
        if char == "\u0308" and letters:
            letters[-1] = "ü" if letters[-1] == "u" else letters[-1]
        elif char == "\u0302" and letters:
            letters[-1] = "ê"
        elif char in _MARKS and letters:
            tones[len(letters) - 1] = char
        else:
            letters.append(char)
    return "".join(letters), tones
