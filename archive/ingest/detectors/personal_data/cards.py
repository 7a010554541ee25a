"""Bank cards. Source: ISO/IEC 7812-1, the Luhn formula; first digits of the schemes that Chinese banks issue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn

from archive.ingest.detectors.personal_data.canvas import Canvas
from archive.ingest.detectors.personal_data.context import (
    Span,
    digits_of,
    in_web_address,
    is_counted,
    is_nearer,
    last,
    lead,
    words,
)
from archive.ingest.records import FindingKind

_GAP = r"[ \-·.]?\n?"
_START = r"(?<![\da-z*])(?<!\d[.\-/])"
_END = r"(?![\da-z*])(?![.\-]\d)"
#: Set as on the card: in one piece, or by fours.
_PLAIN = re.compile(rf"{_START}(?:\d{{16,19}}|\d{{4}}(?:[ \-]\d{{4}}){{3}}(?:[ \-]?\d{{1,3}})?){_END}")
#: In any other grouping it takes the word for a card before it; the longest that fits counts.
_SCATTERED = tuple(re.compile(rf"{_START}[3-9](?:{_GAP}\d){{{length - 1}}}{_END}") for length in (19, 18, 17, 16, 15))
_SCHEMES = re.compile(r"6[0-9]|4|5[1-5]|2[2-7]|35|3[47]|9[4-9]")
_LABELS = words("card", "labels")
_STRONG = words("card", "strong")
_ORGANISATIONS = words("card", "organisations")
_PERSONS = words("phone", "persons")
_OTHERS = words("phone", "others")
_REACH = 24
_HOLDER_REACH = 50


def find(page: Canvas) -> Iterator[Span]:
    """Yield card numbers: those that pass Luhn and begin as cards do, and misprinted ones behind 银行卡号."""
    text = page.text
    for match in page.matches(_PLAIN):
        begins = _SCHEMES.match(match.group()) and not in_web_address(text, *match.span())
        if begins and is_card_number(digits_of(match.group())) and _is_persons(text, match):
            yield Span(FindingKind.BANK_CARD, *match.span())
    for pattern in _SCATTERED:
        for match in page.matches(pattern):
            if _SCHEMES.match(match.group()) and _is_labelled(text, match) and _is_persons(text, match):
                yield Span(FindingKind.BANK_CARD, *match.span())


def is_card_number(digits: str) -> bool:
    """Whether 16 to 19 digits pass the Luhn formula and are not one digit repeated."""
    return 16 <= len(digits) <= 19 and len(set(digits)) > 2 and luhn.is_valid(digits)


def _is_labelled(text: str, match: re.Match[str]) -> bool:
    before = lead(text, match.start(), _REACH)
    if not is_nearer(_LABELS, _OTHERS, before):
        return False
    digits = digits_of(match.group())
    return luhn.is_valid(digits) or (_STRONG.search(before) is not None and len(digits) in (16, 17, 19))


def _is_persons(text: str, match: re.Match[str]) -> bool:
    """Not an order's number nor a count, and not the account of an organisation that stands named beside it."""
    if is_counted(text, match.end()):
        return False
    before = lead(text, match.start(), _REACH)
    if last(_OTHERS, before) > last(_LABELS, before):
        return False
    holder = lead(text, match.start(), _HOLDER_REACH)
    organisation = last(_ORGANISATIONS, holder)
    return organisation < 0 or last(_PERSONS, holder) > organisation or "卡" in before[-8:]
