"""The shapes of what the API tells of searches, for its document. tests/config/test_api_document.py proves them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from archive.rest.operations import Model


class Result(Model):
    """An article that was found."""

    id: str
    external_id: str | None
    title: str
    snippet: str = Field(description="HTML: `<mark>` is its only tag, what the article says is escaped in it.")
    date: str | None = Field(description="As in an article.")
    date_precision: Literal["minute", "day", "month", "year", "unknown"]
    source: str
    script: Literal["hans", "hant", "mixed", "none"]
    url: str = Field(description="The path of its page here.")
    score: float
    exact: bool = Field(description="Whether it holds all that was asked for, or comes closest to it.")
    reprints: int = Field(
        default_factory=int, ge=0, description="With `collapse=1`: how many others have the same text."
    )


class FacetValue(Model):
    """A value of a facet. value: as addresses have it. label: as readers see it."""

    value: str
    label: str
    count: int = Field(ge=0)


class Facets(Model):
    """Counts over all matches, each facet as if nothing were chosen in it."""

    year: list[FacetValue] = Field(default_factory=list)
    month: list[FacetValue] = Field(default_factory=list)
    source: list[FacetValue] = Field(default_factory=list)
    agency: list[FacetValue] = Field(default_factory=list)
    place: list[FacetValue] = Field(default_factory=list)
    script: list[FacetValue] = Field(default_factory=list)
    kind: list[FacetValue] = Field(default_factory=list)


class Mistake(Model):
    """What of the query was repaired or left out, and where it stood."""

    code: str
    position: int
    end: int
    message: str


class Counted(Model):
    """Counts of what a query finds."""

    count: int = Field(ge=0, description="Exact.")
    facets: Facets
    searched: list[list[str]] = Field(description="Each word with the forms that were looked for.")
    mistakes: list[Mistake]
    notice: str = Field(description="What hinders the search, such as an index that is being built.")


class Found(Counted):
    """What a query finds. Results that are not exact are in no count."""

    exact: int = Field(ge=0, description="The same number as `count`.")
    groups: int = Field(ge=0, description="The hits after collapsing.")
    results: list[Result]
    did_you_mean: str = Field(description="Other words that would find more.")
    cursor: str | None = Field(description="Ask for the page that follows with it; null on the last one.")
    took_ms: float = Field(ge=0)


class Suggestion(Model):
    """What a reader may be about to type."""

    text: str
    kind: Literal["word", "title", "agency"]
    count: int = Field(ge=0)
    note: str
    url: str = Field(description="The path of its page here, for a title or an agency.")


class Suggestions(Model):
    """At most eight."""

    suggestions: list[Suggestion] = Field(max_length=8)
