"""The Whoosh backend keeps the contract, and what is its own."""

from __future__ import annotations

import pytest
from haystack.exceptions import FacetingError
from haystack.query import SearchQuerySet

from search.engine.matching import UnknownField
from tests.search.backends.contract import BackendContract


class TestWhooshBackend(BackendContract):
    engine = "search.backends.whoosh.WhooshEngine"

    def test_a_field_that_is_not_indexed_is_a_programmers_error(self) -> None:
        with pytest.raises(UnknownField):
            SearchQuerySet().filter(uploader="alice").count()
        with pytest.raises(UnknownField):
            SearchQuerySet().filter(day="not a number").count()

    def test_facets_by_a_query_or_a_span_are_refused_by_name(self) -> None:
        with pytest.raises(FacetingError):
            SearchQuerySet().query_facet("script", "hans").count()
