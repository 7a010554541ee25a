"""Facts with their evidence: which of several statements is believed, and what is left unknown."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from archive.ingest import authority, pipeline
from archive.ingest.extractors.evidence import RANKS_FILE, ranks
from archive.ingest.extractors.urls import is_article_url, original
from archive.ingest.records import Extraction, FindingKind, Metadata, Problem, Role, SourceFile
from archive.management.commands.extract import published_text

BODY = (
    "<p>汐城海事处今天通报，夜间引航试行两个月以来，候潮时间减少了一半。</p>"
    "<p>远汀渔港昨天恢复夜航，四十二艘渔船出港。</p>"
)


def read(text: str, name: str = "a.html", today: date = date(2026, 11, 21), saved: date | None = None) -> Extraction:
    source = SourceFile(name, text.encode(), captured_on=saved)
    result = pipeline.extract(source, authority=authority.starter(), today=today)
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

    def test_a_title_that_looks_like_a_menu_is_a_title_without_a_reason_to_remove_it(self) -> None:
        words = "台风 暴雨 停航 停课 停工 停运"
        result = read(page(f"<title>{words}</title>", above=f"<h1>{words}</h1>"))
        block = next(block for block in result.blocks if block.text == words)
        assert (block.role, block.reason, block.rule) == (Role.TITLE, None, "")

    def test_the_sites_own_heading_is_not_the_title(self) -> None:
        found = read(page("<title>汐城夜航试行两月_汐城网</title>", "<h1>汐城网</h1><h2>汐城夜航试行两月</h2>")).title
        assert found
        assert found.value == "汐城夜航试行两月"

    def test_a_page_without_title_has_none_and_says_so(self) -> None:
        extraction = read(page(above=""))
        assert extraction.title is None
        assert FindingKind.NO_TITLE in {finding.kind for finding in extraction.findings}

    def test_the_names_of_site_and_section_before_the_title_are_cut_off_too(self) -> None:
        found = read(page("<title>汐城即时新闻 - 时事 - 汐城夜航试行两月 - 汐城新闻网</title>", above="")).title
        assert found and found.value == "汐城夜航试行两月"

    def test_a_column_that_is_part_of_the_title_stays(self) -> None:
        title = "视界｜汐城夜航试行两月"
        found = read(page(f"<title>{title}-汐城频道-汐城网</title>", f"<h1>{title}</h1>")).title
        assert found and found.value == title

    @pytest.mark.parametrize("stated", ["Just a moment...", "无标题文档", "www.xicheng.example"])
    def test_what_nobody_wrote_is_no_title(self, stated: str) -> None:
        found = read(page(f"<title>{stated}</title>")).title
        assert found and found.value == "汐城夜航试行两月"

    def test_a_summary_that_repeats_the_title_does_not_spell_it(self) -> None:
        head = "<title>[视频]汐城夜航试行两月</title>"
        found = read(page(head, "<p>汐城夜航试行两月。</p><div>2024-07-18 06:40 来源：汐城晚报</div>")).title
        assert found and found.value == "汐城夜航试行两月"

    def test_the_line_above_and_the_line_below_the_title_are_kept_apart(self) -> None:
        above = "<h4 class=pre>从候潮到不候潮</h4><h1>汐城夜航试行两月</h1><h4 class=sub>进港货船少等三小时</h4>"
        extraction = read(page("<title>汐城夜航试行两月_汐城网</title>", above))
        assert extraction.kicker and extraction.kicker.value == "从候潮到不候潮"
        assert extraction.subtitle and extraction.subtitle.value == "进港货船少等三小时"
        assert not {"从候潮到不候潮", "进港货船少等三小时"} & set(extraction.body)

    def test_a_line_that_begins_with_a_dash_below_the_title_is_its_second_line(self) -> None:
        above = "<h1>汐城夜航试行两月</h1><p>——引航员手记</p>"
        subtitle = read(page("<title>汐城夜航试行两月_汐城网</title>", above)).subtitle
        assert subtitle and subtitle.value == "——引航员手记"


class TestDates:
    def test_no_page_is_dated_after_the_day_on_which_it_was_saved(self) -> None:
        head = '<meta name="pubdate" content="2024-07-20">'
        assert read(page(head), saved=date(2024, 7, 18)).published is None

    def test_a_wrong_zone_is_told_by_the_printed_time(self) -> None:
        head = '<meta property="article:published_time" content="2024-07-17T22:40:00Z">'
        extraction = read(page(head, "<h1>汐城夜航试行两月</h1><div>2024-07-17 22:40 来源：汐城晚报</div>"))
        assert published_text(extraction.published) == "2024-07-17T22:40:00+08:00"
        assert FindingKind.DATE_CONFLICT not in {finding.kind for finding in extraction.findings}

    def test_a_printed_line_and_the_address_together_outvote_metadata(self) -> None:
        head = (
            '<meta name="pubdate" content="2024-07-25">'
            '<link rel="canonical" href="https://www.xicheng.example/2024/07/18/c_123.html">'
        )
        extraction = read(page(head, "<h1>汐城夜航试行两月</h1><div>2024-07-18 06:40 来源：汐城晚报</div>"))
        assert published_text(extraction.published) == "2024-07-18T06:40:00+08:00"
        assert FindingKind.DATE_CONFLICT in {finding.kind for finding in extraction.findings}

    def test_the_day_of_a_change_counts_less_than_that_of_publication(self) -> None:
        above = "<h1>汐城夜航试行两月</h1><div>最后更新：2024-07-20 08:00　发布：2024-07-18 06:40</div>"
        assert published_text(read(page(above=above)).published) == "2024-07-18T06:40:00+08:00"

    def test_a_wire_dateline_gives_the_day_where_the_day_of_saving_gives_the_year(self) -> None:
        text = "汐城夜航试行两月\n新华社汐城9月30日电 汐城海事处通报，夜间引航试行两个月以来候潮时间减少了一半。\n"
        assert published_text(read(text, "a.txt", saved=date(2024, 10, 2)).published) == "2024-09-30"
        assert read(text, "a.txt").published is None

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

    def test_whom_front_matter_names_wins_over_the_reporters_of_a_quoted_text(self) -> None:
        text = "---\ntitle: 汐城夜航\nauthor: 祁闻舟\n---\n（记者 柏溪宁 沈禾）汐城海事处今天通报，候潮时间减少一半。\n"
        authors = read(text, "a.md").authors
        assert authors and authors.value == ("祁闻舟",)
        assert [entry.used for entry in authors.evidence] == [True, False]

    @pytest.mark.parametrize(
        ("begin", "dateline", "source", "authors"),
        [
            ("新华社北京9月30日电　", "新华社北京9月30日电", "新华社", ()),
            ("（中央社記者王溪寧台北15日電）", "中央社記者王溪寧台北15日電", "中央社", ("王溪寧",)),
            (
                "（中央社記者王溪寧、沈禾華盛頓15日電）",
                "中央社記者王溪寧、沈禾華盛頓15日電",
                "中央社",
                ("王溪寧", "沈禾"),
            ),
            ("中新社汐城9月30日电（记者 祁闻舟）", "中新社汐城9月30日电", "中新社", ("祁闻舟",)),
            ("【本报讯】", "本报讯", None, ()),
            ("汐城商报讯（记者 祁闻舟）", "汐城商报讯", "汐城商报", ("祁闻舟",)),
            ("北京时间9月30日消息，", None, None, ()),
            ("记者9月30日获悉，", None, None, ()),
        ],
    )
    def test_a_wire_dateline_is_kept_and_names_the_source(
        self, begin: str, dateline: str | None, source: str | None, authors: tuple[str, ...]
    ) -> None:
        text = (
            f"汐城夜航试行两月\n{begin}汐城海事处通报，夜间引航试行两个月以来候潮时间减少了一半。\n渔港也恢复了夜航。\n"
        )
        got = read(text, "a.txt")
        assert (got.dateline.value if got.dateline else None) == dateline
        assert (got.source.value if got.source else None) == source
        assert (got.authors.value if got.authors else ()) == authors

    def test_a_printed_source_counts_more_than_a_dateline(self) -> None:
        text = "汐城夜航试行两月\n来源：汐城晚报\n新华社汐城9月30日电 汐城海事处通报，候潮时间减少了一半。\n"
        source = read(text, "a.txt").source
        assert source and source.value == "汐城晚报"
        assert [entry.quote for entry in source.evidence if not entry.used] == ["新华社汐城9月30日电"]

    def test_where_the_writer_posted_from_is_no_source(self) -> None:
        above = "<h1>汐城夜航试行两月</h1><div>2022-06-02 09:52:19 <a>政能亮</a> 来自北京市</div>"
        source = read(page(above=above)).source
        assert source and source.value == "政能亮"


class TestEvidence:
    def test_the_most_trusted_place_comes_first_and_each_says_its_rank(self) -> None:
        head = '<meta name="pubdate" content="2024-07-18"><meta name="date" content="2024-07-19">'
        published = read(page(head)).published
        assert published
        assert [entry.where for entry in published.evidence] == ["meta:pubdate", "meta:date"]
        assert published.evidence[0].rank < published.evidence[1].rank

    def test_a_list_beside_the_page_is_trusted_before_the_page(self) -> None:
        given = (Metadata("list:source", "远汀日报"), Metadata("list:date", "2024-07-01"))
        text = page(above="<h1>汐城夜航试行两月</h1><div>2024-07-18 06:40 来源：汐城晚报</div>")
        source = SourceFile("a.html", text.encode(), metadata=given)
        got = pipeline.extract(source, authority=authority.starter(), today=date(2026, 11, 21))
        assert isinstance(got, Extraction)
        assert got.source and got.source.value == "远汀日报"
        assert published_text(got.published) == "2024-07-01"
        assert [entry.quote for entry in got.source.evidence] == ["远汀日报", "来源：汐城晚报"]

    @pytest.mark.parametrize("field", list(tomllib.loads(RANKS_FILE.read_text(encoding="utf-8"))))
    def test_no_place_stands_in_the_table_twice_for_one_field(self, field: str) -> None:
        places = [place for line in tomllib.loads(RANKS_FILE.read_text(encoding="utf-8"))[field] for place in line]
        assert len(places) == len(set(places)) == len(ranks(field))


class TestAddresses:
    @pytest.mark.parametrize(
        ("stated", "address"),
        [
            ("https://web.archive.org/web/20120611024252/http://www.a.example/1.htm", "http://www.a.example/1.htm"),
            ("www.sohu.example/a/780060546_458722", "http://www.sohu.example/a/780060546_458722"),
            ("https://a.example/1.html", "https://a.example/1.html"),
        ],
    )
    def test_a_copy_gives_the_address_of_what_it_copies(self, stated: str, address: str) -> None:
        assert original(stated) == address

    @pytest.mark.parametrize("url", ["https://a.example/1.html", "http://a.example/?id=1"])
    def test_an_article_has_a_path(self, url: str) -> None:
        assert is_article_url(url)

    @pytest.mark.parametrize(
        "url", ["https://a.example/", "javascript:alert(1)", "/1.html", "https://a.example/ b", "http://[x", ""]
    )
    def test_other_words_are_no_address_of_an_article(self, url: str) -> None:
        assert not is_article_url(url)
