"""The one door of the engine: what is asked, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.engine.conditions import UnknownField
from search.engine.counting import FacetCounts, counted
from search.engine.doc_lists import Docs
from search.engine.hits import Hit, Hits
from search.engine.matching import Matching, matching
from search.engine.ordering import OrderValue
from search.engine.scoring import Ranking, Recency, Scores, recent
from search.engine.segments import Segment
from search.engine.snapshot import Numbers, Snapshot
from search.query.syntax import Node

__all__ = ["Asked", "Found", "Hit", "Recency", "UnknownField", "keys", "matching", "search"]

Mask = NDArray[np.bool_]
BY_RELEVANCE = ("-score", "-moment", "-pk")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the index.

    A document must match `tree`, all `filters`, and be `visible`, a mask for each segment. The filter under the name
    of a facet does not hold for that facet's own counts, so that several of its values can be chosen. Hits are those
    from `start` to `stop` in the order, counted after `after`, the order's values of a hit seen before. Of documents
    with the same number in the column `collapse` only the first one is a hit.
    """

    tree: Node
    filters: Mapping[str, Node] = field(default_factory=dict)
    order: tuple[str, ...] = BY_RELEVANCE
    start: int = 0
    stop: int | None = None
    after: tuple[OrderValue, ...] | None = None
    facets: tuple[str, ...] = ()
    collapse: str | None = None
    visible: Callable[[Segment], Mask] | None = None
    recency: Recency | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`count` documents match; `groups` are left of them after collapsing. Both are exact, and so are the facets."""

    count: int
    groups: int
    hits: list[Hit]
    facets: dict[str, FacetCounts]


def search(snapshot: Snapshot, asked: Asked) -> Found:
    """Answer what is asked. Threads may call it with the same snapshot.

    Raises UnknownField for a condition, an order or a facet that the layout has not, ValueError for an `after` that
    does not fit the order, and IndexDamaged.
    """
    snapshot.check()
    question = Question(snapshot, asked)
    docs = question.docs
    hits = Hits(snapshot, asked.order, docs, question.scores(docs), asked.collapse)
    return Found(
        count=len(docs),
        groups=len(hits),
        hits=hits.page(asked.start, asked.stop, asked.after),
        facets={name: counted(snapshot, name, question.docs_for(name)) for name in asked.facets},
    )


def keys(snapshot: Snapshot, asked: Asked) -> Numbers:
    """Return the primary keys of all hits in their order, whatever stretch of them is asked for. Raises as search()."""
    snapshot.check()
    question = Question(snapshot, asked)
    return Hits(snapshot, asked.order, question.docs, question.scores(question.docs), asked.collapse).keys()


class Question:
    """What is asked, being answered: the documents by the tree and by each filter."""

    def __init__(self, snapshot: Snapshot, asked: Asked) -> None:
        self.snapshot = snapshot
        self.asked = asked
        self.matching = Matching(snapshot)
        self._open = snapshot.living(self.matching.docs(asked.tree))
        if asked.visible is not None:
            self._open = self._open[_of_segments(snapshot, asked.visible)[self._open]]
        self.docs = self._filtered(asked.filters)

    def docs_for(self, facet: str) -> Docs:
        """The documents that a facet counts: its own filter does not hold for it."""
        if facet not in self.asked.filters:
            return self.docs
        return self._filtered({name: node for name, node in self.asked.filters.items() if name != facet})

    def scores(self, docs: Docs) -> Scores:
        """The scores of matching documents; all zero where the order does not ask for them."""
        if not any(name.removeprefix("-") == "score" for name in self.asked.order):
            return np.zeros(len(docs))
        found = Ranking(self.matching).scores(self.asked.tree, docs)
        return found if self.asked.recency is None else recent(found, docs, self.snapshot, self.asked.recency)

    def _filtered(self, filters: Mapping[str, Node]) -> Docs:
        docs = self._open
        for node in filters.values():
            docs = docs[self.matching.mask(node)[docs]]
        return docs


def _of_segments(snapshot: Snapshot, visible: Callable[[Segment], Mask]) -> Mask:
    return np.concatenate([np.zeros(0, np.bool_), *map(visible, snapshot.segments)])
