"""Decodes posting lists: which documents hold a term, and with which weight (occurrences × the text's factor).

Format: W3PostingsWriter and W3LeafMatcher of whoosh.codec.whoosh3, Whoosh 2.7.4. A list is blocks of pickles, each of
the numbers of documents as differences and of their weights, as tuples or arrays, compressed or not.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engine import pickles
from search.engine.damage import demand
from search.engine.mapped import Part
from search.engine.own_blocks import Block, own_block
from search.engine.termtable import TermInfo

MAGIC = b"W3Bl"
LENGTH = struct.Struct("!i")


class Postings(NamedTuple):
    """The documents that hold a term, ascending, and the weight of each, as Whoosh keeps it."""

    docs: NDArray[np.int32]
    weights: NDArray[np.float32]

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + self.weights.nbytes


NO_POSTINGS = Postings(np.zeros(0, np.int32), np.zeros(0, np.float32))


def decoded(part: Part, info: TermInfo, size: int) -> Postings:
    """Return a term's postings in a segment of `size` documents. Raises what wild bytes raise: see damage.read_from."""
    return decoded_list(part.bytes(info.offset, info.offset + info.length), info.documents, size)


def decoded_list(data: bytes, count: int, size: int) -> Postings:
    """Return the postings that `data` holds from its beginning, `count` of them."""
    demand(data[:4] == MAGIC, "a posting list begins otherwise")
    if (block := own_block(data)) is not None:
        return _checked([block], count, size)
    blocks = []
    position, last = len(MAGIC), False
    while not last:
        length = LENGTH.unpack_from(data, position)[0]
        last, position = length < 0, position + LENGTH.size
        blocks.append(_block(data[position : position + abs(length)]))
        position += abs(length)
    return _checked(blocks, count, size)


def _checked(blocks: list[Block], count: int, size: int) -> Postings:
    """Join the blocks. The first difference of each counts from zero."""
    docs, weights = _joined(blocks)
    demand(len(docs) == len(weights) == count > 0, "a posting list is not as long as it says")
    demand(bool(docs[0] >= 0 and docs[-1] < size and (docs[1:] > docs[:-1]).all()), "a posting list is in disorder")
    return Postings(docs, weights)


def _joined(blocks: list[Block]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    docs = [np.cumsum(block.steps, dtype=np.int32) for block in blocks]
    if len(blocks) == 1:
        return docs[0], blocks[0].weights
    return np.concatenate(docs), np.concatenate([block.weights for block in blocks])


def _block(data: bytes) -> Block:
    (count, _, _, compression, _, _), end = pickles.load(data)
    content = zlib.decompress(data[end:]) if compression else data
    (steps, weights, _), _ = pickles.load(content, 0 if compression else end)
    block = Block(_numbers(steps), _weights(weights, count))
    demand(len(block.steps) == count, "a block is not as long as it says")
    return block


def _numbers(values: Any) -> NDArray[Any]:
    """Any sequence of numbers; bytes are numbers, too."""
    return np.frombuffer(values, np.uint8) if isinstance(values, bytes) else np.asarray(values)


def _weights(weights: Any, count: int) -> NDArray[np.float32]:
    """Whoosh writes nothing where all weights are 1, and one number where all are equal."""
    if weights is None or isinstance(weights, float):
        return np.full(count, 1.0 if weights is None else weights, np.float32)
    return _numbers(weights).astype(np.float32)
