"""Work on many rows in turns, a short transaction each, so that others may write in between."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

#: Articles that one transaction takes where each is amended as by hand.
AT_ONCE = 50
#: Seconds between two turns. SQLite lets one write and wakes nobody: who waits looks again every tenth of a second,
#: and without a pause would find the next turn begun each time.
PAUSE = 0.05

Row = TypeVar("Row")


def in_turns(rows: Iterable[Row], size: int | None = None) -> Iterator[list[Row]]:
    """Yield the rows in portions, AT_ONCE of them unless told otherwise, with a pause before every one but the first.

    Each portion is to be one transaction; call it outside of any.
    """
    waiting, size = list(rows), size or AT_ONCE
    for start in range(0, len(waiting), size):
        if start:
            time.sleep(PAUSE)
        yield waiting[start : start + size]
