"""Keeps one bad item from holding up the good ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import DatabaseError

from search.engine.damage import IndexDamaged
from search.engine.folders import IndexLocked, IndexMissing

Item = TypeVar("Item")
Done = TypeVar("Done")

#: What says nothing about an item: a full disk, a lost database, a damaged index. Trying again later is the remedy.
OUTER_FAULTS = (OSError, MemoryError, DatabaseError, IndexDamaged, IndexLocked, IndexMissing)


def in_halves(
    items: Sequence[Item], do: Callable[[Sequence[Item]], Done]
) -> tuple[list[Done], list[tuple[Item, Exception]]]:
    """Do it with all items at once; where that fails, with each half, down to the items that fail by themselves.

    Returns what `do` returned, in the order of the items, and the bad items with their errors. OUTER_FAULTS pass.
    """
    if not items:
        return [], []
    try:
        return [do(items)], []
    except OUTER_FAULTS:
        raise
    except Exception as error:  # whatever a hostile or broken text can make the code below raise
        if len(items) == 1:
            return [], [(items[0], error)]
    middle = len(items) // 2
    (first, bad), (second, worse) = in_halves(items[:middle], do), in_halves(items[middle:], do)
    return first + second, bad + worse
