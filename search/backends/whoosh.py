"""Haystack's backend over search.engine: answers trees instead of query strings, and lets only public rows through."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery, log_query
from haystack.exceptions import FacetingError
from haystack.indexes import SearchIndex
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct

from search.analysis import segmenter
from search.backends import IndexUnavailable
from search.backends.documents import document_of, layout_of
from search.engine import folders, writing
from search.engine.layout import MISSING, Layout
from search.engine.matching import UnknownField, matching
from search.engine.ordering import Match, column_value, ordered, scored
from search.engine.snapshot import Snapshot, current, opened
from search.engine.stamp import current_stamp
from search.query.compiler import narrowing, tree_of
from search.query.parser import parse
from search.query.syntax import And, Field, Node

_log = logging.getLogger(__name__)
_BY_RELEVANCE = ("-score", "-pk")


class WhooshBackend(BaseSearchBackend):  # type: ignore[misc]  # Haystack has no types
    """One per thread, as Haystack keeps them; so the snapshot it holds is used by one thread alone."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.root = Path(options["PATH"])
        self._snapshot: Snapshot | None = None
        self._layout: Layout | None = None

    # Writing

    def update(self, index: SearchIndex, iterable: Iterable[Model], commit: bool = True) -> None:
        """Index these rows, in place of what was indexed of them. Raises IndexLocked while another process writes."""
        rows = list(iterable)
        if rows:
            with folders.writing_lock(self.root):
                self.change(index, rows, remove=[get_identifier(row) for row in rows])

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        """Take a row, or the identifier app.model.number of one that is gone, out of the index."""
        with folders.writing_lock(self.root):
            writing.commit(self.live_folder(), self.layout, add=(), remove=[get_identifier(obj_or_string)])

    def clear(self, models: Collection[type[Model]] | None = None, commit: bool = True) -> None:
        """Empty the index, or the part of these models, in one commit; readers never see it half."""
        wanted = None if models is None else {get_model_ct(model) for model in models}
        with folders.writing_lock(self.root):
            self.live_folder()
            documents = ((segment.files, number) for segment in self.snapshot().segments for number in segment.alive)
            rows = ((files.labels["model"][number], files.numbers["pk"][number]) for files, number in documents)
            keys = [f"{model}.{pk}" for model, pk in rows if wanted is None or model in wanted]
            writing.commit(self.live_folder(), self.layout, add=(), remove=keys)

    def change(self, index: SearchIndex, rows: Iterable[Model], *, remove: Sequence[str]) -> int:
        """In one commit take out the documents of these identifiers and index the rows. The lock must be held."""
        return self.write(self.live_folder(), index, rows, remove=remove)

    def write(self, folder: Path, index: SearchIndex, rows: Iterable[Model], *, remove: Sequence[str] = ()) -> int:
        """As change(), in any folder: a new index grows beside the live one. Returns how many were indexed."""
        cut = segmenter(self.root / "segmenter")
        document_field = connections[self.connection_alias].get_unified_index().document_field
        prepared = (index.full_prepare(row) for row in rows)
        documents = (document_of(one, self.layout, document_field, cut) for one in prepared)
        return writing.commit(folder, self.layout, add=documents, remove=remove)

    def count(self, folder: Path) -> int:
        """How many documents the index in that folder holds."""
        return opened(folder, self.layout).size

    def live_folder(self) -> Path:
        """The folder of the live index; an empty one is made if there is none. The lock must be held."""
        try:
            return folders.live_folder(self.root)
        except folders.IndexMissing:
            folder = self.new_folder()
            folders.make_live(self.root, folder)
            return folder

    def new_folder(self) -> Path:
        """Start an index beside the live one. The lock must be held."""
        folder = folders.new_folder(self.root)
        writing.create(folder, self.layout)
        folders.write_stamp(folder, current_stamp())
        return folder

    # Reading

    @property
    def layout(self) -> Layout:
        if self._layout is None:
            self._layout = layout_of(connections[self.connection_alias].get_unified_index().all_searchfields())
        return self._layout

    def snapshot(self) -> Snapshot:
        """What the newest commit, of whichever process, left. Raises IndexUnavailable."""
        try:
            self._snapshot = current(self.root, self.layout, self._snapshot)
        except folders.IndexMissing as error:
            raise IndexUnavailable("missing") from error
        except Exception as error:  # Whoosh and pickle raise anything at all on damaged files
            self._snapshot = None
            _log.exception("The index in %s cannot be opened.", self.root)
            folders.mark_damaged(self.root)
            raise IndexUnavailable("unreadable") from error
        return self._snapshot

    @log_query  # type: ignore[untyped-decorator]  # Haystack has no types
    def search(self, query_string: Node | str, **options: Any) -> dict[str, Any]:
        """Answer a tree, or words as a reader types them. Raises IndexUnavailable, UnknownField, FacetingError."""
        if options.get("date_facets") or options.get("query_facets"):
            raise FacetingError("Facet on a field, such as year.")
        tree = _whole_tree(query_string, options.get("narrow_queries") or (), options.get("models") or ())
        keys = options.get("sort_by") or _BY_RELEVANCE
        snapshot = self.snapshot()
        with _damage_told(self.root):
            found = [Match(segment, number) for segment in snapshot.segments for number in matching(tree, segment)]
        visible = self._visible(found)
        with _damage_told(self.root):
            if any(key.lstrip("-") == "score" for key in keys):
                visible = scored(visible, tree, snapshot, title="title")
            page = ordered(visible, keys)[options.get("start_offset", 0) : options.get("end_offset")]
        result_class = options.get("result_class") or SearchResult
        return {
            "results": [_result(match, result_class) for match in page],
            "hits": len(visible),
            "facets": _facets(visible, options.get("facets") or ()),
            "spelling_suggestion": None,
        }

    def _visible(self, matches: Sequence[Match]) -> list[Match]:
        """Of the matches those that the search index of their model lets readers see now. Asked for all, not a page:
        a count or a facet tells of an article as much as a hit does."""
        unified = connections[self.connection_alias].get_unified_index()
        keys: dict[str, set[int]] = defaultdict(set)
        for match in matches:
            keys[_model(match)].add(_pk(match))
        visible = {label: unified.get_index(apps.get_model(label)).visible(pks) for label, pks in keys.items()}
        return [match for match in matches if _pk(match) in visible[_model(match)]]


class WhooshQuery(BaseSearchQuery):  # type: ignore[misc]  # Haystack has no types
    """Hands the conditions over as a tree: there is no query string that a reader's words could break out of."""

    def build_query(self) -> Node:
        return tree_of(self.query_filter)

    def __str__(self) -> str:
        return str(self.build_query())


class WhooshEngine(BaseEngine):  # type: ignore[misc]  # Haystack has no types
    backend = WhooshBackend
    query = WhooshQuery


@contextmanager
def _damage_told(root: Path) -> Iterator[None]:
    """Turn what damaged files raise into IndexUnavailable. Complaints about the query pass."""
    try:
        yield
    except UnknownField:
        raise
    except Exception as error:  # Whoosh and pickle raise anything at all on damaged files
        _log.exception("The index in %s cannot be read.", root)
        raise IndexUnavailable("unreadable") from error


def _whole_tree(query: Node | str, narrow: Iterable[str], models: Iterable[type[Model]]) -> Node:
    tree = parse(query).tree if isinstance(query, str) else query
    conditions = [narrowing(text) for text in sorted(narrow)]
    if labels := tuple(get_model_ct(model) for model in models):
        conditions.append(Field("model", "in", labels))
    return And((tree, *conditions)) if conditions else tree


def _facets(matches: Sequence[Match], names: Iterable[str]) -> dict[str, Any]:
    """Count the values of each column among all matches, the most frequent first; documents without one are none."""
    fields = {}
    for name in names:
        column = name.removesuffix("_exact")  # Haystack's name of a faceted field's second copy
        counts = Counter(column_value(match, column) for match in matches)
        fields[name] = [(value, count) for value, count in counts.most_common() if value not in (MISSING, "")]
    return {"fields": fields, "dates": {}, "queries": {}} if fields else {}


def _model(match: Match) -> str:
    return match.segment.files.labels["model"][match.number]


def _pk(match: Match) -> int:
    return match.segment.files.numbers["pk"][match.number]


def _result(match: Match, result_class: type[SearchResult]) -> SearchResult:
    """The hit with its columns; texts are read from the database, which knows the latest."""
    app_label, model_name = _model(match).split(".")
    files = match.segment.files
    numbers = {name: column[match.number] for name, column in files.numbers.items() if name != "pk"}
    values: dict[str, int | str | None] = {name: None if value == MISSING else value for name, value in numbers.items()}
    values |= {name: column[match.number] for name, column in files.labels.items() if name != "model"}
    return result_class(app_label, model_name, _pk(match), match.score, **values)
