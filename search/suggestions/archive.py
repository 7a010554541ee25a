"""What suggestions ask of the archive before anything is shown: how many public articles there are for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Named:
    """A public article or a confirmed agency. text: as it is printed. note: what tells it from others."""

    text: str
    url: str
    note: str = ""
    count: int = 1


class Archive(Protocol):
    """All answers are of this moment, and of public articles alone. Texts are folded."""

    def count(self, words: Sequence[str]) -> int:
        """How many articles hold all these words, in any spelling."""
        ...

    def meet(self, pair: str) -> bool:
        """Whether any document of the index, public or not, holds these two characters side by side. Cheap."""
        ...

    def titles_with(self, words: str, most: int) -> Sequence[int]:
        """The keys of the newest articles with these words in the title."""
        ...

    def articles(self, keys: Iterable[int]) -> dict[int, Named]:
        """Those of these articles that are public, by their keys."""
        ...

    def agencies(self, keys: Iterable[int]) -> dict[int, Named]:
        """Those of these agencies that are confirmed and that public articles name, by their keys."""
        ...
