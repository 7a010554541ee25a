"""What a query means, by reading every document: plain Python that shares nothing with the engine but the folding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from archive.text.folding import fold, widths
from search.engine.layout import MISSING, Document
from search.engine.searching import Asked
from search.query.syntax import And, Everything, Field, Node, Not, Or, Prefix, Term, Written

TEXTS = ("title", "body")


class Reader:
    """Reads all documents for each part of a question, once: what it found is remembered."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self._folded = {one.pk: {name: fold(text) for name, text in one.texts.items()} for one in self.documents}
        self._written = {one.pk: {name: widths(text) for name, text in one.texts.items()} for one in self.documents}
        self._joined = {pk: "\n".join(texts[name] for name in TEXTS) for pk, texts in self._folded.items()}
        self._known: dict[Node, frozenset[int]] = {}

    def holding(self, words: str) -> set[int]:
        """The keys of the documents that hold Han characters as they stand, in either script."""
        folded = fold(words)
        return {pk for pk, text in self._joined.items() if folded in text}

    def matching(self, *nodes: Node) -> list[Document]:
        """The documents that fulfil all of these."""
        keys = frozenset.intersection(*map(self._fulfilling, nodes))
        return [one for one in self.documents if one.pk in keys]

    def in_order(self, asked: Asked) -> list[int]:
        """The keys of all matches by the order's columns; a document without a value comes last either way."""
        found = self.matching(asked.tree, *asked.filters.values())
        for name in reversed(asked.order):
            column, descending = name.removeprefix("-"), name.startswith("-")
            found.sort(key=lambda one, column=column, down=descending: _rank(one, column, down))  # type: ignore[misc]
        return [one.pk for one in found]

    def counts(self, asked: Asked, facet: str) -> dict[int | str, int]:
        """How many matches have each value of a facet, whatever the filter of the facet's own name says."""
        others = [node for name, node in asked.filters.items() if name != facet]
        values = (value for one in self.matching(asked.tree, *others) for value in set(_values(one, facet)))
        return dict(Counter(values))

    def _fulfilling(self, node: Node) -> frozenset[int]:
        if node not in self._known:
            self._known[node] = self._read_for(node)
        return self._known[node]

    def _read_for(self, node: Node) -> frozenset[int]:
        match node:
            case Everything():
                return frozenset(self._folded)
            case Not(child):
                return frozenset(self._folded) - self._fulfilling(child)
            case And(children):
                return frozenset.intersection(*map(self._fulfilling, children))
            case Or(children):
                return frozenset.union(*map(self._fulfilling, children))
            case Field(name, comparison, value):
                return frozenset(one.pk for one in self.documents if _compares(_values(one, name), comparison, value))
            case Term():
                forms = self._written if isinstance(node, Written) else self._folded
                names = node.fields or TEXTS
                return frozenset(pk for pk, texts in forms.items() if any(_holds(node, texts[name]) for name in names))
        raise TypeError(node)


def _holds(term: Term, text: str) -> bool:
    return term.text in text and any(_occurs(term, line) for line in text.split("\n"))


def _occurs(term: Term, line: str) -> bool:
    """Han stands anywhere; letters and digits alone are whole runs, or the beginning of one for a prefix."""
    start = line.find(term.text)
    while start >= 0:
        end = start + len(term.text)
        if any(map(_is_han, term.text)):
            return True
        open_before = not (_is_word(term.text[0]) and _is_word(line[start - 1 : start]))
        open_after = isinstance(term, Prefix) or not (_is_word(term.text[-1]) and _is_word(line[end : end + 1]))
        if open_before and open_after:
            return True
        start = line.find(term.text, start + 1)
    return False


def _is_word(char: str) -> bool:
    return char.isalnum() and not _is_han(char)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _values(one: Document, name: str) -> tuple[int | str, ...]:
    """The values of a column: several of a set, one or none of the others; year and month are made of the day."""
    day = one.numbers.get("day", MISSING)
    if name in ("year", "month"):
        return (day // {"year": 10_000, "month": 100}[name],) if day != MISSING else ()
    if name in one.sets:
        return one.sets[name]
    value = one.labels.get(name) or one.numbers.get(name, MISSING)
    return () if value in ("", MISSING) else (value,)


def _compares(values: Iterable[int | str], comparison: str, wanted: object) -> bool:
    """One value is enough."""
    match comparison, wanted:
        case "range", (low, high):
            return any(low <= value <= high for value in values)
        case "in", tuple():
            return any(value in wanted for value in values)
        case "gt", int():
            return any(int(value) > wanted for value in values)
        case "lte", int():
            return any(int(value) <= wanted for value in values)
    raise ValueError(comparison)


def _rank(one: Document, column: str, descending: bool) -> tuple[bool, int]:
    value = one.pk if column == "pk" else one.numbers.get(column, MISSING)
    return value == MISSING, -value if descending else value
