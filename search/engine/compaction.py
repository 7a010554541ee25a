"""Keeps the segments few and free of deleted documents, between commits, never in one.

Documents are indexed anew from the two columns of their texts: folding what was folded changes nothing, so they come
out the same, and field lengths stay exact, which they do not where Whoosh merges.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC

from search.analysis.analyzer import Analyzer
from search.engine.layout import Layout
from search.engine.stored_documents import living
from search.engine.writing import build_segments, changing, drop_drafts, place, write_contents


@dataclass(frozen=True, slots=True)
class Policy:
    """When segments are written anew.

    `tiers` are numbers of documents, rising: more than `most` segments between two of them are merged, those above
    the last one never. So a document is written anew a few times at most. A segment of which more than `deleted`
    (a share) is deleted is written anew without that.
    """

    tiers: tuple[int, ...] = (50, 2_000)
    most: int = 5
    deleted: float = 0.3


POLICY = Policy()


def compact(folder: Path, layout: Layout, analyzer: Analyzer, *, policy: Policy = POLICY) -> bool:
    """Drop segments without living documents and write those anew that the policy says; tell whether any.

    The caller holds the lock. Readers keep what they have until they look for a newer snapshot.
    """
    with changing(folder, layout) as contents:
        drop_drafts(folder)
        stale = _stale(contents.segments, policy)
        if stale:
            rewrite(folder, layout, analyzer, contents, stale)
    return bool(stale)


def rewrite(folder: Path, layout: Layout, analyzer: Analyzer, contents: TOC, stale: Collection[W3Segment]) -> None:
    """Put the living documents of the stale segments into new ones, in their order, and drop the old files."""
    kept = [segment for segment in contents.segments if segment not in stale]
    built = list(build_segments(folder, layout, analyzer, living(folder, layout, stale)))
    write_contents(folder, contents, [*place(folder, built), *kept])


def _stale(segments: Sequence[W3Segment], policy: Policy) -> list[W3Segment]:
    crowded = {id(one) for group in _groups(segments, policy) if len(group) > policy.most for one in group}
    return [one for one in segments if id(one) in crowded or _is_mostly_deleted(one, policy)]


def _groups(segments: Sequence[W3Segment], policy: Policy) -> Iterator[list[W3Segment]]:
    """The segments of each tier."""
    for lowest, highest in pairwise((1, *policy.tiers)):
        yield [one for one in segments if lowest <= one.doc_count() < highest]


def _is_mostly_deleted(segment: W3Segment, policy: Policy) -> bool:
    return not segment.doc_count() or segment.deleted_count() > policy.deleted * segment.doc_count_all()
