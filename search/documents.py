"""From Haystack's fields to the engine's layout, and from a model's row to the engine's document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from haystack import connections
from haystack.constants import DEFAULT_ALIAS, DJANGO_ID
from haystack.fields import CharField, FacetField, IntegerField, MultiValueField, SearchField

from search.engine.layout import Document, Layout


class TextField(CharField):  # type: ignore[misc]  # Haystack has no types
    """Text that is searched by words, one paragraph a line.

    factor: by how much an occurrence in it weighs more. by_default: whether it is searched where no field is named.
    """

    def __init__(self, *, factor: float = 1.0, by_default: bool = False, **options: Any) -> None:
        super().__init__(**{"null": True, **options})
        self.factor = factor
        self.by_default = by_default


def layout_of(fields: Mapping[str, SearchField]) -> Layout:
    """Return the layout for the fields of a search index. Raises TypeError for a kind of field it cannot keep.

    Our own TextFields are the texts, other characters labels, whole numbers numbers, and several values sets of them.
    """
    texts = {name: field for name, field in fields.items() if isinstance(field, TextField)}
    return Layout(
        texts={name: field.factor for name, field in texts.items()},
        default=tuple(name for name, field in texts.items() if field.by_default),
        numbers=_names_of(fields, "numbers"),
        labels=_names_of(fields, "labels"),
        sets=_names_of(fields, "sets"),
    )


def document_of(prepared: Mapping[str, Any], layout: Layout) -> Document:
    """Return the document for what SearchIndex.full_prepare() gave of a row."""
    return Document(
        pk=int(prepared[DJANGO_ID]),
        texts={name: _sound(prepared.get(name) or "") for name in layout.texts},
        numbers={name: int(prepared[name]) for name in layout.numbers if prepared.get(name) is not None},
        labels={name: str(prepared.get(name) or "") for name in layout.labels},
        sets={name: tuple(map(int, prepared.get(name) or ())) for name in layout.sets},
    )


def article_layout() -> Layout:
    """The layout of the index that the site searches."""
    return layout_of(connections[DEFAULT_ALIAS].get_unified_index().all_searchfields())


def article_document(row: Model) -> Document:
    """The document of a row that came from its search index's index_queryset()."""
    index = connections[DEFAULT_ALIAS].get_unified_index().get_index(type(row))
    return document_of(index.full_prepare(row), article_layout())


def _names_of(fields: Mapping[str, SearchField], part: str) -> tuple[str, ...]:
    return tuple(name for name, field in fields.items() if _part_of(name, field) == part)


def _part_of(name: str, field: SearchField) -> str:
    """Which part of the layout keeps the field."""
    if isinstance(field, TextField):
        return "texts"
    if isinstance(field, FacetField):
        return ""  # the copy that Haystack makes of a faceted field; every column of ours can be counted
    kinds = ((IntegerField, "numbers"), (MultiValueField, "sets"), (CharField, "labels"))
    part = next((part for kind, part in kinds if isinstance(field, kind)), None)
    if part is None:
        raise TypeError(f"{name}: the index keeps texts, whole numbers and labels, not {type(field).__name__}")
    return part


def _sound(text: str) -> str:
    """Replace lone surrogates, which JSON can bring into a body and no encoding can write."""
    return text.encode("utf-8", "replace").decode()
