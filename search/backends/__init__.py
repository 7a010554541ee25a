"""Haystack's side of the index. What a backend must promise is written as tests: tests/search/backends/contract.py.

In short: a term is found wherever it is visible, in either script, and nowhere else; counts, facets and slices are
those of the database; a withdrawn or changed article is in none of them from the moment of the change, whatever the
index still holds; and no text of a reader is ever read as anything but words.
"""

from typing import Literal

from haystack.exceptions import SearchBackendError


class IndexUnavailable(SearchBackendError):  # type: ignore[misc]  # Haystack has no types
    """There is nothing to search in: no index was built yet, its files cannot be read, or another version of the
    project built it, so that its answers would not be right."""

    def __init__(self, reason: Literal["missing", "unreadable", "stale"]) -> None:
        super().__init__(reason)
        self.reason = reason
