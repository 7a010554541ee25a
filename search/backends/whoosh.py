"""Haystack's backend over search.engine: answers trees instead of query strings, and lets only public rows through."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db.models import Model
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery, log_query
from haystack.constants import DEFAULT_ALIAS
from haystack.exceptions import FacetingError, SearchBackendError
from haystack.indexes import SearchIndex
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct

from search import visibility
from search.asking.names import resolved
from search.backends.faceting import span_counts, value_counts
from search.backends.results import highlights, portions, public_among, results, texts
from search.backends.sessions import Session, damage_told, live_generation, open_session, size_of
from search.backends.similar import similar_to
from search.documents import article_document, layout_of
from search.engine import folders
from search.engine.layout import Document, Layout
from search.engine.searching import Asked, Found, Hit
from search.families import relatives
from search.generation import Generation
from search.query.compiler import Columns, boosted, narrowing, tree_of
from search.query.parser import parse
from search.query.syntax import And, Everything, Field, Node, Not, Nothing, ParsedQuery

__all__ = ["Session", "WhooshBackend", "WhooshEngine", "WhooshQuery", "session"]

#: What Haystack may ask for and no index of ours knows.
_NO_SUCH = ("within", "dwithin", "distance_point", "stats")
_PRIMARY_KEY = ("django_id", "id")


def session(alias: str = DEFAULT_ALIAS) -> Session:
    """Return a session on the index of that connection: for what Haystack has no words for. Raises IndexUnavailable."""
    found: Session = connections[alias].get_backend().session()
    return found


def similar(row: Model, most: int, alias: str = DEFAULT_ALIAS) -> list[Hit]:
    """Return at most `most` hits of what is most like a row, other copies of its text left out.

    Unlike more_like_this() it leaves the gate's last word to who reads the rows. Raises IndexUnavailable.
    """
    backend = connections[alias].get_backend()
    at: Session = backend.session()
    return at.search(Asked(tree=backend.likeness(at, row), stop=most)).hits


def indexed(alias: str = DEFAULT_ALIAS) -> int:
    """Return how many articles the index of that connection holds. Raises IndexUnavailable."""
    backend = connections[alias].get_backend()
    return size_of(backend.root, backend.layout)


class WhooshBackend(BaseSearchBackend):  # type: ignore[misc]  # Haystack has no types
    """One per thread, as Haystack keeps them; the snapshot of the index is shared by all of the process."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.root = Path(options["PATH"])
        self._layout: Layout | None = None

    @property
    def index(self) -> SearchIndex:
        """The one search index whose rows are kept. Raises ValueError if there are several."""
        (index,) = connections[self.connection_alias].get_unified_index().get_indexes().values()
        return index

    @property
    def model(self) -> str:
        """The model of these rows, as app_label.model_name."""
        return str(get_model_ct(self.index.get_model()))

    @property
    def layout(self) -> Layout:
        if self._layout is None:
            self._layout = layout_of(connections[self.connection_alias].get_unified_index().all_searchfields())
        return self._layout

    @property
    def columns(self) -> Columns:
        return Columns(frozenset(self.layout.texts), self.model)

    # Writing

    def update(self, index: SearchIndex, iterable: Iterable[Model], commit: bool = True) -> None:
        """Make the index say of these rows what the database says now: those that are not public are taken out.

        Raises IndexLocked while another process writes, IndexUnavailable where there is no index to write to.
        """
        keys = sorted({row.pk for row in iterable})
        if keys:
            with folders.writing_lock(self.root):  # before rows are read, or a newer commit could be undone
                rows = index.index_queryset(using=self.connection_alias)
                documents = [article_document(row) for some in portions(keys) for row in rows.filter(pk__in=some)]
                self._commit(documents, keys)

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        """Take a row, or the identifier app.model.number of one that is gone, out of the index. Raises as update()."""
        model, _, number = get_identifier(obj_or_string).rpartition(".")
        if model == self.model:
            with folders.writing_lock(self.root):
                self._commit((), [int(number)])

    def clear(self, models: Collection[type[Model]] | None = None, commit: bool = True) -> None:
        """Empty the index in one commit, if it is of one of these models. Raises as update()."""
        if models is None or self.model in map(get_model_ct, models):
            with folders.writing_lock(self.root):
                self._commit((), None)

    def _commit(self, add: Iterable[Document], remove: Collection[int] | None) -> None:
        """Write to the live index; `remove` None stands for all that is in it. The lock must be held."""
        with damage_told(self.root):
            generation = live_generation(self.root)
            generation.commit(add=add, remove=_held(generation) if remove is None else remove)

    # Reading

    def session(self) -> Session:
        """Return a session on the newest commit, of whichever process. Raises IndexUnavailable."""
        return open_session(self.root, self.layout)

    @log_query  # type: ignore[untyped-decorator]  # Haystack has no types
    def search(self, query_string: Node | str, **options: Any) -> dict[str, Any]:
        """Answer a tree, or words as a reader types them. Raises IndexUnavailable, UnknownField, FacetingError."""
        return self._answered(self.session(), self._tree(query_string), options)

    def more_like_this(
        self, model_instance: Model, additional_query_string: Node | str | None = None, **options: Any
    ) -> dict[str, Any]:
        """Answer with what is most like a row, itself and other copies of its text left out."""
        at = self.session()
        also = self._tree(additional_query_string or Everything())
        return self._answered(at, And((self.likeness(at, model_instance), also)), options)

    def likeness(self, at: Session, model_instance: Model) -> Node:
        """Return the tree of what is most like a row, itself and other copies of its text left out."""
        written = {name: getattr(self.index, f"prepare_{name}")(model_instance) for name in self.layout.default}
        weights = {name: self.layout.texts[name] for name in self.layout.default}
        family = {model_instance.pk, *relatives(model_instance.pk)}
        conditions = (
            similar_to(written, weights, self.index.get_content_field(), at.snapshot, at.analyzer),
            Not(Field("pk", "in", tuple(family))),
            Not(Field("family", "in", (min(family), model_instance.pk))),
        )
        return And(conditions)

    def _tree(self, query: Node | str) -> Node:
        parsed = parse(query) if isinstance(query, str) else ParsedQuery(query)
        return resolved(parsed).tree

    def _answered(self, at: Session, tree: Node, options: Mapping[str, Any]) -> dict[str, Any]:
        if unknown := [name for name in _NO_SUCH if options.get(name)]:
            raise SearchBackendError(f"The index knows no {', '.join(unknown)}.")
        asked = self._asked(self._narrowed(tree, options), options)
        found = self._found(at, asked)
        extra = self._extra(asked.tree, found, options)
        return {
            "results": results(found.hits, self.index, self.layout, options.get("result_class") or SearchResult, extra),
            "hits": found.count,
            "facets": self._facets(at, asked, found, options),
            "spelling_suggestion": None,
        }

    def _narrowed(self, tree: Node, options: Mapping[str, Any]) -> Node:
        conditions = [narrowing(text, self.columns) for text in sorted(options.get("narrow_queries") or ())]
        models = options.get("models")
        if models and self.model not in map(get_model_ct, models):
            conditions.append(Nothing())
        return And((tree, *conditions)) if conditions else tree

    def _asked(self, tree: Node, options: Mapping[str, Any]) -> Asked:
        facets = (*(options.get("facets") or ()), *(options.get("date_facets") or ()))
        asked = Asked(
            tree=tree,
            start=options.get("start_offset") or 0,
            stop=options.get("end_offset"),
            facets=tuple(dict.fromkeys(facets)),
        )
        order = tuple(_column_of(key) for key in options.get("sort_by") or ())
        return replace(asked, order=_settled(order)) if order else asked

    def _found(self, at: Session, asked: Asked) -> Found:
        """Search, and ask the gate once more for the hits of the page, as nothing may ever be shown of a hidden row.
        Where one slipped through, because it was changed behind the newsroom's back, the counts are made anew."""
        found = at.search(asked)
        public = public_among(found.hits, self.index)
        if len(public) < len(found.hits):
            visibility.forget()
            found = at.search(asked)
            public = public_among(found.hits, self.index)
        return replace(found, hits=[hit for hit in found.hits if hit.pk in public])

    def _extra(self, tree: Node, found: Found, options: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
        """What a result has beside its columns: texts that were asked for, and marked ones."""
        wanted = set(options.get("fields") or ()) & set(self.layout.texts)
        extra: dict[int, dict[str, Any]] = {}
        if wanted:
            extra = {pk: dict(one) for pk, one in texts(found.hits, self.index, wanted).items()}
        if options.get("highlight"):
            document = self.index.get_content_field()
            for pk, one in texts(found.hits, self.index, self.layout.default).items():
                extra.setdefault(pk, {})["highlighted"] = highlights(tree, one, document)
        return extra

    def _facets(self, at: Session, asked: Asked, found: Found, options: Mapping[str, Any]) -> dict[str, Any]:
        fields = options.get("facets") or {}
        dates = options.get("date_facets") or {}
        queries = options.get("query_facets") or ()
        if not fields and not dates and not queries:
            return {}
        if unknown := [name for name in dates if name not in self.layout.numbers]:
            raise FacetingError(f"No dates are kept under {', '.join(unknown)}.")
        return {
            "fields": {name: value_counts(found.facets[name], how) for name, how in fields.items()},
            "dates": {name: span_counts(found.facets[name], details) for name, details in dates.items()},
            "queries": {f"{name}:{value}": self._count(at, asked.tree, name, value) for name, value in queries},
        }

    def _count(self, at: Session, tree: Node, name: str, value: str) -> int:
        """How many of the tree's documents fulfil `name:value` as well."""
        condition = narrowing(f"{name}:{value}", self.columns)
        return at.search(Asked(tree=And((tree, condition)), order=("-pk",), stop=0)).count


class WhooshQuery(BaseSearchQuery):  # type: ignore[misc]  # Haystack has no types
    """Hands the conditions over as a tree: there is no query string that a reader's words could break out of."""

    def build_query(self) -> Node:
        return boosted(tree_of(self.query_filter, self.backend.columns), self.boost)

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """Refuse what narrow() does with an SQ: a string of it would be what this class is here to avoid."""
        raise SearchBackendError("narrow() takes field:value; give conditions to filter().")

    def run_mlt(self, **options: Any) -> None:
        """Ask for similar rows, as run() asks for matching ones: with slices, facets, order and all."""
        options = {**self.build_params(), **options}
        found = self.backend.more_like_this(self._mlt_instance, self.build_query(), **options)
        self._results, self._hit_count = found["results"], found["hits"]
        self._facet_counts = self.post_process_facets(found)

    def __str__(self) -> str:
        return str(self.build_query())


class WhooshEngine(BaseEngine):  # type: ignore[misc]  # Haystack has no types
    backend = WhooshBackend
    query = WhooshQuery


def _held(generation: Generation) -> list[int]:
    """The keys of all rows that the index holds."""
    return [pk for segment in generation.open().segments for pk in segment.pks[segment.live].tolist()]


def _column_of(key: str) -> str:
    """The engine's name of what results are ordered by."""
    name = key.removeprefix("-")
    return key.replace(name, "pk") if name in _PRIMARY_KEY else key


def _settled(order: tuple[str, ...]) -> tuple[str, ...]:
    """The order, with the newest row first where it leaves several equal: pages of it must never overlap."""
    return order if {"pk", "-pk"} & set(order) else (*order, "-pk")
