"""What every engine of the comparison has to do."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import rjieba

from benchmarks.search.mix import Query
from benchmarks.search.rows import Row, read

#: How many hits a page shows.
PAGE = 20
FACETS = ("year", "outlet", "script", "agency")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Answer:
    """count: of all that match. pks: of the first page. facets: by name, how often each value comes."""

    count: int
    pks: Sequence[int] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(ABC):
    """One engine with its files in `folder`. It builds in one process and answers in another."""

    #: Seconds of wall and processor that build() spent on what is there before an index is built.
    uncounted: tuple[float, float] = (0.0, 0.0)

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def build(self, file: Path, count: int) -> None:
        """Index the first `count` rows of `file`, from nothing to files on disk that answer."""

    @abstractmethod
    def open(self) -> None:
        """Make ready to answer."""

    @abstractmethod
    def ask(self, query: Query, facets: bool) -> Answer:
        """Answer a page with the count of all matches and, if asked for, the facets."""

    @abstractmethod
    def holding(self, words: str) -> list[int]:
        """Return the keys of all articles that hold `words` as they stand, as far as the engine can tell."""

    @abstractmethod
    def best(self, question: str, count: int) -> list[int]:
        """Return the keys of the articles that answer a question in plain language best, the best first."""

    @abstractmethod
    def add(self, rows: Sequence[Row]) -> None:
        """Add articles; when it returns, ask() finds them."""

    def take_back(self, count: int) -> None:  # noqa: B027 - nothing to do for most
        """Forget what was added after the first `count` articles, where add() did not write into a copy."""

    def bytes(self) -> int:
        """Bytes of all files of the index."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def anonymous(self) -> int:
        """Bytes of memory that the answering process does not share with the page cache."""
        return memory("RssAnon")

    def peak(self) -> int:
        """Bytes of resident memory of the largest building process, at the most."""
        return memory("VmHWM")


def memory(name: str, process: int | str = "self") -> int:
    """Return a line of /proc/…/status in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
    if found is None:
        raise LookupError(name)
    return int(found[1]) * 1024


def segmented(text: str) -> list[str]:
    """Return the words of a text as jieba cuts them, without punctuation and blanks."""
    return [word for word in rjieba.cut(text) if _WORD.search(word)]


def batches(file: Path, count: int, size: int) -> Iterator[list[Row]]:
    rows: list[Row] = []
    for row in read(file, count):
        rows.append(row)
        if len(rows) == size:
            yield rows
            rows = []
    if rows:
        yield rows
