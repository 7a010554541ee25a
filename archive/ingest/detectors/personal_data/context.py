"""What stands around a number: the words of data/personal_data.toml, and the text before and behind a place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from archive.ingest.records import FindingKind

_DATA = Path(__file__).parents[2] / "data" / "personal_data.toml"
_SENTENCE_END = re.compile(r"[。!?]")
#: What is passed over between a label and its number: other numbers of the same list, brackets, signs.
_PASSED_OVER = re.compile(r"[\d+\-*()/|,、:;. ]+")
_FAR = 160
#: Lines that a table gives to a person: 姓名, who, 电话, and the number itself.
_CELLS = 6
_NO_WORD = re.compile(r"(?!)")
_NOT_WEB = re.compile(r"[^!-~]")
_WEB = re.compile(
    r"https?:/|www\.|\.(?:s?html?|php|aspx?|jpe?g|png|gif|mp4|pdf)\b|\.(?:com|cn|net|org|hk|tw)/|[?&]\w+="
)


#: Behind a character that is a unit as well as a family name or the beginning of another word.
_WHOSE = re.compile(r"先生|女士|小姐|某|警官|老师|主|名|字|称|人|家")


class Span(NamedTuple):
    """One find: characters of the canvas from start up to end."""

    kind: FindingKind
    start: int
    end: int


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def listed(section: str, name: str) -> list[str]:
    """Return one list of words of the data file."""
    return _lists()[section][name]


def words(section: str, *names: str) -> re.Pattern[str]:
    """Return a pattern for the words of these lists, the longest first."""
    entries = {word for name in names for word in listed(section, name)}
    return any_of(entries) if entries else _NO_WORD


def any_of(entries: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words, the longest first. Words of Latin letters stand by themselves."""
    bound = (rf"(?<![a-z]){re.escape(word)}" if word.isascii() else re.escape(word) for word in entries)
    return re.compile("|".join(sorted(bound, key=len, reverse=True)))


def lead(text: str, at: int, reach: int) -> str:
    """Return up to `reach` characters before a place, in the same sentence, numbers and signs passed over as one blank.

    The line before counts only where nothing else stands between: a label in one cell of a table, its value in the
    next.
    """
    before = _SENTENCE_END.split(text[max(0, at - _FAR) : at])[-1]
    lines = before.split("\n")
    line = _PASSED_OVER.sub(" ", lines[-1])
    if not line.strip() and len(lines) > 1:
        line = _PASSED_OVER.sub(" ", "\n".join(lines[-_CELLS:]))
    return line[-reach:]


def tail(text: str, at: int, reach: int) -> str:
    """Return up to `reach` characters behind a place, in the same sentence."""
    return _SENTENCE_END.split(text[at : at + reach])[0]


def last(pattern: re.Pattern[str], text: str) -> int:
    """Return where the last match ends, -1 where there is none."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def is_nearer(labels: re.Pattern[str], others: re.Pattern[str], before: str) -> bool:
    """Return whether a label stands before the place with none of the others behind it; 统一编号 beats 编号."""
    label = last(labels, before)
    return label >= 0 and label >= last(others, before)


def is_counted(text: str, at: int) -> bool:
    """Return whether a unit stands right behind a number: 元, 吨, 人. Not 户名 or 万先生: that is whose it is."""
    unit = _units().match(text, at)
    return unit is not None and not _WHOSE.match(text, unit.end())


@cache
def _units() -> re.Pattern[str]:
    return words("phone", "units")


def in_web_address(text: str, start: int, end: int) -> bool:
    """Return whether a stretch is part of a web address or a file's name: what looks like a number is a page's."""
    head = _NOT_WEB.split(text[max(0, start - _FAR) : start])[-1]
    behind = _NOT_WEB.split(text[end : end + _FAR])[0]
    return _WEB.search(head + text[start:end] + behind) is not None


def digits_of(words: str) -> str:
    """Return the digits and Latin letters of a number without what sets them apart."""
    return re.sub(r"[^\da-z]", "", words)
