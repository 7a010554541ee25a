"""Numbers that belong to people: identity cards, mobile phones, bank cards.

Sources: GB 11643-1999 (identity number: region, birthday, sequence, check digit by ISO 7064 MOD 11-2), the Luhn
formula of ISO/IEC 7812-1 for cards. Digits may be full-width or set in groups with blanks or hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from archive.ingest.records import Block, Finding, FindingKind, Role
from archive.text.folding import fold

MAX_CHARACTERS = 5_000_000
_GAP = r"[ \-‐–—·.]?"
_LONE = r"(?<![\da-z])(?<!\d[.\-/])"
_END = r"(?![\da-z])"
_ID_18 = re.compile(rf"{_LONE}[1-9]\d{_GAP}(?:\d{_GAP}){{15}}[\dx]{_END}")
_ID_15 = re.compile(rf"{_LONE}[1-8]\d{{14}}{_END}")
_ID_WORD = re.compile(r"身份证|证件号|公民身份")
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")
_CARD = re.compile(rf"{_LONE}(?:6\d|4\d|5[1-5]|35|9[56]){_GAP}(?:\d{_GAP}){{13,16}}\d{_END}")
#: What every number of the above holds, so that a text without it is done with at once.
_LONG_NUMBER = re.compile(r"\d(?:\D?\d){10}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10x98765432"
_REGION_CODES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
_REGIONS = frozenset(_REGION_CODES.split())
_WORD_REACH = 30


def detect(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """Yield a finding for each personal number in the cleaned text of any block, removed ones included."""
    for block in blocks:
        in_body = block.role in (Role.PARAGRAPH, Role.HEADING)
        for kind, start, end in find_numbers(block.cleaned[:MAX_CHARACTERS]):
            yield Finding(kind, block.cleaned[start:end], block.position, start, end, in_body)


def find_numbers(text: str) -> list[tuple[FindingKind, int, int]]:
    """Return kind, start and end of the personal numbers in a text, in order; no two overlap."""
    folded = fold(text)
    if not _LONG_NUMBER.search(folded):
        return []
    found: list[tuple[FindingKind, int, int]] = []
    for kind, pattern, is_real in (
        (FindingKind.ID_NUMBER, _ID_18, is_identity_number),
        (FindingKind.ID_NUMBER, _ID_15, is_old_identity_number),
        (FindingKind.BANK_CARD, _CARD, is_card_number),
        (FindingKind.MOBILE_NUMBER, _MOBILE, bool),
    ):
        for match in pattern.finditer(folded):
            free = all(match.end() <= start or end <= match.start() for _, start, end in found)
            if free and is_real(_compact(match.group())) and _is_plausible(folded, match):
                found.append((kind, match.start(), match.end()))
    return sorted(found, key=lambda entry: entry[1])


def is_identity_number(digits: str) -> bool:
    """Whether 18 digits (the last may be x) are an identity number: real birthday and check digit.

    The region is not looked at: a list of codes ages, and a number missed does more harm than one found too many.
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _is_birthday(digits[6:14]) and digits[17] == _CHECK_DIGITS[total % 11]


def is_old_identity_number(digits: str) -> bool:
    """Whether 15 digits have the form used before 1999: region and a birthday of the twentieth century."""
    return digits[:2] in _REGIONS and _is_birthday("19" + digits[6:12])


def is_card_number(digits: str) -> bool:
    """Whether 15 to 19 digits pass the Luhn formula and are not one digit repeated."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return len(digits) >= 16 and len(set(digits)) > 2 and sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _is_birthday(digits: str) -> bool:
    try:
        return date(1900, 1, 1) <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) <= date(2100, 1, 1)
    except ValueError:
        return False


def _compact(words: str) -> str:
    return re.sub(r"[^\dx]", "", words)


def _is_plausible(folded: str, match: re.Match[str]) -> bool:
    """Fifteen digits are an identity number only behind words that say so; the other forms need none."""
    if match.re is not _ID_15:
        return True
    return _ID_WORD.search(folded[max(0, match.start() - _WORD_REACH) : match.start()]) is not None
