"""Home addresses down to the house: 家住, 户籍地, 現住址 and their like with a number of a building or a room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.detectors.personal_data.canvas import Canvas
from archive.ingest.detectors.personal_data.context import Span, last, lead, tail, words
from archive.ingest.records import FindingKind

_NUMBER = r"(?:[\d〇零一二三四五六七八九十百两]{1,5}|[a-z]\d{0,4}|[甲乙丙丁])(?:[\-之a-z\d]{1,6})?"
_UNIT = "号楼|号院|号|栋|幢|座|单元|室|房|楼|层|弄|组|社|户|门|邻|期|阁"
#: The end of a line within an address: what follows numbers a part of a building.
_NEXT_LINE = r"\n(?=\d{1,4}(?:栋|幢|座|单元|室|房|号楼|楼))"
#: 东湖路12号3栋501室: a place, then numbers with what they number; a blank or a comma may part them.
_NUMBERS = rf"(?:{_NUMBER} ?(?:{_UNIT})(?:之\d+)?(?:[ ,]|{_NEXT_LINE})?)+(?:\d{{2,4}}(?!\d|年|月|日|岁|万|元|[.:]))?"
_PLACE_END = (
    "路|街|道|巷|胡同|弄|里|坊|段|区|小区|社区|村|村委会|居委会|新村|屯|庄|镇|乡|组|队|寨|沟|坪|埠|围|塘|园|花园|家园|公园|苑|院|大厦|公寓|楼|座|栋|幢|期|"
    "邨|城|居|阁|湾|庭|府|台|轩|庐|邸|郡|墅|中心|广场|大楼"
)
_PLACE = rf"[\u4e00-\u9fffa-z0-9·\- ]{{1,40}}?(?:{_PLACE_END})"
_ADDRESS = re.compile(rf"(?P<place>{_PLACE}) ?(?P<numbers>{_NUMBERS})")
_LABELS = words("address", "labels")
_WEAK = words("address", "weak")
_STAYS = words("address", "stays")
_PERSONS = words("address", "persons")
_RECIPIENTS = words("address", "recipients")
_LODGINGS = words("address", "lodgings")
_FIRMS = words("address", "firms")
_BETWEEN = re.compile(r"[:\s(地址为是在于系位同其]{0,6}")
#: 住 by itself: not 抓住, not 住院.
_LIVES = re.compile(r"(?:[\s,。;、:)某现家原均都也还就女男族]|^)?住(?![院建房宅户所宿店进了着过持嘴口民址家满])")
_ROOM = re.compile(r"室|房|单元")
_FINE = re.compile(r"号|栋|幢|座|单元|室|房|弄|阁|楼|[组社邻]")
#: A clause has begun: no place any more. Not so in 和平路, 将军巷, 时代花园, 后海, 从化.
_STOPS = re.compile(
    r"[,。;!?、\"“”()<>]|时(?!代|光)|后(?![海街巷湖门坪溪])|的|与|和(?![平谐睦美兴义顺县田林龙政静合])|被|因|将(?!军|乐)|从(?!化|江)"
    r"|到|把|了|他|她|我|附近|对面|旁"
)
_REACH = 30
_LONGEST = 80
_MORE = 24
_BEHIND = 8


def find(page: Canvas) -> Iterator[Span]:
    """Yield addresses behind the words for a home, from their first character to the last number."""
    text = page.text
    end = 0
    for pattern in (_LABELS, _WEAK):
        for label in pattern.finditer(text):
            if label.start() < end or (label.group() == "住" and not _LIVES.match(text, max(0, label.start() - 1))):
                continue
            if span := _address(text, label):
                end = span.end
                yield span
        end = 0


def _address(text: str, label: re.Match[str]) -> Span | None:
    between = _BETWEEN.match(text, label.end())
    start = between.end() if between else label.end()
    found = _ADDRESS.match(text, start, start + _LONGEST)
    if not found or _STOPS.search(found["place"]):
        return None
    numbers, end = found["numbers"], found.end()
    if (more := _ADDRESS.match(text, end, end + _MORE)) and not _STOPS.search(more["place"]):
        numbers, end = numbers + more["numbers"], more.end()  # 观塘道123号望海大厦12楼b室
    end = start + len(text[start:end].rstrip(" ,\n"))
    if not _FINE.search(numbers) or not _is_home(text, label, end, has_room=_ROOM.search(numbers) is not None):
        return None
    return Span(FindingKind.HOME_ADDRESS, start, end)


def _is_home(text: str, label: re.Match[str], end: int, *, has_room: bool) -> bool:
    """Not where people stay for a while, not made nameless, and behind a plain word for an address a person."""
    address = text[label.end() : end]
    if "某" in address or _LODGINGS.search(address + tail(text, end, 4)):
        return False
    if not _WEAK.fullmatch(label.group()):
        return True
    before = lead(text, label.start(), _REACH)
    firm = last(_FIRMS, before)
    if has_room and firm < 0 and _STAYS.fullmatch(label.group()):
        return True
    return last(_PERSONS, before) > firm or _RECIPIENTS.search(tail(text, end, _BEHIND)) is not None
