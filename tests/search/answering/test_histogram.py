"""Bars over time: gaps are shown, a short span by month, and what is chosen stands out."""

from __future__ import annotations

import datetime
import itertools

from search.answering.facets import Facets, FacetValue
from search.answering.histogram import HEIGHT, SLOT, histogram_of
from search.asking.requests import SearchRequest


def facets(**counts: dict[str, int]) -> Facets:
    return Facets(**{name: [FacetValue(value, value, n) for value, n in one.items()] for name, one in counts.items()})


def span(first: str, last: str) -> SearchRequest:
    return SearchRequest(first_day=datetime.date.fromisoformat(first), last_day=datetime.date.fromisoformat(last))


def test_without_dated_matches_there_is_nothing_to_draw() -> None:
    assert histogram_of(Facets(), SearchRequest()) is None


def test_years_without_a_match_are_gaps_and_the_tallest_bar_fills_the_picture() -> None:
    found = histogram_of(facets(year={"2024": 8, "2021": 4}), SearchRequest())
    assert found is not None and not found.by_month
    assert [bar.value for bar in found.bars][-4:] == ["2021", "2022", "2023", "2024"]
    assert [bar.tall for bar in found.bars][-4:] == [HEIGHT / 2, 0, 0, HEIGHT]
    assert found.width == len(found.bars) * SLOT and found.bars[-1].top == 0


def test_a_few_years_are_not_drawn_as_broad_as_the_page_and_very_many_not_too_thin() -> None:
    few = histogram_of(facets(year={"2024": 1}), SearchRequest())
    many = histogram_of(facets(year={str(year): 1 for year in range(1900, 2025)}), SearchRequest())
    assert few is not None and len(few.bars) == 12
    assert many is not None and len(many.bars) == 60 and sum(bool(bar.label) for bar in many.bars) <= 13


def test_a_single_match_is_seen_beside_a_thousand() -> None:
    found = histogram_of(facets(year={"2023": 5000, "2024": 1}), SearchRequest())
    assert found is not None and found.bars[-1].tall == 1.0 and found.bars[-1].top == HEIGHT - 1.0


def test_months_are_told_by_number_behind_their_year() -> None:
    found = histogram_of(facets(month={"2024-02": 1}), span("2023-01-01", "2024-12-31"))
    assert found is not None
    odd = ["3", "5", "7", "9", "11"]
    assert [bar.label for bar in found.bars if bar.label] == ["2023", *odd, "2024", *odd]


def test_where_the_page_is_narrow_labels_keep_apart() -> None:
    for asked in (SearchRequest(), span("2024-01-01", "2024-12-31"), span("2023-02-01", "2024-12-31")):
        found = histogram_of(facets(year={"2024": 3}, month={"2024-02": 1}), asked)
        assert found is not None
        left = [place for place, bar in enumerate(found.bars) if bar.label and not bar.minor]
        apart = [later - earlier for earlier, later in itertools.pairwise(left)]
        assert left and min(apart) * 288 / len(found.bars) >= 40  # pixels of a page that is 320 wide


def test_the_chosen_years_stand_out() -> None:
    found = histogram_of(facets(year={str(year): 1 for year in range(2000, 2025)}), span("2003-05-01", "2010-01-01"))
    assert found is not None
    assert [bar.value for bar in found.bars if bar.chosen] == [str(year) for year in range(2003, 2011)]


def test_inside_a_short_span_there_is_a_bar_a_month() -> None:
    counts = {"2024-03": 2, "2024-02": 1}
    found = histogram_of(facets(year={"2024": 3, "2001": 5}, month=counts), span("2024-01-15", "2024-12-31"))
    assert found is not None and found.by_month
    assert [bar.value for bar in found.bars] == [f"2024-{month:02}" for month in range(1, 13)]
    assert [bar.count for bar in found.bars][:4] == [0, 1, 2, 0]


def test_days_that_are_asked_for_backwards_are_no_span() -> None:
    found = histogram_of(facets(year={"2024": 3}), span("2024-12-31", "2024-01-01"))
    assert found is not None and not found.by_month
