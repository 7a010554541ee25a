"""Number plates. Source: GA 36-2018 (province, letter of the city, five places; six for new-energy cars)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.detectors.personal_data.canvas import Canvas
from archive.ingest.detectors.personal_data.context import Span, in_web_address, lead, tail, words
from archive.ingest.records import FindingKind

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLACE = "[0-9a-hj-np-z]"
_SEP = r"[ ·\-.]?"
_MAINLAND = re.compile(
    rf"[{_PROVINCES}]{_SEP}[a-z]{_SEP}(?:(?P<energy>[a-hjk]{_PLACE}\d{{4}}|\d{{5}}[a-hjk])"
    rf"|(?P<plain>{_PLACE}{{5}})|(?P<border>{_PLACE}{{4}}[港澳挂学试超]))(?![0-9a-z*×])(?P<public>[警])?"
)
_HONG_KONG = re.compile(r"(?<![0-9a-z])[a-hj-np-z]{2} ?\d{1,4}(?![0-9a-z*\-])(?!\.\d)")
_TAIWAN = re.compile(r"(?<![0-9a-z\-])(?:[a-z]{2,3}-\d{4}|\d{4}-[a-z]{2}|[a-z]{3}-\d{3}|\d{3}-[a-z]{3})(?![0-9a-z*\-])")
_LABELS = words("plate", "labels")
_NEAR = 10


def find(page: Canvas) -> Iterator[Span]:
    """Yield plates of the mainland by their form, those of Hong Kong and Taiwan behind the word for them."""
    text = page.text
    for match in _MAINLAND.finditer(text):
        if not match["public"] and not in_web_address(text, *match.span()) and _is_plate(text, match):
            yield Span(FindingKind.PLATE, *match.span())
    if not _LABELS.search(text):
        return
    for pattern in (_HONG_KONG, _TAIWAN):
        for match in pattern.finditer(text):
            if _LABELS.search(lead(text, match.start(), _NEAR)):
                yield Span(FindingKind.PLATE, *match.span())


def _is_plate(text: str, match: re.Match[str]) -> bool:
    """Three digits at least, and not the beginning of a licence, a road, an amount or a share's name."""
    places = match["energy"] or match["plain"] or match["border"]
    if sum(char.isdigit() for char in places) < (2 if match["border"] else 3):
        return False
    behind = tail(text, match.end(), 3)
    return not behind.startswith(("-", "元", "万", "亿", "国道", "高速", "省道", "次", "号文"))
