"""The fields of the index as Whoosh knows them: which it searches, which columns it carries along, under which names.

<text>         indexed terms of a text, the number of occurrences × factor as the weight of each
_<text>_len    its number of terms in Whoosh's one-byte form (Whoosh's own column)
f_<text>       the folded text, UTF-16-LE
w_<text>       the text as written but for width and case, UTF-16-LE; empty where it equals the folded one
n_<number>     int64, MISSING where there is none; n_pk the document's key
l_<label>      one of few strings, UTF-8
s_<set>        little-endian int32, one after the other
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.columns import Column, NumericColumn, RefBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Frequency

from search.analysis.analyzer import Analyzer
from search.analysis.tokenizer import TermTokenizer
from search.engine.layout import MISSING, Layout

#: The name of Whoosh's index within the folder.
INDEX_NAME = "MAIN"
PK = "pk"


class WeightOnly(Frequency):  # type: ignore[misc]  # Whoosh has no types
    """Keeps how often a term occurs in the posting's weight alone, where scoring reads it; saves 4 bytes a posting."""

    posting_size = 0

    def word_values(self, value: Any, analyzer: Any, **options: Any) -> Iterator[tuple[str, int, float, bytes]]:
        """Yield each term, its occurrences, their weight, and no payload."""
        for term, count, weight, _ in super().word_values(value, analyzer, **options):
            yield term, count, weight, b""


class TermField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A text that is searched by its terms and scored by BM25F; each occurrence weighs `factor`."""

    def __init__(self, factor: float, tokenizer: TermTokenizer) -> None:
        super().__init__(WeightOnly(field_boost=float(factor)), tokenizer, scorable=True)


def schema(layout: Layout, analyzer: Analyzer | None = None) -> Schema:
    """Return Whoosh's schema of the layout. With `analyzer`, Whoosh's own writer makes the same terms with it."""
    tokenizer = TermTokenizer(analyzer)
    fields: dict[str, FieldType] = {name: TermField(factor, tokenizer) for name, factor in layout.texts.items()}
    fields |= {name: COLUMN(column) for name, column in columns(layout).items()}
    return Schema(**fields)


def columns(layout: Layout) -> dict[str, Column]:
    """Return Whoosh's column for each column's name, without the lengths, which Whoosh does not count among them."""
    texts = [name(text) for text in layout.texts for name in (folded_column, written_column)]
    return {
        **_all(texts, VarBytesColumn()),
        **_all(map(number_column, (PK, *layout.numbers)), NumericColumn("q", default=MISSING)),
        **_all(map(label_column, layout.labels), RefBytesColumn()),
        **_all(map(set_column, layout.sets), VarBytesColumn()),
    }


def folded_column(text: str) -> str:
    return f"f_{text}"


def written_column(text: str) -> str:
    return f"w_{text}"


def number_column(name: str) -> str:
    return f"n_{name}"


def label_column(name: str) -> str:
    return f"l_{name}"


def set_column(name: str) -> str:
    return f"s_{name}"


def length_column(text: str) -> str:
    return f"_{text}_len"


def _all(names: Iterable[str], column: Column) -> dict[str, Column]:
    return dict.fromkeys(names, column)
