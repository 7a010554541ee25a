"""Telephones of persons: mobile numbers by their form, landlines only where the words around say whose they are.

Hotlines, tip lines and desks of organisations are nobody's secret. phonenumbers knows which area codes exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from archive.ingest.detectors.personal_data.canvas import Canvas
from archive.ingest.detectors.personal_data.context import Span, in_web_address, is_counted, last, lead, tail, words
from archive.ingest.records import FindingKind

_SEP = r"[ \-·.]?"
_LONE = r"(?<![\d*_])(?<!\d\.)(?<!\d-)(?:(?<![a-z])|(?<=tel)|(?<=phone)|(?<=mobile)|(?<=whatsapp))"
_COUNTRY = rf"(?:[(]?(?:\+|00)?86[)]?{_SEP})?"
_END = r"(?!\d)(?!\.\d)(?!-\d{1,3}(?!\d))(?![a-z*])"
_GROUPED = "|".join(
    [
        rf"1[3-9]\d{_SEP}\d{{4}}{_SEP}\d{{4}}",
        rf"1[3-9]\d{_SEP}\d{{3}}{_SEP}\d{{5}}",
        rf"1[3-9]\d\d{_SEP}\d{{3}}{_SEP}\d{{4}}",
        rf"1[3-9]\d\d\d{_SEP}\d{{3}}{_SEP}\d{{3}}",
        rf"1[3-9]\d\d\d{_SEP}\d{{6}}",
    ]
)
_MOBILE = re.compile(rf"{_LONE}{_COUNTRY}(?:{_GROUPED}){_END}")
#: In any other grouping, over a line break too, it takes the word for a telephone before it.
_SCATTERED = re.compile(rf"{_LONE}1[ \-·.\n]{{0,2}}[3-9](?:[ \-·.\n]{{0,2}}\d){{9}}(?![\d*])(?![.,]\d)")
_HONG_KONG = re.compile(rf"{_LONE}(?<!\d\))(?P<country>[(]?(?:\+|00)?85[23][)]?{_SEP})?[2-9]\d{{3}}{_SEP}\d{{4}}{_END}")
_TAIWAN = re.compile(
    rf"{_LONE}(?:[(]?09\d\d[)]?|[(]?(?:\+|00)886[)]?{_SEP}[(]?0?[)]?9\d\d){_SEP}\d{{3}}{_SEP}\d{{3}}{_END}"
    rf"|{_LONE}09[ \-]\d{{8}}{_END}"
)
_LANDLINE = re.compile(
    rf"{_LONE}(?:[(]?(?:\+|00)?86[)]?{_SEP})?[(]?0\d{{2,3}}[)]?[ \-]{{0,2}}[2-9]\d{{2,3}}[ \-]?\d{{4}}{_END}"
    rf"|{_LONE}(?:[(]?(?:\+|00)886[)]?{_SEP})?[(]?0[2-8]\d?[)]?[ \-]{{0,2}}\d{{3,4}}[ \-]?\d{{3,4}}{_END}"
)
_LOCAL = re.compile(rf"{_LONE}[2-9]\d{{2,3}}{_SEP}\d{{4}}{_END}")
_PHONE = words("phone", "labels")
_HOTLINES = words("phone", "hotlines")
_ORGANISATIONS = words("phone", "organisations")
_PERSONS = words("phone", "persons")
_OTHERS = words("phone", "others")
_OWN_PHONE = re.compile(
    r"手机(?!短信|报|客户端)|手提|whatsapp|行动电话|移动电话|mobile|家里座机|家中座机|宅电|住宅电话|家(?:庭|中|里)?的?电话|私人电话|个人电话|本人电话"
)
_NAMED_BEHIND = re.compile(r"\s?[(,、]?\s?[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐|警官|某|同志|老师|经理|主任|队长|所长)")
_DATE = re.compile(r"(?:19|20)\d\d[ \-.](?:0[1-9]|1[0-2])[ \-.]?(?:0[1-9]|[12]\d|3[01])$")
_YEARS = re.compile(r"(?:19|20)\d\d[ \-·.]+(?:19|20)\d\d$")
_REACH = 26
_NEAR = 10
_BEHIND = 14


def find(page: Canvas) -> Iterator[Span]:
    """Yield mobile numbers of the mainland, Taiwan, Hong Kong and Macau, then landlines of persons."""
    text = page.text
    for pattern in (_MOBILE, _SCATTERED):
        for match in page.matches(pattern):
            if not in_web_address(text, *match.span()) and _is_private_mobile(text, match):
                yield Span(FindingKind.MOBILE_NUMBER, *match.span())
    for match in page.matches(_TAIWAN):
        if not in_web_address(text, *match.span()) and _is_private_mobile(text, match):
            yield Span(FindingKind.MOBILE_NUMBER, *match.span())
    for match in page.matches(_HONG_KONG):
        if not in_web_address(text, *match.span()) and _is_private_eight(text, match):
            yield Span(_kind_of_eight(match.group()), *match.span())
    for pattern in (_LANDLINE, _LOCAL):
        for match in page.matches(pattern):
            if not in_web_address(text, *match.span()) and _is_private_landline(text, match):
                yield Span(FindingKind.LANDLINE, *match.span())


def _is_private_mobile(text: str, match: re.Match[str]) -> bool:
    before, behind = lead(text, match.start(), _REACH), tail(text, match.end(), _BEHIND)
    phone = last(_PHONE, before)
    if match.re is _SCATTERED and (phone < 0 or len(before) - phone > 8):
        return False
    return not _is_something_else(text, before, match) and _is_persons(before, behind)


def _is_something_else(text: str, before: str, match: re.Match[str]) -> bool:
    """An order, an amount, a registration: said by the nearest word before it or the unit behind it."""
    if is_counted(text, match.end()):
        return True
    other = last(_OTHERS, before)
    return other > last(_PHONE, before) and len(before) - other <= _NEAR


def _is_persons(before: str, behind: str) -> bool:
    """Not a hotline; or a hotline's list has gone on to a person, or names one behind the number."""
    hotline = last(_HOTLINES, before)
    if hotline < 0 or last(_PERSONS, before) > hotline or _OWN_PHONE.search(before[hotline:]):
        return True
    return bool(_NAMED_BEHIND.match(behind))


def _is_private_eight(text: str, match: re.Match[str]) -> bool:
    """Eight digits: a mobile's words before them, or a person's and a telephone's; never an organisation's."""
    before, behind = lead(text, match.start(), _REACH), tail(text, match.end(), _BEHIND)
    if _DATE.match(match.group()) or _YEARS.match(match.group()) or _is_something_else(text, before, match):
        return False
    if not _is_persons(before, ""):
        return False
    if (
        match["country"]
        and _kind_of_eight(match.group()) is FindingKind.MOBILE_NUMBER
        and not _ORGANISATIONS.search(before)
    ):
        return True
    own = last(_OWN_PHONE, before)
    if own >= 0 and len(before) - own <= _NEAR:
        return True
    return _is_a_persons_phone(before, behind)


def _kind_of_eight(number: str) -> FindingKind:
    plain = re.sub(r"\D", "", number)[-8:]
    return FindingKind.LANDLINE if plain[0] in "238" else FindingKind.MOBILE_NUMBER


def _is_private_landline(text: str, match: re.Match[str]) -> bool:
    before, behind = lead(text, match.start(), _REACH), tail(text, match.end(), _BEHIND)
    if _DATE.match(match.group()) or _YEARS.match(match.group()) or _is_something_else(text, before, match):
        return False
    if match.re is _LANDLINE and not _is_number_in(match.group(), "CN", "TW"):
        return False
    return _is_persons(before, "") and _is_a_persons_phone(before, behind)


def _is_a_persons_phone(before: str, behind: str) -> bool:
    """A telephone's word shortly before the number, and a person, not an organisation, as its nearest owner."""
    phone = last(_PHONE, before)
    own = last(_OWN_PHONE, before)
    if max(phone, own) < 0 or len(before) - max(phone, own) > _NEAR:
        return False
    if own == max(phone, own) and "手机" not in before[own - 2 : own]:
        return True
    owner = last(_ORGANISATIONS, before)
    return last(_PERSONS, before) > owner or (owner < 0 and _NAMED_BEHIND.match(behind) is not None)


def _is_number_in(number: str, *regions: str) -> bool:
    """Whether the number can be dialled in one of the regions by the plan of its country."""
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
