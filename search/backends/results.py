"""From the engine's hits to Haystack's results: columns from the index, texts and marks from the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from haystack.indexes import SearchIndex
from haystack.models import SearchResult
from haystack.utils import get_model_ct

from search.engine.layout import MISSING, Layout
from search.engine.searching import Hit
from search.highlighting import marked, snippet
from search.query.syntax import Node, positive_terms

_AT_ONCE = 500  # rows in one query


def results(
    hits: Sequence[Hit], index: SearchIndex, layout: Layout, result_class: type[SearchResult], extra: Mapping[int, Any]
) -> list[SearchResult]:
    """Return a result for each hit with its columns as attributes, and those that `extra` has for its key.

    A number that a document does not have is None; sets are tuples.
    """
    meta = index.get_model()._meta
    model = get_model_ct(index.get_model())
    return [
        result_class(
            meta.app_label,
            meta.model_name,
            hit.pk,
            hit.score,
            id=f"{model}.{hit.pk}",
            django_ct=model,
            django_id=hit.pk,
            **_columns(hit, layout),
            **extra.get(hit.pk, {}),
        )
        for hit in hits
    ]


def public_among(hits: Sequence[Hit], index: SearchIndex) -> set[int]:
    """Of these hits return the keys of those that the search index's gate lets through now."""
    some = (index.read_queryset().filter(pk__in=keys) for keys in portions([hit.pk for hit in hits]))
    return {key for rows in some for key in rows.values_list("pk", flat=True)}


def texts(hits: Sequence[Hit], index: SearchIndex, names: Collection[str]) -> dict[int, dict[str, str]]:
    """Return these texts of each hit, as written, one paragraph a line: read from the database through the gate."""
    return {
        row.pk: {name: getattr(index, f"prepare_{name}")(row) for name in names}
        for keys in portions([hit.pk for hit in hits])
        for row in index.read_queryset().filter(pk__in=keys)
    }


def highlights(tree: Node, texts_of: Mapping[str, str], document: str) -> dict[str, list[str]]:
    """Return what was found, marked, as HTML that is safe to show: a passage of the document, all lines of the rest."""
    terms = list(dict.fromkeys(term.text for term in positive_terms(tree)))
    found: dict[str, list[str]] = {}
    for name, text in texts_of.items():
        lines = text.split("\n")
        found[name] = [snippet(lines, terms)] if name == document else [marked(line, terms) for line in lines]
    return found


def portions(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut the keys into as many as one query takes."""
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def _columns(hit: Hit, layout: Layout) -> dict[str, int | str | tuple[int, ...] | None]:
    segment, number = hit.segment, hit.number
    values: dict[str, int | str | tuple[int, ...] | None] = {}
    for name in layout.numbers:
        value = int(segment.number(name)[number])
        values[name] = None if value == MISSING else value
    for name in layout.labels:
        codes, labels = segment.label(name)
        values[name] = labels[codes[number]]
    for name in layout.sets:
        starts, members = segment.set(name)
        values[name] = tuple(members[starts[number] : starts[number + 1]].tolist())
    return values
