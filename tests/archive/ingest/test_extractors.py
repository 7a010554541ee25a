"""Facts with their evidence: which of several statements is believed, and what is left unknown."""

from __future__ import annotations

from datetime import date

import pytest

from archive.ingest import authority, pipeline
from archive.ingest.extractors.urls import is_article_url
from archive.ingest.records import Extraction, FindingKind, Problem, SourceFile
from archive.management.commands.extract import published_text

BODY = (
    "<p>汐城海事处今天通报，夜间引航试行两个月以来，候潮时间减少了一半。</p>"
    "<p>远汀渔港昨天恢复夜航，四十二艘渔船出港。</p>"
)


def read(text: str, name: str = "a.html", today: date = date(2026, 11, 21)) -> Extraction:
    result = pipeline.extract(SourceFile(name, text.encode()), authority=authority.starter(), today=today)
    assert not isinstance(result, Problem), result
    return result


def page(head: str = "", above: str = "<h1>汐城夜航试行两月</h1>", below: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{above}<div class=content>{BODY}</div>{below}</body></html>"


class TestTitles:
    @pytest.mark.parametrize(
        "title",
        [
            "汐城夜航试行两月_新闻_汐城网",
            "汐城夜航试行两月 - 要闻 - 汐城晚报",
            "汐城夜航试行两月|汐城在线",
            "汐城夜航试行两月",
        ],
    )
    def test_section_and_site_are_cut_off(self, title: str) -> None:
        found = read(page(f"<title>{title}</title>", above="")).title
        assert found
        assert found.value == "汐城夜航试行两月"

    def test_a_site_with_nothing_before_it_is_no_title(self) -> None:
        found = read(page("<title>-汐城在线</title>")).title
        assert found
        assert found.value == "汐城夜航试行两月"

    def test_a_dash_that_belongs_to_the_title_stays(self) -> None:
        found = read(page("<title>夜航——汐城的两个月_汐城网</title>", above="<h1>夜航——汐城的两个月</h1>")).title
        assert found
        assert found.value == "夜航——汐城的两个月"

    def test_the_sites_own_heading_is_not_the_title(self) -> None:
        found = read(page("<title>汐城夜航试行两月_汐城网</title>", "<h1>汐城网</h1><h2>汐城夜航试行两月</h2>")).title
        assert found
        assert found.value == "汐城夜航试行两月"

    def test_a_page_without_title_has_none_and_says_so(self) -> None:
        extraction = read(page(above=""))
        assert extraction.title is None
        assert FindingKind.NO_TITLE in {finding.kind for finding in extraction.findings}


class TestDates:
    def test_a_copyright_year_is_no_date(self) -> None:
        extraction = read(page(below="<p>Copyright © 2012 xicheng.example</p><p>2008-2026 版权所有</p>"))
        assert extraction.published is None
        assert FindingKind.NO_DATE in {finding.kind for finding in extraction.findings}

    def test_a_date_in_the_navigation_is_no_date(self) -> None:
        above = (
            "<div>今天是2026年4月11日 星期六 天气晴</div>"
            + "<ul><li>别的新闻 2026-04-01</li></ul><h1>汐城夜航试行两月</h1>"
        )
        assert read(page(above=above)).published is None

    def test_a_date_to_come_is_no_date(self) -> None:
        head = '<meta name="pubdate" content="2030-01-01">'
        assert read(page(head)).published is None

    def test_metadata_in_utc_is_told_in_china_time(self) -> None:
        head = '<meta property="article:published_time" content="2024-07-17T22:40:00Z">'
        assert published_text(read(page(head)).published) == "2024-07-18T06:40:00+08:00"

    def test_the_credit_line_adds_the_time_to_the_day_of_the_metadata(self) -> None:
        extraction = read(
            page(
                '<meta name="pubdate" content="2024-07-18">',
                "<h1>汐城夜航试行两月</h1><div>2024-07-18 06:40 来源：汐城晚报</div>",
            )
        )
        assert published_text(extraction.published) == "2024-07-18T06:40:00+08:00"

    def test_two_different_days_are_shown_as_a_conflict(self) -> None:
        extraction = read(
            page(
                '<meta name="pubdate" content="2024-07-18">',
                "<h1>汐城夜航试行两月</h1><div>2024-07-20 06:40 来源：汐城晚报</div>",
            )
        )
        assert extraction.published
        assert [entry.used for entry in extraction.published.evidence] == [True, False]
        assert FindingKind.DATE_CONFLICT in {finding.kind for finding in extraction.findings}

    def test_the_address_tells_the_day_where_nothing_else_does(self) -> None:
        head = '<link rel="canonical" href="https://www.xicheng.example/2024/07/18/c_123.html">'
        assert published_text(read(page(head)).published) == "2024-07-18"


class TestPeopleAndOutlets:
    def test_source_site_authors_and_editors_are_kept_apart(self) -> None:
        extraction = read(
            page(
                '<meta property="og:site_name" content="汐城网">',
                "<h1>汐城夜航试行两月</h1><div>来源：汐城晚报 作者：祁闻舟 编辑：何汀</div>",
            )
        )
        assert extraction.source and extraction.source.value == "汐城晚报"
        assert extraction.site and extraction.site.value == "汐城网"
        assert extraction.authors and extraction.authors.value == ("祁闻舟",)
        assert extraction.editors and extraction.editors.value == ("何汀",)

    def test_a_platform_named_as_author_is_the_site(self) -> None:
        text = "---\ntitle: 汐城夜航\nauthor: 趣汐城\ncategories:\n - 趣汐城\n---\n" + BODY
        extraction = read(text, "a.md")
        assert extraction.site and extraction.site.value == "趣汐城"
        assert extraction.authors is None

    def test_an_outlet_is_no_author(self) -> None:
        assert read(page('<meta name="author" content="新华社">')).authors is None

    def test_a_photographer_is_no_author(self) -> None:
        assert read(page(below="<p>图为码头夜景。（本报记者 祁闻舟 摄）</p>")).authors is None

    def test_the_original_title_is_kept_apart(self) -> None:
        extraction = read(page(above="<h1>汐城夜航试行两月</h1><p>（原标题：夜航这两个月）</p>"))
        assert extraction.original_title and extraction.original_title.value == "夜航这两个月"


class TestAddresses:
    @pytest.mark.parametrize("url", ["https://a.example/1.html", "http://a.example/?id=1"])
    def test_an_article_has_a_path(self, url: str) -> None:
        assert is_article_url(url)

    @pytest.mark.parametrize(
        "url", ["https://a.example/", "javascript:alert(1)", "/1.html", "https://a.example/ b", "http://[x", ""]
    )
    def test_other_words_are_no_address_of_an_article(self, url: str) -> None:
        assert not is_article_url(url)
