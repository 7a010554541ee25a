"""What the tools that save pages write into them: where a page was fetched from, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone

from archive.ingest.records import Metadata

_CHINA = timezone(timedelta(hours=8))
_LOOK = 16_384  # characters at each end of a page in which the marks stand
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

#: SingleFile: "saved date: Fri Jun 14 2024 18:02:11 GMT+0800 (China Standard Time)"
_SINGLE_FILE = re.compile(
    r"saved date:\s{0,20}\w{3} (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}) (?P<year>\d{4}) "
    r"(?P<clock>\d\d:\d\d:\d\d) GMT(?P<zone>[+-]\d{4})"
)
#: HTTrack: "Mirrored from www.a.example/1.html by HTTrack Website Copier/3.x [XR&CO], Fri, 14 Jun 2024 10:02:11 GMT"
_HTTRACK = re.compile(
    r"Mirrored from (?P<url>\S{1,1000}) by HTTrack [^,\n]{0,100}, \w{3}, "
    r"(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4}) (?P<clock>\d\d:\d\d:\d\d) GMT"
)
#: Wayback Machine: "FILE ARCHIVED ON 10:02:11 Jun 14, 2024 AND RETRIEVED FROM THE INTERNET ARCHIVE"
_WAYBACK = re.compile(
    r"FILE ARCHIVED ON (?P<clock>\d\d:\d\d:\d\d) (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}), (?P<year>\d{4})"
)
_DATED = (_SINGLE_FILE, _HTTRACK, _WAYBACK)
#: WebScrapBook: <html data-scrapbook-source="https://..." data-scrapbook-create="20240614100211345">, in UTC
_SCRAPBOOK_SOURCE = re.compile(r"data-scrapbook-source=[\"'](?P<url>[^\"'\s]{1,1000})")
_SCRAPBOOK_CREATED = re.compile(r"data-scrapbook-create=[\"'](?P<stamp>\d{14})\d{0,3}[\"']")
#: A browser that saved its view of a page's source: "saved from url=(0050)view-source:https://..."
_VIEW_SOURCE = re.compile(r"saved from url=\(\d{1,6}\)view-source:(?P<url>\S{1,1000})")


def read_marks(text: str) -> Iterator[Metadata]:
    """Yield "saved:url" and "saved:date" (ISO, China Standard Time), as far as the tools' marks in `text` say."""
    ends = text if len(text) <= 2 * _LOOK else f"{text[:_LOOK]}\n{text[-_LOOK:]}"
    for pattern in (_VIEW_SOURCE, _SCRAPBOOK_SOURCE, _HTTRACK):
        found = pattern.search(ends)
        if found:
            url = found["url"]
            yield Metadata("saved:url", url if "://" in url else f"http://{url}")
    day = next((day for found in _found_dates(ends) if (day := found)), None)
    if day:
        yield Metadata("saved:date", day.isoformat())


def saved_day(metadata: Iterable[Metadata]) -> date | None:
    """Return the day on which the page was saved (China Standard Time), by the first "saved:date" that is one."""
    for entry in metadata:
        if entry.name == "saved:date":
            try:
                return date.fromisoformat(entry.value)
            except ValueError:  # 30 February in somebody's list
                continue
    return None


def day_in_china(moment: datetime) -> date:
    """Return the calendar day of a moment in China Standard Time; one without a zone is taken as it stands.

    Raises OverflowError at the ends of the calendar.
    """
    return moment.astimezone(_CHINA).date() if moment.tzinfo else moment.date()


def _found_dates(text: str) -> Iterator[date | None]:
    for pattern in _DATED:
        found = pattern.search(text)
        if found and found["month"].lower() in _MONTHS:
            month = _MONTHS.index(found["month"].lower()) + 1
            zone = found.groupdict().get("zone") or "+0000"
            yield _day(f"{found['year']}{month:02}{int(found['day']):02} {found['clock']} {zone}", "%Y%m%d %H:%M:%S %z")
    created = _SCRAPBOOK_CREATED.search(text)
    if created:
        yield _day(created["stamp"], "%Y%m%d%H%M%S")


def _day(words: str, form: str) -> date | None:
    try:
        moment = datetime.strptime(words, form)
        return day_in_china(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
