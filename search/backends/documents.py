"""From Haystack's fields to the engine's layout, and from a model's row to the engine's document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.fields import CharField, FacetField, IntegerField, SearchField

from search.analysis import index_terms
from search.analysis.segmentation import Cut
from search.engine.layout import Document, Layout
from search.query.parser import normal


def layout_of(fields: Mapping[str, SearchField]) -> Layout:
    """Return the layout for the fields of all search indexes. Raises TypeError for a kind of field it cannot keep.

    Numbers become number columns, faceted characters labels, other characters titles, and the document is the text.
    """
    numbers, labels = ["pk"], ["model"]
    titles: list[str] = []
    for name, field in fields.items():
        if field.document or isinstance(field, FacetField):
            continue
        if isinstance(field, IntegerField):
            numbers.append(name)
        elif isinstance(field, CharField):
            (labels if field.faceted else titles).append(name)
        else:
            raise TypeError(f"{name}: the index keeps numbers and characters, not {type(field).__name__}")
    return Layout(tuple(numbers), tuple(labels), tuple(titles))


def document_of(prepared: Mapping[str, Any], layout: Layout, document_field: str, cut: Cut) -> Document:
    """Return the document for what SearchIndex.full_prepare() gave. Lines stay lines, so that no term spans two."""
    text = "\n".join(normal(_sound(line)) for line in str(prepared[document_field]).splitlines())
    values = {**prepared, "pk": prepared[DJANGO_ID], "model": prepared[DJANGO_CT]}
    return Document(
        key=str(prepared[ID]),
        text=text,
        terms=index_terms(text, cut),
        numbers={name: int(values[name]) for name in layout.numbers if values.get(name) is not None},
        labels={name: str(values[name]) for name in layout.labels if values.get(name) is not None},
        titles={name: normal(_sound(str(values.get(name) or ""))) for name in layout.titles},
    )


def _sound(text: str) -> str:
    """Replace lone surrogates, which JSON can bring into a body and UTF-8 cannot write."""
    return text.encode("utf-8", "replace").decode()
