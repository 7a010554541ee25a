"""Wire datelines at the head of the text: 新华社北京9月30日电, (中央社記者王小明台北15日電), 【本报讯】."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.ingest.extractors.evidence import Candidate, best, from_line, rank_of
from archive.ingest.grammar.names import end_before_place, split_names
from archive.ingest.grammar.words import any_of, contains
from archive.ingest.page import Line, Page
from archive.ingest.records import Evidence, Fact, Role

_LEAD = 3  # lines of the article in which a dateline stands
_LOOK = 60
_HAN = "\u4e00-\u9fff"
_OUTLET = rf"(?P<outlet>[{_HAN}a-z\d]{{1,9}}?(?:社|网|台|报|客户端|新闻|之家|科技|财经|中心)|本[报网刊台社])"
_DAY = r"(?:\d{4}年)?(?P<day>(?:\d{1,2}月)?\d{1,2}日)"
_KIND = r"(?:综合)?(?:外?电|专?电|讯|消息|报道)"
_WIRE = re.compile(rf"^[(【\[〔「]?\s?(?:据)?{_OUTLET}[{_HAN}]{{0,8}}?\s?{_DAY}{_KIND}")
_REPORTER = re.compile(rf"^[(【\[〔「]?\s?{_OUTLET}(?:特派)?记者\s?(?P<run>[{_HAN}、,\s]{{3,30}}?)\s?{_DAY}{_KIND}")
_NEWS = re.compile(  # 本报讯, 北京商报讯, 【明報專訊】, 央视网消息: without place and day
    rf"^[(【\[〔「]?\s?(?P<outlet>[{_HAN}a-z\d]{{1,9}}?(?:社|网|台|报|客户端|新闻|在线)|本[报网刊台社])"
    r"(?:专?讯|专电|消息)"
)
_BRACKETED = re.compile(rf"^[(【\[]\s?(?P<outlet>[{_HAN}]{{2,10}}(?:网|社|台|报|之声))[)】\]]")  # （德国之声中文网）
_FORMS = (_REPORTER, _WIRE, _NEWS, _BRACKETED)
_OWN = re.compile(r"^本[报网刊台社]$")
_NOT_AN_OUTLET = contains("datelines", "not_agencies")
_CLOSING = re.compile(
    rf"[(\[【](?:据|来源)?\s?(?P<outlet>{any_of('datelines', 'agencies')})(?:供本报)?(?:专?电|讯|特稿)[)\]】]\s*$"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline and where it stands. outlet, names: characters of the line's text; outlet None for 本报."""

    line: Line
    start: int
    end: int
    outlet: tuple[int, int] | None
    names: tuple[int, int] | None


def find(page: Page) -> Fact[str] | None:
    """Return the dateline as it is printed, without brackets."""
    found = [Candidate(d.line.text[d.start : d.end], _quoted(d, "dateline")) for d in datelines(page)]
    return best(found[:1])


def outlets(page: Page) -> Iterator[Candidate[str]]:
    """Yield the agencies that datelines name; 本报 names none."""
    for dateline in datelines(page):
        if dateline.outlet:
            yield Candidate(dateline.line.text[slice(*dateline.outlet)], _quoted(dateline, "source"))


def reporters(page: Page) -> Iterator[Candidate[tuple[str, ...]]]:
    """Yield the reporters that datelines name."""
    for dateline in datelines(page):
        if dateline.names:
            at = slice(*dateline.names)
            names = split_names(dateline.line.folded[at], dateline.line.text[at], strict=True)
            if names:
                yield Candidate(tuple(names), _quoted(dateline, "authors"))


def datelines(page: Page) -> Iterator[Dateline]:
    """Yield the dateline that opens the article, then an agency named in brackets at its very end."""
    body = [line for line in page.lines if line.role is Role.PARAGRAPH]
    for line in body[:_LEAD]:
        found = next((found for form in _FORMS if (found := form.match(line.folded[:_LOOK]))), None)
        if found and not _NOT_AN_OUTLET.search(found["outlet"]):
            yield _read(found, line)
            break
    for line in body[-1:]:
        offset = max(0, len(line.folded) - _LOOK)
        closing = _CLOSING.search(line.folded[offset:])
        if closing:
            start, end = closing.start() + offset, closing.end() + offset
            outlet = (closing.start("outlet") + offset, closing.end("outlet") + offset)
            yield Dateline(line, start, end, outlet, None)


def _read(found: re.Match[str], line: Line) -> Dateline:
    start = found.start("outlet")
    outlet = None if _OWN.match(found["outlet"]) else found.span("outlet")
    names = _names_in(found) if found.re is _REPORTER else None
    return Dateline(line, start, found.end() - found[0].endswith((")", "】", "]")), outlet, names)


def _names_in(found: re.Match[str]) -> tuple[int, int] | None:
    start = found.start("run")
    end = start + end_before_place(found["run"])
    return (start, end) if end - start >= 2 else None


def _quoted(dateline: Dateline, field: str) -> Evidence:
    return from_line(dateline.line, rank_of(field, "<dateline>"), dateline.start, dateline.end)
