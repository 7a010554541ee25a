"""How many exports run at once. Each keeps a thread of the web server for as long as its reader takes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

#: Exports that one process writes at once: half of its threads stay free for pages.
AT_ONCE = 2
_CHUNK = 16_384  # characters

_free = threading.BoundedSemaphore(AT_ONCE)


class Turn:
    """A place among the exports that run. It is given back when it is closed, which may be done twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = True

    def close(self) -> None:
        with self._lock:
            if self._held:
                self._held = False
                _free.release()


class Pieces:
    """The pieces of a file in UTF-8, written in a turn that ends with them, or when the reader goes away.

    A generator alone would not do: one that was never begun is closed without a word, and its turn would be lost.
    """

    def __init__(self, pieces: Iterator[str], turn: Turn) -> None:
        self._pieces = pieces
        self._turn = turn

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from _in_chunks(self._pieces)
        finally:
            self.close()

    def close(self) -> None:
        self._turn.close()


def _in_chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Join pieces into chunks that are worth being sent."""
    waiting, size = [], 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _CHUNK:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, size = [], 0
    yield "".join(waiting).encode("utf-8", "replace")


def take_turn() -> Turn | None:
    """Return a turn, None while as many exports run as may."""
    return Turn() if _free.acquire(blocking=False) else None
