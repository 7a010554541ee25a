"""Pinyin in brackets behind characters, 網(wǎng)絡(luò): taken out of the text, kept as readings.

Some sites print readings behind rare or polyphonic characters; a dump of such a page has them in the running text,
where they break every search. What stands in the brackets must be Mandarin syllables, each with its tone (a mark or a
digit), no more of them than Chinese characters before the bracket. Syllables without a tone count only on a page that
shows many with one, so that 他(he) and (App) stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.ingest.records import Reading

#: Toned syllables a page must show before one without a tone mark, or with a single letter and a digit, is believed.
REPETITION = 3

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

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_BRACKETS = re.compile(rf"[(（\[［](?P<inside>[^()（）\[\]［］{_HAN}]{{1,40}})[)）\]］]")
_HAN_BEFORE = re.compile(rf"[{_HAN}]{{1,8}}(?= ?\Z)")
_TONE_MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0306": 3, "\u0300": 4}
_LETTER_SHAPES = str.maketrans({"ɑ": "a", "ɡ": "g", "v": "ü", "’": "'", "‘": "'", "·": " ", "|": " ", ",": " "})
_TOKEN = re.compile(r"([a-zêü]{1,6})([0-5]?)")


@dataclass(frozen=True, slots=True)
class _Annotation:
    """A bracket that can be a reading. sure: it shows a tone beyond doubt."""

    start: int
    end: int
    syllables: tuple[str, ...]
    sure: bool


def take_out(texts: Sequence[str]) -> list[tuple[str, tuple[Reading, ...]]]:
    """Return each text without its pinyin annotations, and the readings with their place in the cleaned text.

    texts: all blocks of one page, because what is believed depends on how often the page annotates.
    """
    found = [_annotations(text) for text in texts]
    is_habit = sum(annotation.sure for annotations in found for annotation in annotations) >= REPETITION
    return [
        _cut(text, [a for a in annotations if a.sure or is_habit])
        for text, annotations in zip(texts, found, strict=True)
    ]


def _annotations(text: str) -> list[_Annotation]:
    annotations = []
    for match in _BRACKETS.finditer(text):
        start = max(0, match.start() - 9)
        han = _HAN_BEFORE.search(text[start : match.start()])
        read = _read(match["inside"]) if han else None
        if han and read and len(read[0]) <= len(han.group()):
            annotations.append(_Annotation(start + han.end(), match.end(), read[0], read[1]))
    return annotations


@lru_cache(maxsize=4096)
def _read(inside: str) -> tuple[tuple[str, ...], bool] | None:
    """Return the syllables in a bracket and whether their tones are beyond doubt; None if it is no pinyin."""
    if not inside.strip() or any(char.isupper() for char in inside):
        return None
    written, sure = [], True
    for word in unicodedata.normalize("NFKC", inside).translate(_LETTER_SHAPES).replace("'", " ").split():
        syllables = _syllables(word)
        if not syllables:
            return None
        for syllable, has_tone in syllables:
            written.append(syllable)
            sure = sure and has_tone
    return (tuple(written), sure) if written else None


def _syllables(word: str) -> list[tuple[str, bool]]:
    """Split a word into toned syllables (wǎngluò, wang3luo4), the longest first; empty if it is not made of them."""
    plain, tones = _strip_tones(word)
    pieces: list[tuple[str, bool]] = []
    at = 0
    while at < len(plain):
        end = _longest_syllable(plain, at, tones)
        if end is None:
            return []
        digit = plain[end : end + 1] if plain[end : end + 1] in tuple("012345") else ""
        marks = sum(at <= place < end for place in tones)
        if marks + len(digit) > 1:
            return []
        sure = marks == 1 or (digit != "" and end - at >= 2)
        pieces.append((_written(plain, at, end, tones) + digit, sure))
        at = end + len(digit)
    return pieces


def _strip_tones(word: str) -> tuple[str, dict[int, str]]:
    """Return the letters without tone marks, and the mark that stands on each letter's place."""
    letters: list[str] = []
    tones: dict[int, str] = {}
    for char in unicodedata.normalize("NFD", word):
        if char == "\u0308" and letters:
            letters[-1] = "ü" if letters[-1] == "u" else letters[-1]
        elif char == "\u0302" and letters:
            letters[-1] = "ê"
        elif char in _TONE_MARKS and letters:
            tones[len(letters) - 1] = char
        else:
            letters.append(char)
    return "".join(letters), tones


def _longest_syllable(plain: str, at: int, tones: dict[int, str]) -> int | None:
    """Return the end of the longest syllable at a place that carries at most one tone mark."""
    for end in range(min(len(plain), at + 6), at, -1):
        candidate = plain[at:end]
        known = candidate in SYLLABLES or candidate.replace("ü", "u") in SYLLABLES
        if known and sum(at <= place < end for place in tones) <= 1:
            return end
    return None


def _written(plain: str, start: int, end: int, tones: dict[int, str]) -> str:
    letters = (plain[place] + tones.get(place, "") for place in range(start, end))
    return unicodedata.normalize("NFC", "".join(letters))


def _cut(text: str, annotations: list[_Annotation]) -> tuple[str, tuple[Reading, ...]]:
    parts: list[str] = []
    readings: list[Reading] = []
    at = length = 0
    for annotation in annotations:
        parts.append(text[at : annotation.start])
        length += annotation.start - at
        first = length - len(annotation.syllables)
        readings += [Reading(first + number, syllable) for number, syllable in enumerate(annotation.syllables)]
        at = annotation.end
    parts.append(text[at:])
    return "".join(parts), tuple(readings)
