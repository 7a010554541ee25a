"""The ways in which a row of characters or syllables can be words of the archive, and what each costs.

A noisy channel over a lattice: every stretch of the row may be any word that sounds alike, or that has a character
that looks alike in place of one, at a price; a beam search keeps the cheapest ways through.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from search.suggestions.lexicon import Lexicon
from search.suggestions.pinyin import alike, parted, syllables
from search.suggestions.shapes import looking_like

#: In characters or syllables. Longer rows are sentences, not words with a slip.
LONGEST = 12
_LONGEST_WORD = 6
_LOOKS = 4  # characters: in longer words a look-alike is found by its sound or not at all
_WAYS, _CANDIDATES, _BEAM = 4, 16, 16
#: Prices beside that of the word itself, which is the logarithm of its rarity.
_SOUNDS, _NEARLY, _LOOKS_LIKE, _BOTH, _SWAPPED, _UNKNOWN = 2.0, 3.0, 2.0, 1.2, 3.0, 8.0
LETTERS = re.compile(r"[a-z']+")
PIECES = re.compile(r"[a-z']+|[^a-z']")
_FEWEST_INITIALS, _MOST_INITIALS = 3, 8

#: Tells whether two characters stand side by side anywhere, so that two words can meet there.
Meet = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Unit:
    """One syllable of what was typed: as a character, or as letters (character is ""), or as its first letter alone."""

    character: str
    syllable: str


@dataclass(frozen=True, slots=True)
class Guess:
    """Words that may have been meant, and at what price; the lower, the likelier."""

    price: float
    text: str


def guesses(parts: Sequence[str], lexicon: Lexicon, meet: Meet) -> Iterator[Guess]:
    """Yield what the parts may be as one row of words. Letters that are no syllables are taken for their first ones."""
    ways = list(_ways(parts))
    for units in ways:
        yield from _through(units, lexicon, meet)
    letters = "".join(parts).replace("'", "")
    if not ways and _FEWEST_INITIALS <= len(letters) <= _MOST_INITIALS:
        yield from _through([Unit("", letter) for letter in letters], lexicon, meet, initials=True)


def _ways(parts: Sequence[str]) -> Iterator[tuple[Unit, ...]]:
    """Yield the ways to read the parts as units: letters may fall into syllables in several."""
    pieces = [piece for part in parts for piece in PIECES.findall(part)]
    each = [_units(piece) for piece in pieces]
    for way in islice(product(*each), _WAYS):
        units = tuple(unit for piece in way for unit in piece)
        if 0 < len(units) <= LONGEST:
            yield units


def _units(piece: str) -> list[tuple[Unit, ...]]:
    if LETTERS.fullmatch(piece):
        return [tuple(Unit("", syllable) for syllable in way) for way in parted(piece.replace("'", ""))]
    return [(Unit(piece, *syllables(piece)),)]


def _through(units: Sequence[Unit], lexicon: Lexicon, meet: Meet, *, initials: bool = False) -> Iterator[Guess]:
    """Yield the cheapest rows of words for all units. Where two words meet, their characters must."""
    beams: list[list[Guess]] = [[Guess(0.0, "")], *([] for _ in units)]
    for start in range(len(units)):
        for end in range(start + 1, min(len(units), start + _LONGEST_WORD) + 1):
            words = list(_words(units[start:end], lexicon, initials=initials)) if beams[start] else []
            pairs = product(beams[start], words)
            beams[end] += [_joined(left, word) for left, word in pairs if _can_follow(left, word, meet)]
        # What ends at the next place is complete now: nothing begins before `start` any more.
        beams[start + 1] = sorted(beams[start + 1], key=lambda guess: guess.price)[:_BEAM]
    yield from beams[-1]


def _joined(left: Guess, right: Guess) -> Guess:
    return Guess(left.price + right.price, left.text + right.text)


def _can_follow(left: Guess, right: Guess, meet: Meet) -> bool:
    return not left.text or meet(left.text[-1] + right.text[0])


def _words(units: Sequence[Unit], lexicon: Lexicon, *, initials: bool) -> Iterator[Guess]:
    """Yield the cheapest words of the archive that these units may stand for."""
    found: dict[str, float] = {}
    for text, price in _candidates(units, lexicon, initials=initials):
        found[text] = min(price, found.get(text, price))
    cheapest = sorted((price, text) for text, price in found.items())[:_CANDIDATES]
    yield from (Guess(price, text) for price, text in cheapest)


def _candidates(units: Sequence[Unit], lexicon: Lexicon, *, initials: bool) -> Iterator[tuple[str, float]]:
    written = "".join(unit.character for unit in units)
    if len(written) == len(units):
        yield from _written(written, lexicon)
    if len(units) < 2:
        return
    reading = [unit.syllable for unit in units]
    if initials:
        numbers = lexicon.abbreviated("".join(reading), _CANDIDATES, whole=True)
    else:
        numbers = [*lexicon.read(reading, _CANDIDATES), *lexicon.sounding(reading, _CANDIDATES)]
    for number in dict.fromkeys(numbers):
        text = lexicon.text(number)
        if len(text) == len(units):
            price = 0.0 if initials else _distance(units, text)
            yield text, price + _rarity(lexicon.weight(number), lexicon)


def _written(written: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """The characters as they stand, and with one of them for a look-alike or two of them the other way round."""
    if weight := lexicon.weight_of(written):
        yield written, _rarity(weight, lexicon)
    elif len(written) == 1:
        yield written, _UNKNOWN
    if not 2 <= len(written) <= _LOOKS:
        return
    for at, character in enumerate(written):
        for other in looking_like(character):
            text = written[:at] + other + written[at + 1 :]
            if weight := lexicon.weight_of(text):
                yield text, _rarity(weight, lexicon) + _LOOKS_LIKE
    for at in range(len(written) - 1):
        text = written[:at] + written[at + 1] + written[at] + written[at + 2 :]
        if text != written and (weight := lexicon.weight_of(text)):
            yield text, _rarity(weight, lexicon) + _SWAPPED


def _distance(units: Sequence[Unit], text: str) -> float:
    return sum(
        _price(unit, character, syllable)
        for unit, character, syllable in zip(units, text, syllables(text), strict=True)
    )


def _price(unit: Unit, character: str, syllable: str) -> float:
    """What it costs that one typed this and meant that character."""
    if unit.character == character:
        return 0.0
    sounds = unit.syllable == syllable
    if not unit.character:
        return 0.0 if sounds else _NEARLY - _SOUNDS
    if character in looking_like(unit.character):
        return _BOTH if sounds or alike(unit.syllable) == alike(syllable) else _LOOKS_LIKE
    return _SOUNDS if sounds else _NEARLY


def _rarity(weight: int, lexicon: Lexicon) -> float:
    return math.log((lexicon.total + 1) / (weight + 1))
