"""Which documents hold which term: Whoosh's own file format, written faster than Whoosh does.

Whoosh passes each posting by itself through a sorting pool and five functions, with weights, lengths and payloads
that a bare "holds it" has not; that is most of its indexing time. Documents are added in order, so the pool here
keeps a list of numbers per term, and a term's block is written at one go. Stock Whoosh reads the result.
Format: whoosh.codec.whoosh3 (W3PostingsWriter, W3TermInfo) and whoosh.filedb.filetables of Whoosh 2.7.4.
"""

from __future__ import annotations

import pickle
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from itertools import pairwise
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter
from whoosh.fields import FieldType
from whoosh.formats import Existence
from whoosh.reading import SegmentReader, TermNotFound

#: Documents in one block of a posting list: large, for a block is decoded at once.
_BLOCK = 4096
# W3TermInfo._struct, and the extent that follows where the postings are not inlined.
_TERM_INFO = struct.Struct("!BfIBBfIIqi")
_FIELD_ID = struct.Struct("!H")
_LENGTHS = struct.Struct("!ii")
_BLOCK_LENGTH = struct.Struct("!i")


class TermSet(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field whose value is the set of its terms: what counts is only that the document holds them."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(self, value: Set[str], **_: Any) -> Iterator[tuple[Set[str], int, float, bytes]]:
        """Hand the whole set to PostingLists as one item: a call per term would take longer than all the rest."""
        yield value, 1, 1.0, b""


class PostingLists:
    """Takes the place of Whoosh's PostingPool: documents come in order, so each list is sorted as it grows."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[bytes, list[int]]] = defaultdict(lambda: defaultdict(list))

    def add(self, posting: tuple[str, bytes | Set[str], int, float, bytes]) -> None:
        """Take one posting, as Whoosh gives it when it merges segments, or those of a whole set of terms."""
        name, terms, number, _, _ = posting
        lists = self._fields[name]
        if isinstance(terms, bytes):
            lists[terms].append(number)
        else:
            for term in terms:
                lists[term.encode()].append(number)

    def iter_postings(self) -> PostingLists:
        """Whoosh hands this to the field writer, which is ours and asks for whole lists."""
        return self

    def sorted_fields(self) -> Iterable[tuple[str, dict[bytes, list[int]]]]:
        return sorted(self._fields.items())

    def cleanup(self) -> None:
        self._fields.clear()


class FieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes each term's postings as one run of blocks, and the terms as Whoosh's ordered hash table keeps them."""

    def add_postings(self, schema: Any, lengths: Any, items: PostingLists) -> None:
        for name, lists in items.sorted_fields():
            self.start_field(name, schema[name])
            self._add_field(_FIELD_ID.pack(self._fieldid), lists)
            self.finish_field()

    def _add_field(self, prefix: bytes, lists: dict[bytes, list[int]]) -> None:
        table, postings = self._tindex, self._postfile
        key_position, posting_position = table.dbfile.tell(), postings.tell()
        records, written = [], []
        for term in sorted(lists):
            numbers = lists[term]
            blocks = _blocks(numbers) if len(numbers) > 1 else _lone(numbers[0])
            key = prefix + term
            record = _record(key, numbers, posting_position, len(blocks))
            table.index.append(key_position)
            hashed = table.hashfn(key)
            table.buckets[hashed & 255].append((hashed, key_position))
            records.append(record)
            written.append(blocks)
            key_position += len(record)
            posting_position += len(blocks)
        table.dbfile.write(b"".join(records))
        postings.write(b"".join(written))


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's codec with the writer above and without field lengths, which only its own scoring reads."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        return FieldWriter(self, storage, segment)


def holders(reader: SegmentReader, term: str, field: str = "terms") -> list[int]:
    """Return the numbers of the documents that hold the term, ascending, deleted ones possibly among them."""
    try:
        matcher = reader._terms.matcher(field, term.encode("utf-8", "replace"), Existence())
    except TermNotFound:
        return []
    numbers: list[int] = []
    while matcher.is_active():
        matcher._read_ids()
        numbers.extend(matcher._ids)
        matcher._next_block()
    return numbers


def holder_count(reader: SegmentReader, term: str) -> int:
    """Return how many documents hold the term, deleted ones possibly among them; cheap."""
    try:
        return int(reader._terms.term_info("terms", term.encode("utf-8", "replace")).doc_frequency())
    except TermNotFound:
        return 0


def _record(key: bytes, numbers: list[int], position: int, length: int) -> bytes:
    """A term's entry in the table: lengths, key, and the term info that tells where its postings are."""
    count = len(numbers)
    info = _TERM_INFO.pack(0, count, count, 0, 0, 1.0, numbers[0], numbers[-1], position, length)
    return _LENGTHS.pack(len(key), len(info)) + key + info


@lru_cache(maxsize=4096)
def _lone(number: int) -> bytes:
    """The postings of a term that one document alone holds: half of all terms, so few results are wanted often."""
    return _blocks([number])


def _blocks(numbers: list[int]) -> bytes:
    if len(numbers) <= _BLOCK:
        return bytes(WHOOSH3_HEADER_MAGIC) + _block(numbers, last=True)
    starts = range(0, len(numbers), _BLOCK)
    blocks = (_block(numbers[at : at + _BLOCK], last=at == starts[-1]) for at in starts)
    return b"".join([WHOOSH3_HEADER_MAGIC, *blocks])


def _block(numbers: list[int], *, last: bool) -> bytes:
    """One block: its length (negative for the last), its statistics, and (ids as differences, weights, values)."""
    differences = (numbers[0], *[after - before for before, after in pairwise(numbers)])
    data = pickle.dumps((differences, None, None), 2)
    info = pickle.dumps((len(numbers), numbers[-1], 1.0, 0, 0, 0), 2)
    length = len(info) + len(data)
    return _BLOCK_LENGTH.pack(-length if last else length) + info + data
