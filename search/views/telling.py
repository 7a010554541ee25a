"""What the results page tells in the reader's language: mistakes with their places, orders, views, years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from search.answering.chips import TITLES
from search.answering.facets import FacetValue
from search.asking.requests import SearchRequest
from search.forms import SORTS, VIEWS, SearchForm
from search.mistakes import explained
from search.query.syntax import Mistake

WITHIN = gettext_lazy("Search within these results")
#: What the conditions are called that a reader does not choose by a link.
_CALLED = {"from": gettext_lazy("From year or day"), "to": gettext_lazy("To year or day"), **TITLES}
#: Characters of the query that are shown around the place of a mistake, and of the place itself.
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A mistake in the reader's language, and its place in the query: what stands before, at and after it."""

    message: str
    before: str = ""
    at: str = ""
    after: str = ""


def told(mistake: Mistake, query: str) -> Told:
    """Return the mistake for the page. A long query is shown around the place alone; a place may be nowhere in it."""
    start, end = mistake.position, mistake.end
    before, at, after = query[max(0, start - _AROUND) : start], query[start:end], query[end : end + _AROUND]
    return Told(
        explained(mistake),
        "…" * (start > _AROUND) + before,
        at if len(at) <= _AROUND else f"{at[:_AROUND]}…",
        after + "…" * (len(query) > end + _AROUND),
    )


def years_of(counted: Sequence[FacetValue]) -> dict[str, str]:
    """The years of the first and last match, as examples of what to type; none without a match."""
    return {"latest": counted[0].value, "earliest": counted[-1].value} if counted else {}


def sorts_of(asked: SearchRequest, *, ranked: bool) -> list[tuple[str, str, bool]]:
    """The orders to choose from. Where nothing is more relevant, relevance is by date, the newest first."""
    if ranked:
        return [(key, str(label), key == asked.sort) for key, label in SORTS]
    current = "date" if asked.sort == "date" else "-date"
    return [(key, str(label), key == current) for key, label in SORTS if key != "relevance"]


def views_of(chosen: str) -> list[tuple[str, str, bool]]:
    """The layouts to choose from."""
    return [(key, str(label), key == chosen) for key, label in VIEWS]


def left_out(form: SearchForm) -> list[tuple[str, str]]:
    """The conditions that made no sense: what each is called on the page, and what is wrong with it."""
    return [(str(_CALLED.get(name, name)), message) for name, message in form.mistakes().items()]
