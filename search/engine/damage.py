"""What is raised when the files of an index are not what they should be, and the one place that turns into it whatever
reading wild bytes may raise."""

from __future__ import annotations

import struct
import zlib
from types import TracebackType

#: What reading bytes that are not what they should be can raise, in Python and in numpy.
_SYMPTOMS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    struct.error,
    TypeError,
    ValueError,
    zlib.error,
)


class IndexDamaged(Exception):
    """A file of the index is missing, cut short, unreadable, or holds something else than it should."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class read_from:
    """Within it, anything that bytes from `source` make go wrong is raised as IndexDamaged.

    Entered for each posting list, hence no generator.
    """

    __slots__ = ("_source",)

    def __init__(self, source: str) -> None:
        self._source = source

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(error, _SYMPTOMS):
            raise IndexDamaged(f"{self._source}: {type(error).__name__}: {error}") from error


def demand(holds: bool, what: str) -> None:
    """Raise IndexDamaged unless `holds`; `what` says what should have been."""
    if not holds:
        raise IndexDamaged(what)
