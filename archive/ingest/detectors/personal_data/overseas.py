"""Identity cards of Hong Kong, Taiwan and Macau, and passports and travel permits, which need words beside them.

Sources: HKID check digit as in the Hong Kong Immigration Department's format, letters as 10 to 35, weights 9 to 2,
MOD 11; Taiwan's national identification number and the resident certificate numbers of 2021, letters by the county
table of the Household Registration Act's rules, weights 1 9 8 7 6 5 4 3 2 1 1, MOD 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.detectors.personal_data.canvas import Canvas
from archive.ingest.detectors.personal_data.context import (
    Span,
    digits_of,
    is_counted,
    is_nearer,
    last,
    lead,
    tail,
    words,
)
from archive.ingest.records import FindingKind

_GAP = r"[ \-]?"
_HK_ID = re.compile(rf"(?<![\da-z])[a-z]{{1,2}}{_GAP}\d{{3}}{_GAP}\d{{3}} ?\([\da]\)")
_HK_ID_BARE = re.compile(rf"(?<![\da-z])[a-z]{{1,2}}{_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}[\da](?![\da-z])")
_TAIWAN_ID = re.compile(r"(?<![\da-z])[a-z] ?[1289](?: ?\d){8}(?![\da-z])(?![\-.]\d)")
_TAIWAN_OLD_RESIDENT = re.compile(r"(?<![\da-z])[a-z] ?[a-d](?: ?\d){8}(?![\da-z])")
_MACAU_ID = re.compile(rf"(?<![\da-z])[157]{_GAP}\d{{3}}{_GAP}\d{{3}} ?(?:\(\d\)|[/\-]\d)(?![\da-z])")
_PASSPORT = re.compile(r"(?<![\da-z])(?:[a-z]{1,2}[ \-]?(?:\d{7,10}|\d{4} \d{4,5})|\d{8,9})(?![\da-z*])")
_HK_LABELS = words("identity", "hong_kong")
_TAIWAN_LABELS = words("identity", "taiwan")
_RESIDENCE = words("identity", "residence")
_MACAU_LABELS = words("identity", "macau")
_PASSPORT_LABELS = words("passport", "labels")
_NUMBERED = re.compile(r"号码?|编号|no\.?|number|[:=]")
_OTHERS = words("phone", "others")
_COUNTIES = "abcdefghjklmnpqrstuvxywzio"
_REACH = 20


def find(page: Canvas) -> Iterator[Span]:
    """Yield what is an identity card by its check digit or its label, and passports by their label."""
    text = page.text
    yield from _hong_kong(page)
    yield from _taiwan(page)
    for match in page.matches(_MACAU_ID):
        if _MACAU_LABELS.search(lead(text, match.start(), _REACH)):
            yield Span(FindingKind.ID_NUMBER, *match.span())
    for match in page.matches(_PASSPORT):
        if _is_passport(text, match):
            yield Span(FindingKind.PASSPORT, *match.span())


def is_hong_kong_id(number: str) -> bool:
    """Whether letters, six digits and a check character (a for ten) fit together."""
    letters, rest = number[:-7], number[-7:]
    values = [36, *(ord(letter) - ord("a") + 10 for letter in letters)][-2:]
    values += [10 if char == "a" else int(char) for char in rest]
    return sum(value * weight for value, weight in zip(values, (9, 8, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11 == 0


def is_taiwan_id(number: str) -> bool:
    """Whether a letter and nine digits fit together; the second character may be a letter of the older certificates."""
    county = _COUNTIES.index(number[0]) + 10
    second = _COUNTIES.index(number[1]) % 10 if number[1].isalpha() else int(number[1])
    values = [county // 10, county % 10, second, *map(int, number[2:])]
    return sum(v * weight for v, weight in zip(values, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0


def _hong_kong(page: Canvas) -> Iterator[Span]:
    text = page.text
    for pattern in (_HK_ID, _HK_ID_BARE):
        for match in page.matches(pattern):
            before = lead(text, match.start(), _REACH)
            labelled = is_nearer(_HK_LABELS, _OTHERS, before)
            proven = is_hong_kong_id(digits_of(match.group())) and not _OTHERS.search(before)
            if labelled or (proven and pattern is _HK_ID):
                yield Span(FindingKind.HK_ID, *match.span())


def _taiwan(page: Canvas) -> Iterator[Span]:
    text = page.text
    for match in page.matches(_TAIWAN_ID):
        before = lead(text, match.start(), _REACH)
        labelled = is_nearer(_TAIWAN_LABELS, _OTHERS, before)
        if labelled or (is_taiwan_id(digits_of(match.group())) and not _OTHERS.search(before)):
            yield Span(FindingKind.TAIWAN_ID, *match.span())
    for match in page.matches(_TAIWAN_OLD_RESIDENT):
        if _RESIDENCE.search(lead(text, match.start(), _REACH)) and is_taiwan_id(digits_of(match.group())):
            yield Span(FindingKind.TAIWAN_ID, *match.span())


def _is_passport(text: str, match: re.Match[str]) -> bool:
    """A label shortly before, or right behind as in 持E12345678号护照. Digits alone need 号 or a colon between."""
    behind = tail(text, match.end(), 6)
    if is_counted(text, match.end()) or behind.startswith(("年", "月", "-")):
        return False
    if re.match(r"\s?号?的?(?:[\u4e00-\u9fff]{0,4})(?:护照|通行证|台胞证|回乡证)", tail(text, match.end(), 10)):
        return True
    before = lead(text, match.start(), _REACH)
    label = last(_PASSPORT_LABELS, before)
    if label < 0 or label <= last(_OTHERS, before[:label]) or len(before) - label > 12:
        return False
    between = text[max(0, match.start() - _REACH) : match.start()]
    return match.group()[0].isalpha() or bool(_NUMBERED.search(between[last(_PASSPORT_LABELS, between) :]))
