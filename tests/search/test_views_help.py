"""What helps: living examples of the query language, ways out where nothing was found, and what was searched."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.test import Client

from archive import publishing
from archive.models import Article
from config.environment import PROJECT
from search.answering import ways
from search.answering.executor import execute
from search.asking.requests import SearchRequest
from search.query.fields import EXACT_NAMES, NAMES_OF
from tests.factories import AgencyFactory
from tests.search.pages import links, page, part

Publish = Callable[..., Article]
_EXAMPLE = re.compile(r'<a class="eg" href="\?(q=[^"]+)"[^>]*>([^<]+)</a> <span class="count">([\d,]+)')


def living(html: str) -> dict[str, int]:
    """The examples on the page, each with how many articles it says that it finds."""
    found = {}
    for address, said, count in _EXAMPLE.findall(html):
        assert parse_qs(unescape(address))["q"] == [unescape(said)]
        found[unescape(said)] = int(count.replace(",", ""))
    return found


@pytest.fixture
def newsroom(publish: Publish) -> list[Article]:
    paper = AgencyFactory(name="汐城晚报")
    titles = ["海堤合龙之后", "海堤合龙倒计时", "诈骗电话又来了", "电信诈骗翻新", "COVID 疫苗接种点开放", "渡轮停航"]
    return [publish(title=title, source=paper, indexed=title == titles[-1]) for title in titles]


class TestExamples:
    @pytest.mark.parametrize("prefix", ["", "/zh-hant", "/en"])
    def test_each_finds_what_it_says_in_this_archive(
        self, newsroom: list[Article], client: Client, prefix: str
    ) -> None:
        examples = living(page(client, f"{prefix}/search/"))
        assert len(examples) >= 10
        for query, count in examples.items():
            assert count == execute(SearchRequest(q=query)).count > 0, query

    def test_all_parts_of_the_guide_have_one(self, newsroom: list[Article], client: Client) -> None:
        html = page(client, "/en/search/")
        guide = (PROJECT / "docs" / "search.md").read_text(encoding="utf-8")
        parts = re.findall(r"^## (.+)$", guide, re.M)
        headings = re.findall(r"<h3>(.*?)</h3>", html)
        assert headings == [one for one in parts if one != "When something is amiss"]
        for heading in headings:
            assert living(html.split(f"<h3>{heading}</h3>")[1].split("<h3>")[0]), heading

    def test_the_names_of_fields_are_those_of_the_guide(self, newsroom: list[Article], client: Client) -> None:
        told = set(re.findall(r"<code[^>]*>(.+?):</code>", page(client, "/search/")))
        assert told == {*EXACT_NAMES, *(name for names in NAMES_OF.values() for name in names)}
        guide = (PROJECT / "docs" / "search.md").read_text(encoding="utf-8")
        assert all(f"`{name}:`" in guide for name in told)

    def test_a_word_goes_with_the_article_that_it_stood_in(self, newsroom: list[Article], client: Client) -> None:
        assert "COVID" in living(page(client, "/en/search/"))
        publishing.withdraw(newsroom[4], by=None, reason="x", category="error")  # and the index has yet to follow
        assert "COVID" not in page(client, "/en/search/").replace("in capitals", "")

    def test_an_empty_archive_shows_how_to_write_and_promises_nothing(
        self, index_folder: object, client: Client
    ) -> None:
        html = page(client, "/en/search/")
        assert 'class="eg"' in html and not living(html) and 'href="?q=' not in html

    def test_the_page_costs_few_queries_when_it_is_shown_again(
        self, newsroom: list[Article], client: Client, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        page(client, "/search/")
        with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
            page(client, "/search/")


class TestNothingFound:
    def help(self, client: Client, query: str) -> dict[str, dict[str, list[str]]]:
        return dict(links(part(page(client, f"/en/search/?{query}"), 'aria-labelledby="wider"', "</section>")))

    def test_each_part_that_may_go_is_offered_with_what_it_would_find(
        self, newsroom: list[Article], client: Client
    ) -> None:
        html = part(page(client, "/en/search/?q=海堤 独角兽 合龙"), 'aria-labelledby="wider"', "</section>")
        assert "Without “独角兽”:" in html and living(html)["海堤 合龙"] == 6  # 海堤 stands in every body
        assert "Any of the words:" in html and "海堤 OR 独角兽 OR 合龙" in living(html)
        assert "Without “海堤”" not in html  # would find nothing either

    def test_so_is_each_condition(self, newsroom: list[Article], client: Client) -> None:
        found = self.help(client, "q=海堤&script=hant&kind=outlet&from=2024")
        assert found["Without the condition “Script”"] == {"q": ["海堤"], "kind": ["outlet"], "from": ["2024"]}
        assert "Without the condition “Kind of source”" not in found
        found = self.help(client, "q=海堤&from=2030&to=2031&script=hant")
        assert found["Search without the conditions"] == {"q": ["海堤"]}
        assert "Without the condition “Days”" not in found

    def test_words_in_one_script_are_offered_in_both(self, publish: Publish, client: Client) -> None:
        publish(title="电信诈骗")
        found = page(client, "/en/search/?q=原字:詐騙")
        assert "In both scripts:" in found

    def test_no_count_tells_of_a_hidden_article(self, newsroom: list[Article], publish: Publish) -> None:
        secret = publish(title="zqxcanary 海堤")
        publishing.withdraw(secret, by=None, reason="x", category="error")
        assert ways.wider(execute(SearchRequest(q="zqxcanary 独角兽"))) == []

    def test_much_that_was_asked_is_counted_only_so_far(self, newsroom: list[Article]) -> None:
        asked = SearchRequest(q=" ".join("甲乙丙丁戊己庚辛壬癸子丑寅卯") + " 海堤")
        assert len(ways.wider(execute(asked))) <= ways.MOST


class TestSearched:
    def test_every_form_of_a_word_is_told(self, publish: Publish, client: Client) -> None:
        publish(body=["詐騙计画"])
        told = part(page(client, "/en/search/?q=詐騙 计划"), "Searched:", "</p>")
        forms = [re.findall(r'<span lang="[\w-]+">(.*?)</span>', one) for one in re.findall("<q>(.*?)</q>", told)]
        assert forms == [["诈骗", "詐騙"], ["计划", "計劃", "计画", "計畫"]]

    def test_the_same_words_in_a_row_or_in_one_script_are_a_step_away(self, publish: Publish, client: Client) -> None:
        publish(title="電信詐騙翻新", script="hant", indexed=False)
        publish(title="电信诈骗翻新", indexed=False)
        publish(title="诈骗电信", body=["无"])
        found = dict(links(page(client, "/en/search/?q=電信 詐騙&sort=date&page=1")))
        assert found["In a row: “電信詐騙” 2"] == {"q": ['"電信詐騙"'], "sort": ["date"]}
        assert found["In this script alone: 電信 詐騙 1"] == {"q": ["exact:電信 exact:詐騙"], "sort": ["date"]}

    def test_nothing_is_offered_that_finds_the_same_or_nothing(self, publish: Publish, client: Client) -> None:
        publish(title="海堤合龙", published_on=datetime.date(2024, 5, 1))
        html = page(client, "/en/search/?q=海堤 合龙")
        assert "In a row:" not in html and "In this script alone:" not in html
