"""Pinyin in brackets behind characters, 網(wǎng)絡(luò): taken out of the text, kept as readings.

Some sites print readings behind rare or polyphonic characters; a dump of such a page has them in the running text,
where they break every search. A bracket is an annotation if its syllables are readings of the very characters before
it, one each. One that shows every tone is believed by itself; others only where the page has the habit, so that
他(he), 某(a), (App) and the romanised name in 华为(huawei) stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from archive.ingest.pinyin import dictionary
from archive.ingest.pinyin.syllables import SYLLABLES, Syllable, splits
from archive.ingest.records import Reading

__all__ = ["REPETITION", "SYLLABLES", "put_back", "take_out"]

#: Annotations with tones that a page must show before one is believed whose tone is missing or unusual.
REPETITION = 3
#: Annotations inside words that a page without any tone must show before they are believed.
TONELESS_REPETITION = 5

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_BRACKETS = re.compile(rf"[(（\[［〔](?P<inside>[^()（）\[\]［］〔〕{_HAN}]{{1,60}})[)）\]］〕]")
_LATIN = re.compile(r"[a-zA-Zａ-ｚＡ-Ｚāáǎăàēéěèīíǐìōóǒòūúǔùǖǘǚǜüɑɡêńňǹ]")
_HAN_BEFORE = re.compile(rf"[{_HAN}]{{1,12}}(?=[ \u3000]?\Z)")
_HAN_NEXT = re.compile(rf"(?:{_BRACKETS.pattern.replace('?P<inside>', '?:')})*[{_HAN}]")
_REACH = 13


class _Belief(Enum):
    """SURE: every tone is shown and right. LIKELY: shown, one of them unusual. LIGHT: 们(men), read without a tone.

    TONELESS: one syllable inside a word, without its tone.
    """

    SURE = 1
    LIKELY = 2
    LIGHT = 3
    TONELESS = 4


@dataclass(frozen=True, slots=True)
class _Annotation:
    """A bracket that can be a reading, from the blank before it to its end."""

    start: int
    end: int
    syllables: tuple[Syllable, ...]
    belief: _Belief


def take_out(texts: Sequence[str]) -> list[tuple[str, tuple[Reading, ...]]]:
    """Return each text without its pinyin annotations, and the readings with their place in the cleaned text.

    texts: all blocks of one page, because what is believed depends on how often the page annotates.
    """
    if not any(_may_annotate(text) for text in texts):
        return [(text, ()) for text in texts]
    counts = [annotation.belief for text in texts for annotation in _annotations(text, set(_Belief))]
    believed = {_Belief.SURE}
    if counts.count(_Belief.SURE) >= REPETITION:
        believed |= {_Belief.LIKELY, _Belief.LIGHT}
    if counts.count(_Belief.TONELESS) >= TONELESS_REPETITION:
        believed |= {_Belief.LIGHT, _Belief.TONELESS}
    return [_cut(text, list(_annotations(text, believed))) for text in texts]


def put_back(text: str, readings: Sequence[Reading]) -> str:
    """Return the text as it stood before `take_out`: each annotation behind its character, as it was written."""
    parts: list[str] = []
    at = 0
    for reading in readings:
        if reading.written:
            parts += [text[at : reading.at + 1], reading.written]
            at = reading.at + 1
    return "".join([*parts, text[at:]])


def _may_annotate(text: str) -> bool:
    return any(_LATIN.search(bracket["inside"]) for bracket in _BRACKETS.finditer(text))


def _annotations(text: str, believed: set[_Belief]) -> Iterator[_Annotation]:
    """Yield what is to be cut. The characters before a bracket are those that stand there once earlier ones are cut."""
    before, at = "", 0
    for match in _BRACKETS.finditer(text):
        before = (before + text[at : match.start()])[-_REACH:]
        at = match.start()
        han = _HAN_BEFORE.search(before)
        if han is None or not _LATIN.search(match["inside"]):
            continue
        for syllables in splits(match["inside"].strip()):
            belief = _belief(han.group(), syllables, match, text)
            if belief in believed:
                blanks = len(before) - han.end()
                before, at = before[: han.end()], match.end()
                yield _Annotation(match.start() - blanks, match.end(), syllables, belief)
                break


def _belief(han: str, syllables: tuple[Syllable, ...], bracket: re.Match[str], text: str) -> _Belief | None:
    """How far the syllables are readings of the last characters; None if they are not."""
    characters = han[-len(syllables) :]
    pairs = list(zip(characters, syllables, strict=False))
    if len(characters) < len(syllables) or not all(dictionary.has_reading(*pair) for pair in pairs):
        return None
    if all(syllable.tone or dictionary.is_light(char, syllable) for char, syllable in pairs):
        return _toned(pairs)
    if len(syllables) == 1 and bracket["inside"].islower() and _HAN_NEXT.match(text, bracket.end()):
        return _Belief.TONELESS
    return None


def _toned(pairs: list[tuple[str, Syllable]]) -> _Belief:
    if not any(syllable.tone for _, syllable in pairs):
        return _Belief.LIGHT
    right = all(not syllable.tone or dictionary.has_tone(char, syllable) for char, syllable in pairs)
    return _Belief.SURE if right else _Belief.LIKELY


def _cut(text: str, annotations: list[_Annotation]) -> tuple[str, tuple[Reading, ...]]:
    parts: list[str] = []
    readings: list[Reading] = []
    at = length = 0
    for annotation in annotations:
        parts.append(text[at : annotation.start])
        length += annotation.start - at
        first = length - len(annotation.syllables)
        readings += [Reading(first + number, each.written) for number, each in enumerate(annotation.syllables)]
        readings[-1] = Reading(length - 1, readings[-1].reading, text[annotation.start : annotation.end])
        at = annotation.end
    parts.append(text[at:])
    return "".join(parts), tuple(readings)
