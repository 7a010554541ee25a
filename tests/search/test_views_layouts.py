"""How results are laid out and turned: titles, days, far pages; and more words to search within them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from archive import duplicates, publishing
from archive.models import Article
from search import forms
from tests.factories import ArticleFactory
from tests.search.pages import link_to, page, part

Publish = Callable[..., Article]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_SIZES", {"list": 2, "titles": 2, "days": 2})


def on_days(publish: Publish, *days: int) -> list[Article]:
    return [publish(published_on=datetime.date(2024, 5, day), indexed=day == days[-1]) for day in days]


def order(html: str, articles: list[Article]) -> list[int]:
    """The places among `articles` of those on the page, as they follow each other there."""
    places = {article.public_id: place for place, article in enumerate(articles)}
    return [places[one] for one in dict.fromkeys(re.findall(r"/a/(\w{10})/", html))]


class TestTitles:
    def test_each_hit_is_a_line_with_day_title_and_source(self, publish: Publish, client: Client) -> None:
        publish(title="電信詐騙翻新", body=["提防詐騙。"], script="hant", source_name="濱海電訊")
        html = page(client, "/en/search/?q=诈骗&view=titles")
        assert 'lang="zh-Hant">電信<mark>詐騙</mark>翻新</a>' in html and "提防" not in html
        line = part(html, '<ol class="titles dated">', "</ol>")
        assert '<time datetime="2024-09-12">2024-09-12</time>' in line and "濱海電訊" in line

    def test_fifty_stand_on_a_page_and_a_hundred_if_one_likes(self, publish: Publish, client: Client) -> None:
        ArticleFactory.create_batch(54, state="published")
        publish()  # the index is built of all of them
        html = page(client, "/en/search/?q=海堤&view=titles")
        assert html.count('class="hit"') == 50
        assert link_to(html, "100 titles a page") == {"q": ["海堤"], "view": ["titles"], "size": ["100"]}
        html = page(client, "/en/search/?q=海堤&view=titles&size=100")
        assert html.count('class="hit"') == 55
        assert link_to(html, "50 titles a page") == {"q": ["海堤"], "view": ["titles"]}

    def test_reprints_are_told_by_number(self, index_folder: object, publish: Publish, client: Client) -> None:
        body = [
            "昨天上午十点二十分，三号海堤在平潮时分合龙，施工船队鸣笛致意。",
            "堤身沉降仍须观测两个汛期，另设缓冲带。",
        ]
        copies = [ArticleFactory(title=title, body=body) for title in ("海堤合龙", "三号海堤昨合龙", "海堤")]
        duplicates.compare(copies)
        for copy in copies:
            publishing.publish(copy, by=None)
        publish(body=["茶馆今起重新开张，海堤上的人都来了。"])
        assert "+2 reprints" in page(client, "/en/search/?q=海堤&view=titles")

    def test_a_page_costs_as_few_queries_as_a_list(
        self, publish: Publish, client: Client, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        publish(title="", indexed=False)
        on_days(publish, *range(1, 12))
        for view in ("list", "titles", "days"):
            page(client, f"/search/?q=海堤&view={view}")
            with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
                page(client, f"/search/?q=海堤&view={view}")


class TestDays:
    def test_titles_stand_under_their_days_the_newest_first(self, publish: Publish, client: Client) -> None:
        articles = on_days(publish, 3, 9, 3)
        articles.append(publish(published_on=None))
        html = page(client, "/en/search/?q=海堤&view=days")
        assert order(html, articles) == [1, 2, 0, 3]
        days = re.findall(r'<h3 class="day">(.*?)</h3>', html)
        assert [re.sub("<[^>]+>", "", day).split() for day in days] == [
            ["May", "9,", "2024", "1"],
            ["May", "3,", "2024", "2"],
            ["Date", "unknown", "1"],
        ]
        assert 'href="/en/dates/2024/5/9/"' in days[0]

    def test_what_is_known_to_the_month_stands_under_the_month(self, publish: Publish, client: Client) -> None:
        publish(published_on=datetime.date(2024, 5, 1), date_precision="month", indexed=False)
        publish(published_on=datetime.date(2024, 5, 1))
        days = re.findall(r'<h3 class="day">(.*?)</h3>', page(client, "/en/search/?q=海堤&view=days"))
        assert len(days) == 2 and sum("/dates/2024/5/1/" in day for day in days) == 1
        assert any("May 2024" in day for day in days)

    def test_it_can_be_turned_round_and_has_no_order_of_relevance(self, publish: Publish, client: Client) -> None:
        articles = on_days(publish, 3, 9, 6)
        html = page(client, "/en/search/?q=海堤&view=days")
        assert "Most relevant" not in html
        assert link_to(html, "Oldest") == {"q": ["海堤"], "view": ["days"], "sort": ["date"]}
        assert order(page(client, "/en/search/?q=海堤&view=days&sort=date"), articles) == [0, 2, 1]


class TestTurning:
    @pytest.mark.parametrize("view", ["list", "titles", "days"])
    def test_pages_of_a_view_hold_everything_once(
        self, publish: Publish, client: Client, small_pages: None, view: str
    ) -> None:
        articles = on_days(publish, 1, 2, 3, 4, 5)
        address, seen = f"/en/search/?q=海堤&view={view}&sort=-date", []
        for _ in range(3):
            html = page(client, address)
            seen += order(html, articles)
            found = re.search(r'<a class="next" href="([^"]+)"', html)
            address = f"/en/search/{found[1].replace('&amp;', '&')}" if found else ""
        assert seen == [4, 3, 2, 1, 0] and not address

    def test_first_last_and_any_page_are_one_step_away(
        self, publish: Publish, client: Client, small_pages: None
    ) -> None:
        on_days(publish, *range(1, 20))
        html = part(page(client, "/en/search/?q=海堤&view=titles&page=5"), '<nav class="pages"', "</nav>")
        asked = {"q": ["海堤"], "view": ["titles"]}
        assert link_to(html, "First") == asked
        assert link_to(html, "Last") == asked | {"page": ["10"]}
        assert link_to(html, "Previous page") == asked | {"page": ["4"]}
        form = part(html, '<form class="jump">', "</form>")
        assert 'name="view" value="titles"' in form and 'max="10" value="5"' in form
        assert 'type="hidden" name="page"' not in form

    def test_layouts_are_links_that_keep_the_conditions(self, publish: Publish, client: Client) -> None:
        publish()
        html = page(client, "/en/search/?q=海堤&script=hans&page=1&view=titles&size=100")
        asked = {"q": ["海堤"], "script": ["hans"]}
        assert link_to(html, "By day") == asked | {"view": ["days"]}
        assert link_to(html, "With passages") == asked
        assert re.search(r'aria-current="true">Titles</a>', html)

    def test_a_layout_that_there_is_not_is_told_and_the_usual_one_shown(self, publish: Publish, client: Client) -> None:
        publish()
        html = page(client, "/en/search/?q=海堤&view=cards")
        assert "was left out" in html and '<p class="snip"' in html


class TestWithin:
    def follow(self, client: Client, query: str) -> dict[str, list[str]]:
        answer = client.get(f"/en/search/?{query}")
        assert answer.status_code == 302 and answer["Location"].startswith("/en/search/?")
        return parse_qs(urlsplit(answer["Location"]).query)

    def test_more_words_and_the_query_become_one_query_in_the_address(self, publish: Publish, client: Client) -> None:
        publish(title="海堤合龙之夜", indexed=False)
        publish(title="河堤合龙", body=["河堤。"], indexed=False)
        publish(title="河堤加固", body=["河堤。"])
        asked = self.follow(client, "q=海堤+OR+河堤&within=合龙&script=hans&page=3&view=titles&cursor=x")
        assert asked == {"q": ["(海堤 OR 河堤) 合龙"], "script": ["hans"], "view": ["titles"]}
        html = page(client, "/en/search/?q=(海堤 OR 河堤) 合龙")
        assert "Found: 2 articles" in html and 'value="(海堤 OR 河堤) 合龙"' in html

    def test_conditions_alone_can_be_searched_within(self, publish: Publish, client: Client) -> None:
        publish()
        assert self.follow(client, "script=hans&within=海堤") == {"q": ["海堤"], "script": ["hans"]}

    def test_the_form_keeps_what_was_asked(self, publish: Publish, client: Client) -> None:
        on_days(publish, 1, 2)
        form = part(
            page(client, "/en/search/?q=海堤&source=&sort=date&page=1&from=2024"), '<form class="within"', "</form>"
        )
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
        assert hidden == [("q", "海堤"), ("source", ""), ("sort", "date"), ("from", "2024")]
        assert 'name="within"' in form

    def test_what_cannot_be_added_is_told(self, publish: Publish, client: Client) -> None:
        publish()
        html = page(client, f"/en/search/?q=海堤&within={'合' * 256}")
        assert "too long" in html and 'value="海堤"' in html

    @pytest.mark.parametrize("words", ["%00", "%0d%0aX:%20y", "//evil.example", "((", "“"])
    def test_whatever_is_added_it_stays_on_this_page(self, publish: Publish, client: Client, words: str) -> None:
        publish()
        answer = client.get(f"/search/?q=海堤&within={words}")
        assert answer.status_code == 200 or answer["Location"].startswith("/search/?")


class TestTaking:
    def test_all_that_was_found_can_be_taken_as_a_file_or_a_feed(self, publish: Publish, client: Client) -> None:
        publish()
        html = page(client, "/en/search/?q=海堤&script=hans&page=1&view=titles&size=100&sort=date")
        taken = part(html, '<details class="take">', "</details>").replace("&amp;", "&")
        for form in ("csv", "jsonl", "ris", "bib"):
            [address] = re.findall(rf'href="(/en/search/export\.{form}\?[^"]*)"', taken)
            assert parse_qs(urlsplit(address).query) == {"q": ["海堤"], "script": ["hans"], "sort": ["date"]}
        assert '/en/search/feed/?q=%E6%B5%B7%E5%A0%A4&script=hans"' in taken
        assert '/en/search/feed/rss/?q=%E6%B5%B7%E5%A0%A4&script=hans"' in taken
