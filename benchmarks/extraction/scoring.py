"""How an outcome is compared with the gold, the same for ours and every peer."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from benchmarks.extraction.gold import GoldPage
from benchmarks.extraction.running import Outcome

GRAM = 4
CHINA = timezone(timedelta(hours=8))
_CLOCK = re.compile(r"\(\d{1,2}:\d{2}\)$")  # an index that gold was taken from keeps the time behind the title
_MEDIUM = re.compile(r"^[\[【(](?:视频|視頻|图文|组图|音频)[\]】)]")  # and a site its kind of entry before it
_DATE = re.compile(r"((?:19|20)\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_QUOTES = dict(zip(range(0x91, 0x95), "‘’“”", strict=True))  # of Windows-1252, left undecoded in some gold
_LABELS = (
    "本文来源|本文來源|来源|來源|稿源|责任编辑|責任編輯|责编|責編|网络编辑|编辑|編輯|校对|校對|作者|记者|記者|"
    "文/|文丨|文｜|撰文|总监制|监制|监 制|审读|审 读|原标题|原標題|发布时间|發布時間|时间|時間"
)
_CREDIT_LINE = re.compile(
    rf"^[\W_]*(?:{_LABELS})\s*[:：丨|/／　 ].{{0,80}}$|^[\W_]*(?:作者|编辑|编辑：|责任编辑)[\W_]*$"
)
_REPORTERS = re.compile(  # （本台记者 甲 乙）, 甲报记者 乙 来源：甲报
    r"^[（(][^（()）]{0,12}(?:记者|記者|通讯员)[^（()）]{1,40}[)）]$|^.{0,16}(?:记者|記者)\s.{1,16}(?:来源|來源)[:：].{1,20}$"
)
_CREDIT_TAIL = re.compile(rf"[（(\[【]\s*(?:{_LABELS})[^（()）\[\]【】]{{0,60}}[)）\]】]\s*$")


@dataclass(frozen=True, slots=True)
class Score:
    """One outcome against its page's gold: 1.0 right, 0.0 not, None where the gold says nothing.

    date_wrong: a day was stated and is another. kept, kept_out: shares of the must and the must-not strings.
    """

    page: GoldPage
    outcome: Outcome
    title: float | None
    date: float | None
    date_wrong: float | None
    source: float | None
    recall: float | None
    precision: float | None
    f1: float | None
    kept: float | None
    kept_out: float | None


def score(page: GoldPage, outcome: Outcome) -> Score:
    """Return how right the outcome is."""
    day = day_of(outcome.date)
    recall, precision, f1 = overlap(page.body, outcome.body) if page.body else (None, None, None)
    body = _plain(outcome.body)
    return Score(
        page,
        outcome,
        title=None if page.title is None else float(normal_title(outcome.title) == normal_title(page.title)),
        date=None if page.date is None else float(day == page.date),
        date_wrong=None if page.date is None else float(bool(day) and day != page.date),
        source=None if not page.source else float(_plain(outcome.source) == _plain(page.source)),
        recall=recall,
        precision=precision,
        f1=f1,
        kept=_share(_plain(words) in body for words in page.must),
        kept_out=_share(_plain(words) not in body for words in page.must_not),
    )


def normal_title(title: str) -> str:
    """Return a title without what nobody would call a difference: widths, blanks, a kind before, a time behind."""
    return _MEDIUM.sub("", _CLOCK.sub("", _plain(title)))


def day_of(words: str) -> str:
    """Return the calendar day in China of what a library gives as date, "" where it gives none."""
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        found = _DATE.search(words)
        return f"{int(found[1])}-{int(found[2]):02}-{int(found[3]):02}" if found else ""
    return (moment.astimezone(CHINA) if moment.tzinfo else moment).date().isoformat()


def overlap(gold: str, found: str) -> tuple[float, float, float]:
    """Return recall, precision and F1 of the bags of character 4-grams, credit lines left out on both sides."""
    wanted, given = _grams(gold), _grams(found)
    common = sum((wanted & given).values())
    recall = common / max(1, sum(wanted.values()))
    precision = common / max(1, sum(given.values()))
    return recall, precision, 2 * recall * precision / (recall + precision) if common else 0.0


def _grams(text: str) -> Counter[str]:
    lines = (_CREDIT_TAIL.sub("", line.strip()) for line in text.splitlines())
    plain = _plain("".join(line for line in lines if not _is_credit(line)))
    return Counter(plain[at : at + GRAM] for at in range(max(1, len(plain) - GRAM + 1)) if plain)


def _is_credit(line: str) -> bool:
    return bool(_CREDIT_LINE.match(line) or _REPORTERS.match(line))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.translate(_QUOTES)).split())


def _share(hits: Iterable[bool]) -> float | None:
    values = list(hits)
    return sum(values) / len(values) if values else None
