"""What one search works on: the newest snapshot, which all threads of the process share, and the gate before it."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.analysis.analyzer import Analyzer
from search.backends import IndexUnavailable
from search.engine import folders
from search.engine.damage import IndexDamaged
from search.engine.layout import Layout
from search.engine.searching import Asked, Found, keys, search
from search.engine.snapshot import Segment, Snapshot, current
from search.engine.stamp import current_stamp
from search.generation import Generation
from search.visibility import gate

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Session:
    """The index and the gate as they stand at one moment. Use one for all that belongs to one answer, and no longer.

    visible: the gate's mask for a segment; hand it to whatever counts or ranks documents beside `search`.
    """

    root: Path
    snapshot: Snapshot
    layout: Layout
    analyzer: Analyzer
    visible: Callable[[Segment], NDArray[np.bool_]]

    def search(self, asked: Asked) -> Found:
        """Answer what is asked, out of what readers may see. Raises IndexUnavailable, UnknownField."""
        with damage_told(self.root):
            return search(self.snapshot, replace(asked, visible=self.visible))

    def keys(self, asked: Asked) -> NDArray[np.int64]:
        """Return the keys of all that is found, in order, out of what readers may see. Raises as search()."""
        with damage_told(self.root):
            return keys(self.snapshot, replace(asked, visible=self.visible))


def open_session(root: Path, layout: Layout) -> Session:
    """Return a session on the newest commit, of whichever process. Raises IndexUnavailable."""
    visible = gate()  # before the snapshot: what is settled by now is in it
    snapshot, analyzer = _held[root].current(root, layout)
    return Session(root, snapshot, layout, analyzer, visible)


def size_of(root: Path, layout: Layout) -> int:
    """Return how many documents the newest commit holds, whoever may see them. Raises IndexUnavailable."""
    return _held[root].current(root, layout)[0].size


@contextmanager
def damage_told(root: Path) -> Iterator[None]:
    """Raise IndexUnavailable where there is no index, or damaged files; of these leave word for the worker."""
    try:
        yield
    except folders.IndexMissing as error:
        raise IndexUnavailable("missing") from error
    except IndexDamaged as error:
        _log.exception("The index in %s cannot be read.", root)
        folders.mark_damaged(root)
        raise IndexUnavailable("unreadable") from error


class _Held:
    """The newest snapshot of one index, with the analyzer of its generation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._analyzer: Analyzer | None = None

    def current(self, root: Path, layout: Layout) -> tuple[Snapshot, Analyzer]:
        with self._lock, damage_told(root):
            snapshot = current(root, layout, self._snapshot)
            if self._analyzer is None or self._snapshot is None or snapshot.folder != self._snapshot.folder:
                self._snapshot = None  # should the next lines fail, they are tried again
                self._analyzer = _current(Generation(snapshot.folder)).analyzer
            self._snapshot = snapshot
            return snapshot, self._analyzer


def live_generation(root: Path) -> Generation:
    """Return the live index to write to, with the lock held. Raises IndexUnavailable, IndexMissing."""
    return _current(Generation.live(root))


def _current(generation: Generation) -> Generation:
    """Refuse an index that another version of the project built: what this one looks for may stand there otherwise."""
    if folders.read_stamp(generation.folder) != current_stamp():
        raise IndexUnavailable("stale")
    return generation


_held: defaultdict[Path, _Held] = defaultdict(_Held)
