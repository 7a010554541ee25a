"""Resident identity numbers of the mainland: eighteen digits, and the fifteen of the time before 1999.

Source: GB 11643-1999 (region, birthday, sequence, check digit by ISO 7064 MOD 11-2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from archive.ingest.detectors.personal_data.canvas import Canvas
from archive.ingest.detectors.personal_data.context import Span, digits_of, in_web_address, is_nearer, last, lead, words
from archive.ingest.records import FindingKind

_GAP = r"[ \-·._]{0,2}(?:\n[ \-]?)?"
_START = r"(?:(?<![\da-z*])|(?<=[^a-z]no)|(?<=id)|(?<=sfz))(?<!\d[.\-/])"
_ID_18 = re.compile(rf"{_START}[1-9](?:{_GAP}\d){{16}}{_GAP}[\dx](?![\da-wyz])(?!-\d)")
_ID_15 = re.compile(rf"{_START}[1-8](?:{_GAP}\d){{14}}(?![\da-z])(?!-\d)")
#: Seventeen to nineteen characters behind 身份证号: somebody mistyped one.
_MISTYPED = re.compile(rf"(?:(?<![\da-z*])|(?<=id)|(?<=sfz))[1-9](?:{_GAP}\d){{15,17}}{_GAP}[\dx](?![\da-z*])")
_LABELS = words("identity", "labels")
_STRONG = words("identity", "strong")
_OTHERS = words("phone", "others")
_REACH = 24
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")


def find(page: Canvas) -> Iterator[Span]:
    """Yield identity numbers: by their check digit, or by the words before them."""
    text = page.text
    for match in page.matches(_ID_18):
        if is_identity_number(digits_of(match.group())) and _is_no_other(text, match):
            yield Span(FindingKind.ID_NUMBER, *match.span())
    for match in page.matches(_MISTYPED):
        if _is_labelled(text, match.start()):
            yield Span(FindingKind.ID_NUMBER, *match.span())
    for match in page.matches(_ID_15):
        if is_old_identity_number(digits_of(match.group())) and _is_labelled(text, match.start()):
            yield Span(FindingKind.ID_NUMBER, *match.span())


def is_identity_number(digits: str) -> bool:
    """Whether 18 digits (the last may be x) are an identity number: real birthday and check digit.

    The region is not looked at: a list of codes ages, and a number missed does more harm than one found too many.
    """
    return _is_birthday(digits[6:14]) and mod_11_2.is_valid(digits.upper())


def is_old_identity_number(digits: str) -> bool:
    """Whether 15 digits have the form used before 1999: region and a birthday of the twentieth century."""
    return _PROVINCES.match(digits) is not None and _is_birthday("19" + digits[6:12])


def _is_birthday(digits: str) -> bool:
    try:
        return date(1900, 1, 1) <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) <= date(2100, 1, 1)
    except ValueError:
        return False


def _is_no_other(text: str, match: re.Match[str]) -> bool:
    """Where the words call it an order, or it is part of an address, only a region that existed makes it a person."""
    before = lead(text, match.start(), _REACH)
    if last(_OTHERS, before) <= last(_LABELS, before) and not in_web_address(text, *match.span()):
        return True
    return _has_region(digits_of(match.group()))


def _has_region(digits: str) -> bool:
    """Whether the first six digits named a county in the year of birth."""
    try:
        return bool(ric.get_birth_place(digits))
    except ValidationError:
        return False


def _is_labelled(text: str, start: int) -> bool:
    return is_nearer(_STRONG, _OTHERS, lead(text, start, _REACH))
