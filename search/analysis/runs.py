"""Parts folded text into runs: ideographs and kana, letters and digits, and single marks. Blanks part, and vanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

# Written without blanks between words: 々〆〇, kana, bopomofo, Han with its extensions, Hangul.
_UNSPACED = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff\U00016fe0-\U00018fff\U0001b000-\U0001b2ff"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"(?P<han>[{_UNSPACED}]+)|(?P<word>[^\W_{_UNSPACED}]+)|(?P<mark>[^\w\s]|_)")
#: A run of characters that are written without blanks between words; of letters and digits; of blanks.
UNSPACED_PATTERN = re.compile(rf"[{_UNSPACED}]+")
WORD_PATTERN = re.compile(rf"[^\W_{_UNSPACED}]+")
BLANK_PATTERN = re.compile(r"\s+")
_WORD_CHARACTER = rf"[^\W_{_UNSPACED}]"


class Kind(Enum):
    HAN = "han"
    WORD = "word"
    MARK = "mark"


class Run(NamedTuple):
    """A stretch of text of one kind; `start` and `end` count characters."""

    kind: Kind
    text: str
    start: int
    end: int


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of `text` in order: Han runs and words as long as they go, marks one by one."""
    for found in _RUN.finditer(text):
        yield Run(Kind(found.lastgroup), found.group(), found.start(), found.end())


@lru_cache(maxsize=512)
def needs_whole_runs(text: str) -> bool:
    """Tell whether `text` stands for whole runs of letters or digits alone, so that finding it needs a look around.

    A reader who types AI or 15 does not mean SAID or 2015. Words with Han among them may have been copied from
    anywhere in a text, so they are found wherever they stand: 5日 in 15日, as 田径 is found in 日本田径赛.
    """
    if UNSPACED_PATTERN.search(text):
        return False
    return bool(re.match(_WORD_CHARACTER, text) or re.match(_WORD_CHARACTER, text[-1:]))


@lru_cache(maxsize=512)
def occurrence(text: str) -> re.Pattern[str]:
    """Return the pattern of folded `text` in folded texts: whole runs if it needs them, any blanks for a blank."""
    whole = needs_whole_runs(text)
    before = rf"(?<!{_WORD_CHARACTER})" if whole and re.match(_WORD_CHARACTER, text) else ""
    after = rf"(?!{_WORD_CHARACTER})" if whole and re.match(_WORD_CHARACTER, text[-1:]) else ""
    return re.compile(f"{before}{_with_blanks(text)}{after}")


@lru_cache(maxsize=512)
def prefix_occurrence(text: str) -> re.Pattern[str]:
    """Return the pattern of folded `text` as a beginning: of a run where it is letters and digits, else of anything."""
    whole = needs_whole_runs(text)
    before = rf"(?<!{_WORD_CHARACTER})" if whole and re.match(_WORD_CHARACTER, text) else ""
    return re.compile(before + _with_blanks(text))


def _with_blanks(text: str) -> str:
    """The pattern of `text` in which a blank stands for any stretch of blanks within a line."""
    return r"[^\S\n]+".join(re.escape(part) for part in text.split(" "))
