"""A text and what it was made from: a place in the one is found again in the other, though lengths may differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the source that became a longer or shorter one. All four are offsets in characters."""

    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """The new text. uneven: its stretches of another length, in order; all else corresponds character by character."""

    text: str
    uneven: tuple[Stretch, ...] = ()

    @classmethod
    def of(cls, segments: Iterable[tuple[str, str]]) -> Aligned:
        """Join segments of (source, new text), in their order."""
        parts: list[str] = []
        uneven: list[Stretch] = []
        at = new_at = 0
        for source, new in segments:
            parts.append(new)
            end, new_end = at + len(source), new_at + len(new)
            if len(source) != len(new):
                uneven.append(Stretch(at, end, new_at, new_end))
            at, new_at = end, new_end
        return cls("".join(parts), tuple(uneven))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to `end` of the source stand now.

        One that ends or begins amid an uneven stretch takes in the whole of it: no part of it corresponds to a part.
        """
        return self._moved(start, at_end=False), self._moved(end, at_end=True)

    def _moved(self, place: int, *, at_end: bool) -> int:
        shift = 0
        for stretch in self.uneven:
            if place <= stretch.start:
                break
            if place < stretch.end:
                return stretch.new_end if at_end else stretch.new_start
            shift = stretch.new_end - stretch.end
        return place + shift
