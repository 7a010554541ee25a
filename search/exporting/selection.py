"""What an export holds: the keys of all that a search finds, and the articles behind them, a lot at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from archive.models import Article
from search.answering.executor import asked_of, understood
from search.asking.requests import SearchRequest
from search.backends.whoosh import session

#: Articles in memory.
_AT_ONCE = 100
#: What no format tells, and what would take time to decode.
_UNTOLD = ("evidence", "desk_note")


@dataclass(frozen=True, slots=True)
class Selection:
    """The keys of all articles found, in the order of the page: eight bytes each."""

    keys: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.keys)

    def lots(self) -> Iterator[list[Article]]:
        """Yield the articles in their order, as they are at that moment; those no longer public are left out.

        One query for each lot, and nothing is held between them: no transaction, no lock, no cursor.
        """
        for start in range(0, len(self.keys), _AT_ONCE):
            keys = self.keys[start : start + _AT_ONCE].tolist()
            rows = Article.objects.public().order_by().defer(*_UNTOLD).in_bulk(keys)
            if lot := [rows[key] for key in keys if key in rows]:
                yield lot


def selected(request: SearchRequest) -> Selection:
    """Return all that the request finds, each reprint by itself. Raises IndexUnavailable.

    The index is asked once and let go: while the file is written, what is purged from it is gone.
    """
    at = session()
    whole = replace(request, collapse=False, facets=False, cursor="")
    return Selection(at.keys(asked_of(whole, understood(whole), at)))
