"""When the page was published: metadata, the lines around the article, its own entry in a list, its address.

Never a guess: a date in a menu, a weather box, a copyright line or a list of other articles says nothing of this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from archive.ingest.extractors import datelines
from archive.ingest.extractors.evidence import Candidate, best, by_rank, from_line, from_metadata, rank_of, stated
from archive.ingest.extractors.nearness import Surroundings, is_apart, surroundings
from archive.ingest.grammar.moments import EARLIEST, Moment, find_compact, find_moments, find_month, find_relative
from archive.ingest.grammar.words import any_of, contains
from archive.ingest.page import Line, Page
from archive.ingest.parsers.marks import saved_day
from archive.ingest.records import Evidence, Fact, Finding, FindingKind, Precision, Published, Reason, Role
from archive.text.folding import fold

FIELD = "published"
_YEARS_BACK = 1000  # days that a page can count back: 999天前
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[-/_]?([01]\d)[-/_]?([0-3]\d)(?=[/_.\-a-z?]|$)|/(?:20\d\d)/?[a-z]?_?(20\d{6})"
    r"|[-_/][a-z]?(20\d{6})(?=\d{0,9}[-_./]|$)"
)
_DATED_LINE = 120  # characters of a line that dates an article and says little else
_ALONE = 24  # characters that may stand beside a date alone on its line
_SECTION = 8  # of them Chinese ones: the name of a section, not another article's title
_WEEKDAY = 3  # the same above the title
_CHANGED = re.compile(rf"{any_of('dates', 'changes')}[^\d]{{0,8}}$")
_STAMPED = contains("dates", "stamps")
_OF_THE_DAY = contains("dates", "of_the_day")
_OF_OTHERS = contains("dates", "of_others")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COPYRIGHT = re.compile(r"copyright|©|版权|著作权|icp|备案")
_ZONE = re.compile(r"(?:\.\d{1,6})?\s?(?:z|[+-]\d\d:?\d\d|gmt|utc)$")


def find(page: Page, *, today: date, own_entry: Line | None, url: str | None) -> Fact[Published] | None:
    """Return when the page says it was published; a day after `today` or after its saving, or before 1900, is no date.

    own_entry: the line that gave an untitled page its title. url: the page's own address.
    """
    saved = _day_of_saving(page, today)
    last = saved or today
    around = surroundings(page)
    printed = [c for c in _printed(page, around, saved) if c.value.on <= last]
    metadata = [c for c in _stated(page, printed) if c.value.on <= last]
    elsewhere = (*_own_entry(own_entry), *_in_address(url), *_at_the_end(around), *_in_dateline(page, saved))
    others = [c for c in elsewhere if c.value.on <= last]
    found = by_rank([*metadata, *printed, *others])
    if not found:
        return None
    day = _most_believed(found, printed)
    # Of the places that state the day, the printed line knows the minute best: metadata tell the machine's.
    found.sort(key=lambda c: (c.value.on != day, c.value.at is None, c not in printed))
    return best(found, lambda published: published.on)


def _day_of_saving(page: Page, today: date) -> date | None:
    saved = saved_day(page.metadata)
    return saved if saved and EARLIEST + timedelta(days=_YEARS_BACK) <= saved <= today else None


def conflicts(fact: Fact[Published] | None) -> Iterator[Finding]:
    """Yield a finding for each day stated in a trusted place that differs from the one taken."""
    trusted = rank_of(FIELD, "<date alone>")
    for evidence in fact.evidence if fact else ():
        if not evidence.used and evidence.rank <= trusted:
            yield Finding(FindingKind.DATE_CONFLICT, evidence.quote, evidence.block)


def _most_believed(found: Sequence[Candidate[Published]], printed: Sequence[Candidate[Published]]) -> date:
    """Return the day of the most trusted place, unless a printed line and the page's address agree on another."""
    day = found[0].value.on
    address = rank_of(FIELD, "<address>")
    by_address = {c.value.on for c in found if c.evidence.rank == address}
    outvoted = by_address & {c.value.on for c in printed} if day not in by_address else set()
    from_list = found[0].evidence.rank < rank_of(FIELD, "json-ld:datePublished")
    return min(outvoted) if outvoted and not from_list else day


def _stated(page: Page, printed: Sequence[Candidate[Published]]) -> Iterator[Candidate[Published]]:
    clocks = {c.value.at for c in printed if c.value.at}
    for entry in stated(page, FIELD):
        published = _read_value(fold(entry.value))
        local = _read_value(_ZONE.sub("", fold(entry.value)))
        # Many systems write their local time with a Z behind it; the time that the page prints tells.
        if published and local and any(_same_minute(local, at) for at in clocks):
            published = local
        if published:
            yield Candidate(published, from_metadata(entry, FIELD))


def _same_minute(published: Published, at: datetime) -> bool:
    return published.at is not None and published.at.replace(second=0) == at.replace(second=0)


def _read_value(folded: str) -> Published | None:
    moments = find_moments(folded)
    return moments[0].published if moments else find_compact(folded)


def _printed(page: Page, around: Surroundings, saved: date | None) -> Iterator[Candidate[Published]]:
    """Yield the days of the lines around the article, the nearest to its title first."""
    for line in (*around.head, *_credits_below(around, page)):
        if line.role is Role.TITLE or line.reason is Reason.RELATED or len(line.folded) > _DATED_LINE:
            continue
        if _COPYRIGHT.search(line.folded):
            continue
        moment, changed = _moment_of(line)
        if moment:
            place = _place_of(line, moment, around, page, saved)
            if place:
                rank = rank_of(FIELD, "<changed>" if changed else place)
                evidence = from_line(line, rank, moment.start, moment.end)
                yield Candidate(moment.published, evidence)
        elif saved and len(line.folded) <= _ALONE + 8:
            yield from _relative(line, saved)


def _credits_below(around: Surroundings, page: Page) -> Iterator[Line]:
    """Yield the credit lines below the article; in a web page only those with labels, for other articles follow."""
    for line in around.foot:
        if line.credit and (line.credit.entries or not page.has_layout):
            yield line


def _moment_of(line: Line) -> tuple[Moment | None, bool]:
    """Return the moment of a line that dates its article, and whether it is that of a later change."""
    moments = find_moments(line.folded)
    fresh = [moment for moment in moments if not _CHANGED.search(line.folded[: moment.start])]
    if moments:
        return (fresh or moments)[0], not fresh
    return (find_month(line.folded) if line.credit and line.credit.entries else None), False


def _place_of(line: Line, moment: Moment, around: Surroundings, page: Page, saved: date | None) -> str | None:
    """Tell which place in the table of ranks a printed date stands in; None where it does not speak of the article."""
    beside = line.folded[: moment.start] + line.folded[moment.end :]
    if _OF_OTHERS.search(beside):
        return None
    stamped = bool(_STAMPED.search(beside)) or (line.credit is not None and bool(line.credit.entries))
    if stamped or (moment.published.at and not _OF_THE_DAY.search(beside) and not is_apart(line, around.title, page)):
        return "<dated line>" if line.credit or not line.is_prose else None
    if len(beside) > _ALONE or _OF_THE_DAY.search(beside) or is_apart(line, around.title, page):
        return None
    above = around.title is not None and line.position < around.title.position and line.credit is None
    if (line in around.foot and page.has_layout) or line.raw.link_density > 0.5:
        return None
    if len(_HAN.findall(beside)) > (_WEEKDAY if above else _SECTION):
        return None
    return "<date alone>" if moment.published.on != saved else "<relative>"


def _relative(line: Line, saved: date) -> Iterator[Candidate[Published]]:
    """Yield the day of 昨日 22:07, counted from the day on which the page was saved."""
    moment = find_relative(line.folded, saved)
    if moment and len(line.folded) - (moment.end - moment.start) <= _ALONE and not line.is_prose:
        yield Candidate(moment.published, from_line(line, rank_of(FIELD, "<relative>"), moment.start, moment.end))


def _own_entry(line: Line | None) -> Iterator[Candidate[Published]]:
    moments = find_moments(line.folded) if line else []
    if line and moments:
        yield Candidate(moments[-1].published, from_line(line, rank_of(FIELD, "<own entry>")))


def _in_address(url: str | None) -> Iterator[Candidate[Published]]:
    for found in _IN_ADDRESS.finditer(url or ""):
        digits = found[4] or found[5] or found[1] + found[2] + found[3]
        published = find_compact(digits)
        if published and url:
            evidence = Evidence(url[:300], "url", rank=rank_of(FIELD, "<address>"))
            yield Candidate(Published(published.on, Precision.DAY), evidence)
            return


def _at_the_end(around: Surroundings) -> Iterator[Candidate[Published]]:
    """Yield the day under which a notice is signed: 二〇二二年四月十四日 alone on one of its last lines."""
    for line in reversed((*around.ending, *around.foot[:2])):
        moments = find_moments(line.folded) if len(line.folded) <= 2 * _ALONE else []
        if moments and len(line.folded) - (moments[-1].end - moments[-1].start) <= 4:
            moment = moments[-1]
            evidence = from_line(line, rank_of(FIELD, "<signature>"), moment.start, moment.end)
            yield Candidate(moment.published, evidence)


def _in_dateline(page: Page, saved: date | None) -> Iterator[Candidate[Published]]:
    """Yield the day of 新华社北京9月30日电 on a page whose day of saving tells the year."""
    for dateline in datelines.datelines(page) if saved else ():
        words = dateline.line.folded[dateline.start : dateline.end]
        moment = find_relative(words, saved) if saved else None
        if moment:
            evidence = from_line(dateline.line, rank_of(FIELD, "<dateline>"), dateline.start, dateline.end)
            yield Candidate(Published(moment.published.on, Precision.DAY), evidence)
