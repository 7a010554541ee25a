"""The gate before every hit and every count: which of a segment's documents readers may see now.

Search never relies on the index for this. An article with an unsettled change is hidden until the index has followed,
because what the index holds may be words that were taken out of it; those are asked for at every search. Which
articles are public is asked for at least every FRESH seconds, and at once for documents not asked about before.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from archive.models import Article
from search.models import IndexChange

#: For how many seconds an answer of the database about public articles holds. The newsroom's own changes never wait
#: for it: they stand in the outbox. It bounds how long a row changed behind the newsroom's back is still counted.
FRESH = 5.0
#: For no more documents than this ask about them alone; for more, about all there are.
FEW = 500
#: Answers are kept for so many segments.
_KEPT = 256

Mask = NDArray[np.bool_]
Keys = NDArray[np.int64]


class Segment(Protocol):
    """What is asked of a segment: a name that no other segment ever has, and its documents' primary keys."""

    @property
    def name(self) -> str: ...

    @property
    def pks(self) -> Keys: ...


@dataclass(frozen=True, slots=True)
class Gate:
    """What readers may see as of one moment. Make it with `gate()` before the snapshot that it is used on is taken:
    a change that is not among `pending` had been settled by then, so the snapshot holds it."""

    pending: Keys

    def __call__(self, segment: Segment) -> Mask:
        """Return for each of the segment's documents whether readers may see it; costs a query where one is due."""
        public = _public.mask(segment)
        if not self.pending.size:
            return public
        return public & ~np.isin(segment.pks, self.pending)


def gate() -> Gate:
    """Return the gate as it stands now. Costs one query, and every FRESH seconds one for all public keys."""
    pending = _keys(IndexChange.objects.pending().order_by().values_list("article_pk", flat=True))
    _public.renew()
    return Gate(pending)


def forget() -> None:
    """Have all articles asked about anew before the next mask: somebody has seen a hit that was public no more."""
    _public.forget()


class _Public:
    """What the database said of which segment's documents, and when. Shared by all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._masks: OrderedDict[str, tuple[int, Mask]] = OrderedDict()
        self._all: Keys = np.empty(0, np.int64)
        self._round = 0
        self._asked = -np.inf  # seconds on the monotonic clock

    def renew(self) -> None:
        """Ask about all articles if the last answer is too old."""
        with self._lock:
            if time.monotonic() - self._asked >= FRESH:
                self._ask_about_all()

    def forget(self) -> None:
        with self._lock:
            self._asked = -np.inf

    def mask(self, segment: Segment) -> Mask:
        with self._lock:
            if self._asked == -np.inf:
                self._ask_about_all()
            known = self._masks.get(segment.name)
            if known is None or known[0] != self._round:
                answer = self._answer(segment, new=known is None)
                known = (self._round, answer)
            self._keep(segment.name, known)
            return known[1]

    def _answer(self, segment: Segment, *, new: bool) -> Mask:
        """What was said of all articles may be older than a new segment: ask again, about few by themselves."""
        if new and segment.pks.size <= FEW:
            return np.isin(segment.pks, _keys(_public_keys(segment.pks.tolist())))
        if new:
            self._ask_about_all()
        return np.isin(segment.pks, self._all)

    def _ask_about_all(self) -> None:
        self._asked = time.monotonic()
        self._all = _keys(_public_keys())
        self._round += 1

    def _keep(self, name: str, known: tuple[int, Mask]) -> None:
        self._masks[name] = known
        self._masks.move_to_end(name)
        if len(self._masks) > _KEPT:
            self._masks.popitem(last=False)


def _public_keys(among: list[int] | None = None) -> Iterable[int]:
    public = Article.objects.public().order_by().values_list("pk", flat=True)
    return public if among is None else public.filter(pk__in=among)


def _keys(keys: Iterable[int]) -> Keys:
    return np.fromiter(keys, np.int64)


_public = _Public()
