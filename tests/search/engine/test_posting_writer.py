"""Whoosh's own matcher reads every shape of posting list that we write."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3LeafMatcher, W3TermInfo
from whoosh.filedb.structfile import BufferFile
from whoosh.util.numeric import byte_to_length

from search.engine.fields import WeightOnly
from search.engine.posting_writer import PostingLists, posting_blocks

_DOCUMENTS = 60_000
_COUNTS = st.one_of(st.just(1), st.integers(1, 4_095))
_LIST = st.one_of(
    st.dictionaries(st.integers(0, _DOCUMENTS - 1), _COUNTS, min_size=1, max_size=5),
    st.dictionaries(st.integers(0, 300), st.just(1), min_size=1, max_size=300),
    st.dictionaries(st.integers(0, _DOCUMENTS - 1), st.integers(1, 3), min_size=50, max_size=70),
)
_LENGTHS = np.random.default_rng(1).integers(1, 256, _DOCUMENTS, dtype=np.uint8)


def packed(lists: list[dict[int, int]]) -> PostingLists:
    documents = np.array([one for postings in lists for one in sorted(postings)], np.uint16)
    counts = np.array([postings[one] for postings in lists for one in sorted(postings)], np.uint16)
    starts = np.cumsum([0, *map(len, lists[:-1])])
    return PostingLists(documents, counts, starts)


def read(blocks: bytes, place: int, size: int) -> list[tuple[int, float]]:
    matcher = W3LeafMatcher(BufferFile(memoryview(blocks)), place, size, WeightOnly())
    found = []
    while matcher.is_active():
        found.append((matcher.id(), matcher.weight()))
        matcher.next()
    return found


@settings(deadline=None, max_examples=40)
@given(lists=st.lists(_LIST, min_size=1, max_size=8), factor=st.sampled_from([1.0, 2.0, 0.5, 1.3]))
def test_what_is_written_is_read_by_whoosh(lists: list[dict[int, int]], factor: float) -> None:
    blocks, infos = posting_blocks(packed(lists), _LENGTHS, factor, 0)
    for postings, info in zip(lists, infos, strict=True):
        weights = {one: np.float32(count * factor) for one, count in postings.items()}
        assert read(blocks.tobytes(), int(info["place"]), int(info["size"])) == sorted(weights.items())
        told = W3TermInfo.from_bytes(info.tobytes())
        lengths = [byte_to_length(int(_LENGTHS[one])) for one in postings]
        assert told.weight() == pytest.approx(sum(weights.values())) and told.doc_frequency() == len(postings)
        assert (told.min_id(), told.max_id()) == (min(postings), max(postings))
        assert (told.min_length(), told.max_length()) == (min(lengths), max(lengths))
        assert told.max_weight() == max(weights.values())


@pytest.mark.parametrize("size", [1, 2, 55, 56, 255, 256, 5_000])
@pytest.mark.parametrize("step", [1, 11])
@pytest.mark.parametrize("count", [1, 255, 256])
def test_lists_are_read_at_the_bounds_of_every_shape(size: int, step: int, count: int) -> None:
    postings = {number * step + (300 if step > 1 else 0): count for number in range(size)}
    blocks, infos = posting_blocks(packed([postings]), _LENGTHS, 1.0, 0)
    assert read(blocks.tobytes(), 0, int(infos[0]["size"])) == sorted(postings.items())


def test_most_terms_take_little_room(tmp_path: Path) -> None:
    """Half of all terms occur once in one document."""
    blocks, _ = posting_blocks(packed([{number: 1} for number in range(1_000)]), _LENGTHS, 1.0, 0)
    assert len(blocks) / 1_000 < 34
