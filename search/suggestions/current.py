"""The vocabulary of this process: built from the index and the public rows, and built anew after changes.

Small archives are read at once; with larger ones a thread does it, and until it has, nothing is proposed. It is the
more seldom built anew the longer it takes. What it holds is only a proposal: the archive is asked before any is shown.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from archive.models import Agency, Article
from archive.text.folding import fold
from search.analysis.segmentation import Cut
from search.backends.sessions import Session, damage_told
from search.engine.snapshot import Snapshot
from search.suggestions.index_words import frequent_words
from search.suggestions.lexicon import Entry
from search.suggestions.vocabulary import MOST_WORDS, Title, Vocabulary, vocabulary_of

log = logging.getLogger("baoku.search")

#: An archive of so many documents is read while the reader waits.
SMALL = 200
#: So many of the newest titles can be found by how they begin.
MOST_TITLES = 20_000
#: In characters: what is looked up of a title.
_TITLE = 40
#: So many of the newest articles are read for phrases, so many characters of each.
_READ, _PASSAGE = 2_000, 300
#: Building takes at most this part of the time.
_SHARE = 1 / 30
#: Seconds until it is tried again where it failed.
_REST = 60.0

Version = tuple[Path, int]


@dataclass(frozen=True, slots=True)
class _Built:
    """version: of the index. seconds: it took so long."""

    vocabulary: Vocabulary
    version: Version
    seconds: float


class _Current:
    """What was built last, for the threads of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._built: _Built | None = None
        self._builder: threading.Thread | None = None
        self._rest_until = -math.inf  # on the monotonic clock

    def get(self, at: Session, cut: Cut) -> Vocabulary | None:
        """The vocabulary of this index, perhaps of an earlier commit; None while the first one is being built."""
        with self._lock:
            if self._is_due(at.snapshot):
                self._build(at, cut)
            return self._built.vocabulary if self._is_of(at.snapshot) and self._built else None

    def _is_of(self, snapshot: Snapshot) -> bool:
        """Whether what was built belongs to the same index, of whichever generation."""
        return self._built is not None and self._built.version[0].parent == snapshot.folder.parent

    def _is_due(self, snapshot: Snapshot) -> bool:
        if self._builder is not None:
            return False
        if not self._is_of(snapshot) and self._built is not None:
            return True
        newer = self._built is None or self._built.version != _version(snapshot)
        return newer and time.monotonic() >= self._rest_until

    def _build(self, at: Session, cut: Cut) -> None:
        if at.snapshot.size <= SMALL:
            self._keep(_build(at, cut))
            return
        self._builder = threading.Thread(target=self._build_apart, args=(at, cut), name="vocabulary", daemon=True)
        self._builder.start()

    def _build_apart(self, at: Session, cut: Cut) -> None:
        built = None
        try:
            built = _build(at, cut)
        except Exception:  # a thread has nobody to tell; the next search finds out what is wrong and says so
            log.exception("The vocabulary for suggestions could not be built.")
        finally:
            connections.close_all()
            with self._lock:
                self._builder = None
                self._keep(built)

    def _keep(self, built: _Built | None) -> None:
        """Take what was built, or nothing if that failed, and rest."""
        self._rest_until = time.monotonic() + (built.seconds / _SHARE if built else _REST)
        self._built = built or self._built


def vocabulary(at: Session, cut: Cut) -> Vocabulary | None:
    """Return what can be proposed of the index; None while it is being read for the first time."""
    return _current.get(at, cut)


def _build(at: Session, cut: Cut) -> _Built:
    """Read index and rows. Raises IndexUnavailable."""
    began = time.monotonic()
    with damage_told(at.root):
        tables = [segment.files.terms for segment in at.snapshot.segments]
        words = frequent_words(tables, at.layout.default, MOST_WORDS)
    titles = list(_titles())
    passages = [(title.folded for title in titles), _beginnings()]
    built = vocabulary_of(words, titles, passages, _agencies(), cut)
    return _Built(built, _version(at.snapshot), time.monotonic() - began)


def _titles() -> Iterator[Title]:
    rows = Article.objects.public().newest_first().values_list("pk", "title")[:MOST_TITLES]
    yield from (Title(pk, fold(title[:_TITLE])) for pk, title in rows if title)


def _beginnings() -> Iterator[str]:
    """How the newest articles begin."""
    rows = Article.objects.public().newest_first().values_list("body", flat=True)
    yield from (fold("\n".join(body)[:_PASSAGE]) for body in rows[:_READ])


def _agencies() -> Iterator[Entry]:
    """All names of confirmed agencies, the shorter first."""
    agencies = Agency.objects.confirmed().order_by()
    rows = {*agencies.values_list("pk", "name"), *agencies.values_list("pk", "aliases__name")}
    yield from (Entry(fold(name), -len(name), pk) for pk, name in rows if name)


def _version(snapshot: Snapshot) -> Version:
    return snapshot.folder, snapshot.generation


_current = _Current()
