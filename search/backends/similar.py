"""Similar articles: those with most of the words that one article has and few others have."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from archive.text.folding import fold
from search.analysis.analyzer import Analyzer
from search.engine.snapshot import Snapshot
from search.query.syntax import Node, Nothing, Or, Term

#: So many words of the article are looked for, out of those that stand in it most often.
MOST_WORDS, _CANDIDATES = 25, 60
#: Words of fewer characters say little.
_SHORTEST = 2
#: A word that no other article holds leads nowhere; one in a large part of the archive, and in no few, marks nothing.
_FEWEST, _MANY, _LARGE_PART = 2, 20, 0.2


def similar_to(
    texts: Mapping[str, str], weights: Mapping[str, float], document: str, snapshot: Snapshot, analyzer: Analyzer
) -> Node:
    """Return the tree of the words that tell a document most from others: by tf·idf, as in Whoosh's more_like_this.

    texts: the document's, as written. weights: by how much an occurrence in each of them counts more. document: the
    name of the text in which the other articles that have a word are counted.
    """
    counts: dict[str, float] = defaultdict(float)
    for name, weight in weights.items():
        for word in _words(fold(texts.get(name, "")), analyzer):
            counts[word] += weight
    size = max(1, snapshot.size_with_deleted)
    telling = {}
    for word in sorted(counts, key=lambda word: (-counts[word], -len(word), word))[:_CANDIDATES]:
        holders = sum(segment.df(document, word) for segment in snapshot.segments)
        if _FEWEST <= holders <= max(_MANY, size * _LARGE_PART):
            telling[word] = counts[word] * math.log(1 + size / holders)
    best = sorted(telling, key=lambda word: (-telling[word], word))[:MOST_WORDS]
    return Or(tuple(Term(word) for word in best)) if best else Nothing()


def _words(text: str, analyzer: Analyzer) -> Iterator[str]:
    """The dictionary's words, names, letters and digits of the text; not its bigrams, which most often are no words."""
    words = (word for line in text.split("\n") for word in analyzer.cut(line))
    return (word for word in words if len(word) >= _SHORTEST and not word.isspace())
