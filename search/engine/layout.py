"""Which fields a document has, and how Whoosh keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from whoosh.columns import NumericColumn, RefBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, Schema

from search.engine.postings import TermSet

#: What a number column holds where the document has no value. No field of ours is ever negative.
MISSING = -1
#: Raise it whenever files written before can no longer be read or mean something else.
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Document:
    """One document, prepared: text folded, one line a paragraph, one space for each stretch of blanks."""

    key: str
    text: str
    terms: Set[str]
    numbers: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """The names of the fields: numbers (not negative), labels (few values, many documents), titles (short texts)."""

    numbers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def schema(self) -> Schema:
        """Whoosh's schema: one field of terms, the key to delete by, and a column for everything else."""
        schema = Schema(key=ID(), terms=TermSet(), text=COLUMN(VarBytesColumn()), length=COLUMN(NumericColumn("q")))
        for name in self.numbers:
            schema.add(f"n_{name}", COLUMN(NumericColumn("q", default=MISSING)))
        for name in self.labels:
            schema.add(f"l_{name}", COLUMN(RefBytesColumn()))
        for name in self.titles:
            schema.add(f"t_{name}", COLUMN(VarBytesColumn()))
        return schema

    def row(self, document: Document) -> dict[str, object]:
        """The document as Whoosh's add_document() takes it."""
        row: dict[str, object] = {
            "key": document.key,
            "terms": document.terms,
            "text": encoded(document.text),
            "length": len(document.text),
        }
        row |= {f"n_{name}": document.numbers[name] for name in self.numbers if name in document.numbers}
        row |= {f"l_{name}": encoded(document.labels[name]) for name in self.labels if name in document.labels}
        row |= {f"t_{name}": encoded(document.titles[name]) for name in self.titles if name in document.titles}
        return row


def encoded(text: str) -> bytes:
    """UTF-8, in which a byte search finds exactly what a character search does. Lone surrogates become marks."""
    return text.encode("utf-8", "replace")
