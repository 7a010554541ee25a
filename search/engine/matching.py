"""Answers a query tree: which documents match it. Sets of documents are masks over all documents of a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from archive.text.folding import fold
from search.engine.cache import CACHE
from search.engine.conditions import UnknownField, fulfilling
from search.engine.doc_lists import Docs, held_by, union
from search.engine.holders import holders, plan_of
from search.engine.postings import NO_POSTINGS, Postings
from search.engine.snapshot import Snapshot
from search.query.syntax import And, Everything, Field, Node, Not, Nothing, Or, Prefer, Prefix, Term, Written

__all__ = ["Matching", "UnknownField", "matching"]

Mask = NDArray[np.bool_]
#: How dear a kind of node is, to ask the cheapest part of a conjunction first.
_TERM, _COLUMN, _TEXT, _OTHER = range(4)
#: Lists of so many times fewer documents than there are need no mask over all of them.
_FEWER = 16


def matching(snapshot: Snapshot, tree: Node) -> list[Mask]:
    """Return for each segment which of its living documents match. Raises UnknownField, IndexDamaged."""
    snapshot.check()
    mask = Matching(snapshot).mask(tree) & snapshot.live
    return np.split(mask, snapshot.bounds[1:-1])


class Matching:
    """The answer to one query: keeps what was found for each node, so that ranking need not look for it again."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._masks: dict[int, tuple[Node, Mask]] = {}
        self._holding: dict[int, tuple[Term, Docs]] = {}
        self._postings: dict[tuple[type[Term], str, str], Postings] = {}

    def mask(self, node: Node) -> Mask:
        """Return which documents match, deleted ones among them. It must not be changed. Raises UnknownField."""
        known = self._masks.get(id(node))
        if known is None:  # the node is kept, too, lest another one get its id
            known = self._masks[id(node)] = (node, self._found(node))
        return known[1]

    def docs(self, node: Node) -> Docs:
        """Return the documents that match by their places in the snapshot, ascending, deleted ones among them. It
        must not be changed. Raises UnknownField."""
        match node:
            case Term(text) if text.strip():
                return self.holding(node)
            case And((_, *_) as children):
                return self._narrowed(children)
            case Or((_, *_) as children) if self._number(node) * _FEWER < self.snapshot.size_with_deleted:
                return union([self.docs(child) for child in children])
            case Prefer(required):
                return self.docs(required)
        return np.flatnonzero(self.mask(node)).astype(np.int32)

    def holds(self, node: Node, docs: Docs) -> Mask:
        """Return for each of the documents whether it matches. Raises UnknownField."""
        match node:
            case Term(text) if text.strip():
                return held_by(docs, self.holding(node), self.snapshot.size_with_deleted)
            case Not(child):
                return ~self.holds(child, docs)
            case Or((first, *others)):
                return reduce(np.logical_or, (self.holds(other, docs) for other in others), self.holds(first, docs))
            case And((first, *others)):
                return reduce(np.logical_and, (self.holds(other, docs) for other in others), self.holds(first, docs))
        return self.mask(node)[docs]

    def holding(self, term: Term) -> Docs:
        """The documents any of whose texts, of those in which the term is looked for, holds it. See docs()."""
        known = self._holding.get(id(term))
        if known is None:  # as for masks
            known = self._holding[id(term)] = (term, self._united(term, self.fields(term)))
        return known[1]

    def postings(self, term: Term, field: str) -> Postings:
        """The documents whose text `field` holds the term, by their places in the snapshot, with their weights."""
        key = (type(term), term.text, field)
        if key not in self._postings:
            self._postings[key] = self._joined(term, field)
        return self._postings[key]

    def fields(self, term: Term) -> tuple[str, ...]:
        """The texts in which the term is looked for. Raises UnknownField for one that the layout has not."""
        fields = term.fields or self.snapshot.layout.default
        for field in fields:
            if field not in self.snapshot.layout.texts:
                raise UnknownField(field)
        return fields

    def _found(self, node: Node) -> Mask:
        match node:
            case Everything() | And(()):
                return self._all(True)
            case Nothing():
                return self._all(False)
            case Term(text) if not text.strip():
                return self._all(True)
            case Term() | And():
                mask = self._all(False)
                mask[self.docs(node)] = True
                return mask
            case Field():
                return self._fulfilling(node)
            case Not(child):
                return ~self.mask(child)
            case Or(children):
                return reduce(np.logical_or, map(self.mask, children), self._all(False))
            case Prefer(required):
                return self.mask(required)
        raise UnknownField(f"{node!r} is for the database to resolve")

    def _united(self, term: Term, fields: tuple[str, ...]) -> Docs:
        key = (self.snapshot.serial, type(term), term.text, fields)
        return CACHE.get(key, lambda: union([self.postings(term, field).docs for field in fields]))

    def _joined(self, term: Term, field: str) -> Postings:
        starts = self.snapshot.bounds[:-1].astype(np.int32)
        parts = [holders(segment.files, field, term) for segment in self.snapshot.segments]
        docs = [part.docs + start for part, start in zip(parts, starts, strict=True) if len(part.docs)]
        if not docs:
            return NO_POSTINGS
        return Postings(np.concatenate(docs), np.concatenate([part.weights for part in parts]))

    def _narrowed(self, children: tuple[Node, ...]) -> Docs:
        """The documents that match all, the cheapest and rarest asked first."""
        first, *others = sorted(children, key=self._cost)
        docs = self.docs(first)
        for other in others:
            if not len(docs):
                break
            docs = docs[self.holds(other, docs)]
        return docs

    def _cost(self, node: Node) -> tuple[int, int]:
        expense = _expense(node)
        return expense, self._number(node) if expense == _TERM else 0

    def _number(self, node: Node) -> int:
        """How many documents match, at the most, as far as terms tell."""
        match node:
            case Term(text) if text.strip():
                return len(self.holding(node))
            case Or(children):
                return sum(map(self._number, children))
        return self.snapshot.size_with_deleted

    def _fulfilling(self, condition: Field) -> Mask:
        if condition.name in self.snapshot.layout.texts:
            return self._text_fulfilling(condition)
        return fulfilling(condition, self.snapshot)

    def _text_fulfilling(self, condition: Field) -> Mask:
        """A text holds what is wanted, or one of its lines is equal to it or begins with it."""
        wanted, fields = " ".join(fold(str(condition.value)).split()), (condition.name,)
        match condition.comparison:
            case "contains" | "content":
                return self.mask(Term(wanted, fields=fields))
            case "exact":
                return self._with_line(condition.name, Term(wanted, fields=fields), wanted.__eq__)
            case "startswith":
                begins = Prefix(wanted, fields=fields)
                return self._with_line(condition.name, begins, lambda one: one.startswith(wanted))
        raise UnknownField(f"{condition.name} cannot be compared by {condition.comparison}")

    def _with_line(self, field: str, term: Term, fits: Callable[[str], bool]) -> Mask:
        mask = self._all(False)
        for place in np.flatnonzero(self.mask(term)).tolist():
            segment, number = self.snapshot.located(place)
            mask[place] = any(map(fits, segment.text(field, number).split("\n")))
        return mask

    def _all(self, value: bool) -> Mask:
        return np.full(self.snapshot.size_with_deleted, value)


def _expense(node: Node) -> int:
    match node:
        case Written():
            return _TEXT
        case Term():
            return _TEXT if plan_of(node.text, prefix=isinstance(node, Prefix)).verified else _TERM
        case Field():
            return _COLUMN
    return _OTHER
