"""A text as the detectors read it: folded, without invisible characters, dashes alike, written-out digits as digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.text.folding import fold

#: Zero-width and directional marks, soft hyphens, variation selectors and the frame of a keycap.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u20e3\ufe00-\ufe0f\ufeff]"
)
_ALIKE = str.maketrans(
    "‐‑‒–—―−﹣⁃•・‧∙●﹒\u2028\u2029\r\u000b\u000c\t\u2002\u2003\u2009【】［］〔〕",
    "---------······\n\n\n\n\n    ()()()",
)
_CHINESE_DIGITS = "〇零○一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_VALUES = str.maketrans(_CHINESE_DIGITS, "000122345678911" + "23456789")
#: So many digits in a row, some of them written out, are read out from a card or a telephone: no year, no amount.
_WRITTEN_OUT = re.compile(rf"[\d{_CHINESE_DIGITS}]{{11,}}")


#: Six digits or more with little between them: every number that is looked for holds such a run.
_RUN = re.compile(r"\d(?:[ \-·._()+\n]{0,4}\d){5,}")
_MARGIN = 12


@dataclass(frozen=True, slots=True)
class Canvas:
    """text: what the patterns run over. runs: where digits stand close, with what may belong to them before and behind.

    places: where each of its characters stood in the text as given; None where nothing moved.
    """

    text: str
    runs: tuple[tuple[int, int], ...]
    places: tuple[int, ...] | None

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield what a pattern for numbers finds, by looking only where digits stand close."""
        for start, stop in self.runs:
            yield from pattern.finditer(self.text, start, stop)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the same stretch in the text as it was given."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def read(text: str) -> Canvas:
    """Return the text as the detectors read it."""
    folded = fold(text).translate(_ALIKE)
    places = None
    if _INVISIBLE.search(folded):
        places = tuple(at for at, char in enumerate(folded) if not _INVISIBLE.match(char))
        folded = "".join(folded[at] for at in places)
    text = _WRITTEN_OUT.sub(lambda run: run.group().translate(_VALUES), folded)
    return Canvas(text, tuple(_runs(text)), places)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where digits stand close, with their margins; margins that reach into the next run join the two."""
    start = stop = -1
    for run in _RUN.finditer(text):
        if run.start() - _MARGIN <= stop:
            stop = run.end() + _MARGIN
            continue
        if stop >= 0:
            yield start, stop
        start, stop = max(0, run.start() - _MARGIN), run.end() + _MARGIN
    if stop >= 0:
        yield start, stop
