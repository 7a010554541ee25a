"""What narrows a search on the results page: facets, chips, the form of years, the bars; all by links."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence

import pytest
from django.test import Client

from archive.models import Article
from tests.factories import AgencyFactory
from tests.search.pages import facet, link_to, links, page, part


@pytest.fixture
def three_outlets(publish: Callable[..., Article]) -> list[Article]:
    outlets = [
        AgencyFactory(name=name, slug=slug)
        for name, slug in (("汐城晚报", "xi"), ("云渡日报", "yun"), ("濱海電訊", "bin"))
    ]
    return [publish(source=outlet, indexed=outlet is outlets[-1]) for outlet in outlets]


def test_facets_toggle_by_their_links(publish: Callable[..., Article], client: Client) -> None:
    outlet = AgencyFactory(slug="xicheng")
    publish(source=outlet)
    publish(published_on=datetime.date(2023, 1, 1), script="hant")
    html = page(client, "/en/search/?q=海堤&page=1")
    query = "q=%E6%B5%B7%E5%A0%A4"
    assert f'<a href="?{query}&amp;from=2024&amp;to=2024">2024</a>' in html
    assert f'href="?{query}&amp;source=xicheng"' in html and f'href="?{query}&amp;script=hant"' in html
    html = page(client, "/en/search/?q=海堤&from=2024&to=2024&source=xicheng")
    assert f'<a href="?{query}&amp;source=xicheng" aria-current="true">2024</a>' in html
    assert "Remove all" in html and "from 2024-01-01" in html


def test_values_of_a_facet_add_up(three_outlets: Sequence[Article], client: Client) -> None:
    html = page(client, "/en/search/?q=海堤&page=2")
    assert link_to(facet(html, "Source"), "汐城晚报") == {"q": ["海堤"], "source": ["xi"]}
    html = page(client, "/en/search/?q=海堤&source=xi")
    assert "Found: 1 article" in html
    # Others can still be chosen: this facet is counted as if nothing were chosen in it.
    assert link_to(facet(html, "Source"), "云渡日报") == {"q": ["海堤"], "source": ["xi", "yun"]}
    html = page(client, "/en/search/?q=海堤&source=xi&source=yun")
    assert "Found: 2 articles" in html
    assert link_to(facet(html, "Source"), "汐城晚报") == {"q": ["海堤"], "source": ["yun"]}


def test_a_value_can_be_shut_out_and_let_in_again(three_outlets: Sequence[Article], client: Client) -> None:
    html = page(client, "/en/search/?q=海堤")
    assert link_to(facet(html, "Source"), "Without 濱海電訊") == {"q": ["海堤"], "source": ["-bin"]}
    html = page(client, "/en/search/?q=海堤&source=-bin")
    assert "Found: 2 articles" in html and three_outlets[2].public_id not in html
    assert link_to(facet(html, "Source"), "without 濱海電訊") == {"q": ["海堤"]}
    assert link_to(facet(html, "Source"), "Without 汐城晚报")["source"] == ["-bin", "-xi"]


def test_what_is_chosen_and_shut_out_at_once_is_replaced_not_doubled(
    three_outlets: Sequence[Article], client: Client
) -> None:
    html = page(client, "/en/search/?q=海堤&source=xi")
    assert link_to(facet(html, "Source"), "Without 汐城晚报") == {"q": ["海堤"], "source": ["-xi"]}


def test_each_condition_is_a_chip_that_takes_it_away(three_outlets: Sequence[Article], client: Client) -> None:
    html = page(client, "/en/search/?q=海堤&source=xi&source=-bin&script=hans&from=2024-09&page=3")
    chips = dict(links(part(html, '<ul class="chips"', "</ul>")))
    all_of_them = {"q": ["海堤"], "source": ["xi", "-bin"], "script": ["hans"], "from": ["2024-09"]}
    gone = "× Remove this condition"
    assert chips == {
        f"from 2024-09-01 {gone}": {name: all_of_them[name] for name in ("q", "source", "script")},
        f"Source 汐城晚报 {gone}": all_of_them | {"source": ["-bin"]},
        f"Source without 濱海電訊 {gone}": all_of_them | {"source": ["xi"]},
        f"Script Simplified {gone}": {name: all_of_them[name] for name in ("q", "source", "from")},
        "Remove all": {"q": ["海堤"]},
    }


def test_conditions_that_leave_nothing_can_still_be_taken_away(
    three_outlets: Sequence[Article], client: Client
) -> None:
    html = page(client, "/en/search/?q=海堤&source=xi&script=hant")
    assert "Nothing found" in html
    assert link_to(facet(html, "Source"), "汐城晚报") == {"q": ["海堤"], "script": ["hant"]}


def test_the_year_form_keeps_all_other_conditions(three_outlets: Sequence[Article], client: Client) -> None:
    html = page(client, "/en/search/?q=海堤&source=xi&source=-bin&sort=date&from=2024&to=2025&page=2&cursor=x")
    form = part(html, "<form>", "</form>")
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    assert hidden == [("q", "海堤"), ("source", "xi"), ("source", "-bin"), ("sort", "date")]
    assert 'name="from" value="2024"' in form and 'name="to" value="2025"' in form


def test_a_bar_of_the_histogram_leads_into_its_year_and_then_its_month(
    publish: Callable[..., Article], client: Client
) -> None:
    publish(published_on=datetime.date(2021, 3, 4), indexed=False)
    publish(published_on=datetime.date(2024, 9, 12))
    chart = part(page(client, "/en/search/?q=海堤&sort=date"), '<section class="chart"', "</section>")
    bars = links(chart)
    assert bars == [
        ("2021 1 article", {"q": ["海堤"], "sort": ["date"], "from": ["2021"], "to": ["2021"]}),
        ("2024 1 article", {"q": ["海堤"], "sort": ["date"], "from": ["2024"], "to": ["2024"]}),
    ]
    assert 'aria-label="2021, 1 article"' in chart
    chart = part(page(client, "/en/search/?q=海堤&from=2021&to=2021"), '<section class="chart"', "</section>")
    assert links(chart) == [
        ("2021-03 1 article", {"q": ["海堤"], "from": ["2021-03"], "to": ["2021-03"]}),
        ("All years", {"q": ["海堤"]}),
    ]
    chart = part(page(client, "/en/search/?q=海堤&from=2021-03&to=2021-03"), '<section class="chart"', "</section>")
    assert links(chart)[1:] == [
        ("All years", {"q": ["海堤"]}),
        ("The whole of 2021", {"q": ["海堤"], "from": ["2021"], "to": ["2021"]}),
    ]


def test_examples_of_years_are_those_found(publish: Callable[..., Article], client: Client) -> None:
    publish(published_on=datetime.date(2011, 1, 1), indexed=False)
    publish(published_on=datetime.date(2019, 1, 1))
    form = part(page(client, "/en/search/?q=海堤"), "<form>", "</form>")
    assert re.findall(r'placeholder="(\d+)"', form) == ["2011", "2019"]
