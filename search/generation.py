"""One generation of the index: its folder, and what writing to it takes. All but opening needs the lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from search.analysis import segmenter
from search.analysis.analyzer import Analyzer
from search.documents import article_layout
from search.engine import checksums, compaction, folders, purge, stamp, writing
from search.engine.compaction import POLICY
from search.engine.damage import IndexDamaged
from search.engine.folders import IndexLocked
from search.engine.layout import Document
from search.engine.purge import PurgeReport
from search.engine.snapshot import Snapshot, opened
from search.engine.writing import Built, Commit, SegmentInfo

#: The staff's words with which the texts of this generation are segmented, folded, one a line.
_WORDS = "words.txt"
#: Segments of more documents are merged with no others.
_MERGED = POLICY.tiers[-1]
#: Where the segmenter keeps its cache, beside the generations.
_SEGMENTER = "segmenter"


@dataclass(frozen=True, slots=True)
class Generation:
    """Raises IndexDamaged where the files cannot be read, OSError where they cannot be written."""

    folder: Path

    @classmethod
    def live(cls, root: Path) -> Generation:
        """The generation that readers see. Raises IndexMissing."""
        return cls(folders.live_folder(root))

    @classmethod
    def new(cls, root: Path, names: Collection[str]) -> Generation:
        """Start a generation beside the live one; `names` stay its words until the next one."""
        generation = cls(folders.new_folder(root))
        generation._freeze(names)
        folders.write_stamp(generation.folder, stamp.current_stamp())
        writing.create(generation.folder, article_layout())
        return generation

    @property
    def names(self) -> frozenset[str]:
        """The staff's words that this generation was begun with."""
        path = self.folder / _WORDS
        return frozenset(path.read_text(encoding="utf-8").splitlines()) if path.exists() else frozenset()

    def commit(self, *, add: Iterable[Document], remove: Collection[int]) -> Commit:
        """In one commit take out the documents of these keys and add those; nothing is merged."""
        with self._writing():
            return writing.commit(self.folder, article_layout(), self.analyzer, add=add, remove=remove)

    def build(self, documents: Sequence[Document]) -> Built:
        """Write a segment that nobody sees until it is adopted. Several processes may do so at once."""
        return writing.build_segment(self.folder, article_layout(), self.analyzer, documents)

    def adopt(self, built: Sequence[Built]) -> None:
        """Take finished segments in, all at once."""
        with self._writing():
            writing.adopt(self.folder, article_layout(), built)

    def compact(self) -> bool:
        """Merge and tidy segments as the policy says; tell whether there was something to do."""
        with self._writing():
            self._demand_whole_sources()
            return compaction.compact(self.folder, article_layout(), self.analyzer)

    def purge(self) -> PurgeReport:
        """Write anew what holds deleted documents, and prove that nothing of them is left in any file of the index."""
        with self._writing():
            self._demand_whole_sources()
            lists = [self.folder.parent / _SEGMENTER, self.folder / _WORDS]
            return purge.purge(self.folder, article_layout(), self.analyzer, word_lists=filter(Path.exists, lists))

    def segments(self) -> list[SegmentInfo]:
        """The segments with their numbers of documents and of deleted ones."""
        with self._writing():
            return writing.segments_info(self.folder, article_layout())

    def open(self) -> Snapshot:
        """What a reader sees of it."""
        return opened(self.folder, article_layout())

    def altered(self) -> list[str]:
        """Names of files that are not what was written. Reads them all."""
        return checksums.altered(self.folder)

    def is_damaged(self) -> bool:
        """Tell whether the files cannot be opened or are not what was written. Reads them all."""
        try:
            self.open()
        except (IndexDamaged, OSError):
            return True
        return bool(self.altered())

    def make_live(self) -> None:
        """Let readers see this generation from now on."""
        folders.make_live(self.folder.parent, self.folder)

    @property
    def analyzer(self) -> Analyzer:
        return _analyzer(self.folder.parent, self.names)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Take the checksums of what was written. Where it fails because files are damaged, raise IndexDamaged:
        Whoosh and pickle raise anything at all on such files, a full disk's error among them."""
        self._demand_whole(lambda name: name.endswith(".toc"))
        try:
            yield
        except (IndexLocked, IndexDamaged):
            raise
        except Exception as error:
            if self.is_damaged():
                raise IndexDamaged(f"{self.folder.name}: {error!r}") from error
            raise
        checksums.remember(self.folder)

    def _demand_whole_sources(self) -> None:
        """Raise IndexDamaged if a segment that may be written anew is not what was written: a flipped letter would be
        copied, and the copy's checksum would vouch for it."""
        segments = writing.segments_info(self.folder, article_layout())
        sources = {f"{one.name}.seg" for one in segments if one.deleted or one.documents <= _MERGED}
        self._demand_whole(sources.__contains__)

    def _demand_whole(self, concerns: Callable[[str], bool]) -> None:
        if altered := checksums.altered(self.folder, concerns):
            raise IndexDamaged(f"{self.folder.name}: not as written: {', '.join(altered)}")

    def _freeze(self, names: Collection[str]) -> None:
        with (self.folder / _WORDS).open("w", encoding="utf-8") as file:
            file.writelines(f"{name}\n" for name in sorted(names))
            file.flush()
            os.fsync(file.fileno())


@lru_cache(maxsize=2)
def _analyzer(root: Path, names: frozenset[str]) -> Analyzer:
    return Analyzer(segmenter(root / _SEGMENTER), names)
