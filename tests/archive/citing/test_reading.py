"""The facts as they are read off an article."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from archive.citing import Facts, facts_of
from archive.models import Article
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory

pytestmark = pytest.mark.django_db
CHINA = datetime.timezone(datetime.timedelta(hours=8))


def read(article: Article, **more: Any) -> Facts:
    day = datetime.date(2026, 11, 22)
    return facts_of(article, permalink="https://archive.example/a/x/", accessed=day, **more)


def facts(**known: Any) -> Facts:
    return read(ArticleFactory(state="published", **known))


def test_all_that_is_known_is_read() -> None:
    found = facts(
        title="告别潮水表",
        original_title="三号海堤合龙",
        source_name="汐城晚报",
        site_name="远汀网",
        authors=["沈砚舟"],
        editors=["何汀"],
        url="https://news.example/1",
        capture=CaptureFactory(captured_on=datetime.date(2024, 10, 2)),
    )
    assert (found.title, found.title_here) == ("三号海堤合龙", "告别潮水表")
    assert (found.outlet, found.republisher, found.is_newspaper) == ("汐城晚报", "远汀网", True)
    assert (found.authors, found.editors) == (("沈砚舟",), ("何汀",))
    assert (found.date, found.language) == ((2024, 9, 12), "zh-Hans")
    assert (found.original_url, found.captured) == ("https://news.example/1", datetime.date(2024, 10, 2))


@pytest.mark.parametrize(
    ("known", "date"),
    [
        ({"published_at": datetime.datetime(2024, 9, 12, 6, 31, tzinfo=CHINA)}, (2024, 9, 12)),
        ({"date_precision": "month"}, (2024, 9)),
        ({"date_precision": "year"}, (2024,)),
        ({"published_on": None}, ()),
    ],
)
def test_the_date_is_as_exact_as_it_is_known(known: dict[str, Any], date: tuple[int, ...]) -> None:
    assert facts(**known).date == date


def test_the_site_is_the_outlet_where_no_source_is_named() -> None:
    found = facts(source_name="", site_name="远汀网", original_title="原题")
    assert (found.outlet, found.republisher) == ("远汀网", "")


def test_an_outlet_that_republishes_nobody_is_cited_by_the_title_of_its_page() -> None:
    found = facts(title="改题", original_title="原题", source_name="远汀网", site_name="远汀网")
    assert (found.title, found.title_here, found.republisher) == ("改题", "", "")


def test_a_government_body_is_the_author_of_what_it_published_unsigned() -> None:
    body = AgencyFactory(name="汐城市水务局", kind="government")
    assert facts(source=body).creators == ("汐城市水务局",)
    signed = facts(source=body, authors=["沈砚舟"])
    assert (signed.creators, signed.publisher) == (("沈砚舟",), "汐城市水务局")


def test_an_agency_that_nobody_confirmed_counts_as_its_printed_name() -> None:
    candidate = AgencyFactory(name="汐城水务", kind="government", confirmed=False)
    found = facts(source=candidate, source_name="汐城水务网")
    assert (found.outlet, found.body) == ("汐城水务网", "")


def test_an_untitled_article_is_called_by_its_first_words_in_brackets() -> None:
    found = facts(title="", body=["昨天上午十点二十分，合龙。"])
    assert found.cited_title == "[昨天上午十点二十分，合龙。]"


def test_every_text_is_one_line() -> None:
    found = facts(title="甲\r\nTY  - X\u3000乙\x00\x85", authors=["沈\n砚舟", " "])
    assert (found.title, found.authors) == ("甲 TY - X 乙", ("沈 砚舟",))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "", "//news.example/"])
def test_only_an_address_of_the_web_is_one(address: str) -> None:
    assert facts(url=address).original_url == ""


def test_a_paragraph_has_an_address_of_its_own() -> None:
    article = ArticleFactory(state="published")
    assert read(article, paragraph=2).address == "https://archive.example/a/x/#p2"
    assert read(article).address == "https://archive.example/a/x/"
