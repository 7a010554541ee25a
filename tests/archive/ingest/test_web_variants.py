"""Web pages of every make: saved by tools, views of source, WeChat, AMP, and pages whose text stands in a script."""

from __future__ import annotations

import json
import time
from datetime import date
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.parsers import media_type_of, parser_for, view_source
from archive.ingest.parsers.marks import read_marks, saved_day
from archive.ingest.parsers.script_state import find_article, moment_of
from archive.ingest.parsers.scripts import literal, read_data
from archive.ingest.parsers.wechat import read_wechat
from archive.ingest.records import MediaType, Metadata, Parsed

FIRST = "汐城海事处今天通报，夜间引航试行两个月以来，候潮时间减少了一半。"
SECOND = "引航站说，七月起夜间引航将扩大到三号泊位，船长须提前六小时报港。"
THIRD = "去年同期，同一航道每天平均有四艘船在锚地等候天亮，最长的等了十一个小时。"
SOURCE = (
    f"<!DOCTYPE html>\n<html><head><title>夜航</title></head>\n<body>\n<p>{FIRST}</p>\n<p>A &amp; B</p>\n</body></html>"
)


def parse(text: str, name: str = "a.html") -> Parsed:
    parser = parser_for(name, text)
    assert parser
    return parser(text)


def texts(text: str, name: str = "a.html") -> list[str]:
    return [block.text for block in parse(text, name).blocks]


def values(parsed: Parsed) -> dict[str, str]:
    return {entry.name: entry.value for entry in reversed(parsed.metadata)}


def app(script: str, visible: str = "<div id=app></div>", title: str = "夜航满月") -> str:
    foot = "<footer><p>版权所有 汐城新闻网</p></footer>"
    return f"<!doctype html><html><head><title>{title}</title></head><body>{visible}{foot}{script}</body></html>"


class TestMarksOfSavingTools:
    @pytest.mark.parametrize(
        ("mark", "day"),
        [
            (
                "<!--\n Page saved with SingleFile\n url: https://a.example/1\n"
                " saved date: Fri Jun 14 2024 23:30:00 GMT+0800 (中国标准时间)\n-->",
                date(2024, 6, 14),
            ),
            ("<!--\n saved date: Fri Jun 14 2024 18:30:00 GMT+0000 (UTC)\n-->", date(2024, 6, 15)),
            (
                "<!-- Mirrored from www.a.example/1.html by HTTrack Website Copier/3.x [XR&CO'2014], "
                "Fri, 14 Jun 2024 02:11:00 GMT -->",
                date(2024, 6, 14),
            ),
            (
                "<!--\n     FILE ARCHIVED ON 20:22:33 Jun 14, 2024 AND RETRIEVED FROM THE INTERNET ARCHIVE",
                date(2024, 6, 15),
            ),
            (
                '<html data-scrapbook-source="https://a.example/1" data-scrapbook-create="20240614101500123">',
                date(2024, 6, 14),
            ),
        ],
        ids=["singlefile", "singlefile-utc", "httrack", "wayback", "scrapbook"],
    )
    def test_the_day_of_saving_is_told_in_china_s_time(self, mark: str, day: date) -> None:
        assert saved_day(tuple(read_marks(mark))) == day

    def test_an_address_without_a_scheme_gets_one(self) -> None:
        mark = (
            "<!-- Mirrored from www.a.example/1.html by HTTrack Website Copier/3.x, Fri, 14 Jun 2024 02:11:00 GMT -->"
        )
        assert Metadata("saved:url", "http://www.a.example/1.html") in read_marks(mark)

    def test_a_day_that_does_not_exist_says_nothing(self) -> None:
        assert list(read_marks("saved date: Fri Feb 31 2024 23:30:00 GMT+0800")) == []
        assert saved_day((Metadata("saved:date", "2024-02-31"), Metadata("saved:date", "2024-03-01"))) == date(
            2024, 3, 1
        )

    def test_a_browser_s_mark_gives_the_address(self) -> None:
        page = f"<!DOCTYPE html>\n<!-- saved from url=(0024)https://a.example/1.html -->\n<html><p>{FIRST}</p></html>"
        assert values(parse(page))["saved from"] == "https://a.example/1.html"


def chrome_view(source: str) -> str:
    rows = "".join(
        f'<tr><td class="line-number" value="{number}"></td><td class="line-content">'
        f'<span class="html-tag">{escape(line) or "<br>"}</span></td></tr>'
        for number, line in enumerate(source.split("\n"), 1)
    )
    return (
        "<!-- saved from url=(0037)view-source:https://a.example/1.html -->\n"
        '<html><head><meta name="color-scheme" content="light dark"></head><body>'
        '<div class="line-gutter-backdrop"></div><form autocomplete="off"><label class="line-wrap-control">自动换行'
        f'<input type="checkbox"></label></form><table><tbody>{rows}</tbody></table></body></html>'
    )


def firefox_view(source: str) -> str:
    lines = "\n".join(
        f'<span id="line{number}"></span><span class="start-tag">{escape(line)}</span>'
        for number, line in enumerate(source.split("\n"), 1)
    )
    return (
        '<!DOCTYPE html><html><head><title>https://a.example/1.html</title><link rel="stylesheet" '
        'href="resource://content-accessible/viewsource.css"></head><body id="viewsource" class="highlight">'
        f'<pre id="line1">{lines}\n</pre></body></html>'
    )


def numbered(source: str) -> str:
    return "\n".join(f"{number}\t{line}" for number, line in enumerate(source.split("\n"), 1))


class TestViewsOfSource:
    @pytest.mark.parametrize("view", [chrome_view, firefox_view, numbered])
    def test_the_source_is_recovered_and_read(self, view: object) -> None:
        dump = view(SOURCE)  # type: ignore[operator]
        assert view_source.recover(dump).strip() == SOURCE  # type: ignore[union-attr]
        assert texts(dump) == texts(dump, "a.txt") == [FIRST, "A & B"]
        assert values(parse(dump))["title"] == "夜航"

    def test_the_address_behind_view_source_is_known(self) -> None:
        assert values(parse(chrome_view(SOURCE)))["saved:url"] == "https://a.example/1.html"

    @pytest.mark.parametrize("text", [SOURCE, "1 一。\n2 二。\n3 三。\n4 四。\n5 五。\n6 六。", "1. <html> 是什么", ""])
    def test_other_texts_are_left_alone(self, text: str) -> None:
        assert view_source.recover(text) is None

    def test_tens_of_thousands_of_lines_take_seconds(self) -> None:
        dump = chrome_view("\n".join(["<!DOCTYPE html>", *["<p>x"] * 30_000]))
        began = time.monotonic()
        source = view_source.recover(dump)
        assert source and source.count("\n") >= 30_000
        assert time.monotonic() - began < 8

    @given(st.text(alphabet='12\t\n<>!doctypehtml&;"=/ ', max_size=200))
    def test_nothing_raises(self, text: str) -> None:
        view_source.recover(text)
        view_source.recover('<td class="line-number"><td class="line-content">' + text)


WECHAT = f"""<!DOCTYPE html><html><head><meta property="og:title" content="夜航满月"></head><body>
<h1 class="rich_media_title" id="activity-name">夜航满月</h1>
<a id="js_name">汐城发布</a><em id="publish_time"></em>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">
<section><p>{FIRST}</p></section><p><img data-src="https://mmbiz.example/640"></p><p>{SECOND}</p></div>
<script>var nickname = htmlDecode("汐城发布"); var msg_title = '夜航满月 &amp; 展望'.html(false);
var ct = "1718323200"; var publish_time = "2024-06-14" || "";
var msg_link = "http://mp.weixin.example/s?__biz=1&amp;mid=2";</script></body></html>"""


class TestWeChat:
    def test_the_hidden_text_is_read_and_pictures_are_not(self) -> None:
        assert texts(WECHAT) == ["夜航满月", "汐城发布", FIRST, SECOND]

    def test_what_the_scripts_set_is_told(self) -> None:
        assert [(entry.name, entry.value) for entry in read_wechat(WECHAT)] == [
            ("wechat:account", "汐城发布"),
            ("wechat:title", "夜航满月 & 展望"),
            ("wechat:date", "2024-06-14T08:00:00+08:00"),
            ("wechat:date", "2024-06-14"),
            ("wechat:url", "http://mp.weixin.example/s?__biz=1&mid=2"),
        ]

    def test_newer_pages_escape_their_words(self) -> None:
        data = "{title: JsDecode('夜\\x26航'), create_time: JsDecode('2024-06-14 08:00')}"
        page = f"<div id='js_content'></div><script>window.cgiDataNew={data}</script>"
        assert [entry.value for entry in read_wechat(page)] == ["夜&航", "2024-06-14 08:00"]

    def test_other_pages_say_nothing_of_that_kind(self) -> None:
        assert list(read_wechat("<script>var ct = '1718323200'; var msg_title = 'x'</script>")) == []


class TestAmp:
    def test_an_amp_page_is_read_like_any_other(self) -> None:
        page = (
            '<!doctype html><html ⚡ lang="zh"><head><title>夜航</title><style amp-custom>p{}</style>'
            '<noscript><style>body{}</style></noscript></head><body><amp-img src="a.jpg" alt="图"></amp-img>'
            f"<p>{FIRST}</p>"
            f"<amp-analytics><script type='application/json'>{{}}</script></amp-analytics><p>{SECOND}</p></body></html>"
        )
        assert texts(page) == [FIRST, SECOND]


ARTICLE = {
    "title": "夜航满月",
    "publishTime": 1718323200000,
    "source": {"name": "汐城晚报"},
    "author": ["祁闻舟"],
    "content": f"<p>{FIRST}</p><p>{SECOND}</p>",
}
OTHERS = [{"title": f"别的 {number}", "content": "另一篇文章的全文，这里不要。"} for number in range(5)]
STATE = {
    "route": {"path": "/a"},
    "detail": ARTICLE,
    "recommendList": OTHERS,
    "i18n": {"agree": "同意我们的条款。" * 40},
}


class TestPagesWhoseTextStandsInAScript:
    @pytest.mark.parametrize(
        ("script", "path"),
        [
            (
                '<script id="__NEXT_DATA__" type="application/json">'
                f"{json.dumps({'props': {'pageProps': STATE}})}</script>",
                ("script:__NEXT_DATA__", "props.pageProps.detail.content"),
            ),
            (
                f"<script>window.__INITIAL_STATE__={json.dumps(STATE, ensure_ascii=False)};(function(){{}})()</script>",
                ("script:__INITIAL_STATE__", "detail.content"),
            ),
            (
                f"<script>window['__NUXT__'] = JSON.parse({json.dumps(json.dumps(STATE))})</script>",
                ("script:__NUXT__", "detail.content"),
            ),
            (
                '<script id="app-state" type="application/json">'
                + json.dumps(STATE, ensure_ascii=False).replace('"', "&q;").replace("<", "&l;").replace(">", "&g;")
                + "</script>",
                ("script:app-state", "detail.content"),
            ),
            (
                "<script>window.__APP__ = " + json.dumps(STATE).replace("1718323200000", "undefined") + "</script>",
                ("script:__APP__", "detail.content"),
            ),
        ],
        ids=["next", "initial-state", "json-parse", "angular", "undefined"],
    )
    def test_the_article_is_found_and_says_where_it_stood(self, script: str, path: tuple[str, str]) -> None:
        parsed = parse(app(script))
        assert [block.text for block in parsed.blocks] == [FIRST, SECOND, "版权所有 汐城新闻网"]
        assert parsed.blocks[0].path[:2] == path
        assert values(parsed)["state:title"] == "夜航满月"

    def test_the_object_that_holds_the_text_tells_the_facts(self) -> None:
        found = values(parse(app(f"<script>window.__INITIAL_STATE__={json.dumps(STATE)}</script>")))
        assert found["state:date"] == "2024-06-14T08:00:00+08:00"
        assert (found["state:source"], found["state:author"]) == ("汐城晚报", "祁闻舟")

    def test_the_body_in_json_ld_is_used(self) -> None:
        data = {"@type": "NewsArticle", "headline": "夜航满月", "articleBody": f"{FIRST}\n{SECOND}"}
        parsed = parse(app(f'<script type="application/ld+json">{json.dumps(data)}</script>'))
        assert [block.text for block in parsed.blocks][:2] == [FIRST, SECOND]
        assert parsed.blocks[0].path == ("script:ld+json", "articleBody")

    def test_a_variable_with_the_markup_is_used(self) -> None:
        words = f"<p>{FIRST}<\\/p>\\n<p>{SECOND}</p>".replace("夜", "\\u591c")
        assert texts(app(f"<script>var articleContent = '{words}';</script>"))[:2] == [FIRST, SECOND]

    def test_paragraphs_in_a_list_are_joined(self) -> None:
        data = {"title": "夜航满月", "body": [{"type": "p", "text": FIRST}, {"type": "p", "text": SECOND}]}
        parsed = parse(app(f"<script>window.data={json.dumps(data)}</script>"))
        assert [block.text for block in parsed.blocks][:2] == [FIRST, SECOND]
        assert parsed.blocks[0].path == ("script:data", "body.[].text")

    def test_the_flat_data_of_nuxt_is_put_together(self) -> None:
        flat = [
            ["Reactive", 1],
            {"article": 2},
            {"title": 3, "content": 4},
            "夜航满月",
            f"<p>{FIRST}</p><p>{SECOND}</p>",
        ]
        page = app(f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(flat)}</script>')
        assert texts(page)[:2] == [FIRST, SECOND]

    def test_a_page_that_shows_its_text_keeps_to_it(self) -> None:
        shown = f"<article><h1>夜航满月</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
        page = app(f"<script>window.__INITIAL_STATE__={json.dumps(STATE)}</script>", shown)
        assert texts(page) == ["夜航满月", FIRST, SECOND, "版权所有 汐城新闻网"]

    def test_other_articles_in_the_data_do_not_join_one_that_is_shown(self) -> None:
        others = {"list": [{"title": "别的", "content": f"<p>{SECOND}</p>" * 20}]}
        shown = f"<h1>夜航满月</h1><p>{FIRST}</p><p>{THIRD}</p><p>{FIRST}</p><p>{THIRD}</p>"
        page = app(f"<script>window.__INITIAL_STATE__={json.dumps(others)}</script>", shown)
        assert SECOND not in texts(page)

    def test_a_teaser_gives_way_to_the_whole_text_below_the_same_title(self) -> None:
        page = app(f"<script>window.__STATE__={json.dumps(STATE)}</script>", f"<h1>夜航满月</h1><p>{FIRST[:24]}……</p>")
        assert SECOND in texts(page)

    def test_placeholders_of_templates_are_no_text(self) -> None:
        page = app("", f"<h1>{{{{ vm.title }}}}</h1><p>{FIRST}</p>", title="{{ vm.title }}")
        assert texts(page) == [FIRST, "版权所有 汐城新闻网"]
        assert "title" not in values(parse(page))


class TestReadingScripts:
    @pytest.mark.parametrize(
        ("written", "words"),
        [
            ('"a\\n\\u4e00\\x26"', "a\n一&"),
            ("'it\\'s'", "it's"),
            ("`行\n行`", "行\n行"),
            ('"\\ud83d\\ude00 \\ud83d"', "😀 \ufffd"),
            ('"not closed', None),
        ],
    )
    def test_string_literals_are_unescaped(self, written: str, words: str | None) -> None:
        assert literal(written, 0) == words

    def test_moments_are_seconds_or_milliseconds(self) -> None:
        assert moment_of(1718323200) == moment_of(1718323200000) == "2024-06-14T08:00:00+08:00"
        assert moment_of(12) is None

    @pytest.mark.parametrize(
        "page",
        [
            f"<script>window.a={'[' * 100_000}</script>",
            f"<script type='application/json'>{'[' * 50_000}{']' * 50_000}</script>",
            "<script>window.a=" + '{"a":' * 30_000 + "1" + "}" * 30_000 + "</script>",
            f"<script>{'a={' * 200_000}</script>",
            f"<script>{'var aa = ' * 100_000}</script>",
            f"<script>window.a='{chr(92) * 999_999}</script>",
            "<script>x=" + json.dumps([{"title": "x", "content": "一。"}] * 30_000) + "</script>",
            "<script>" * 100_000,
            f"<script>window.a={json.dumps({'a': [1] * 500_000})}</script>",
            f"<script>content='{'一' * 1_000_000}'</script>",
            "<script " * 300_000,
            f"<script>{'a' * 3_000_000}</script>",
        ],
        ids=[
            *("open", "deep", "deep-objects", "tries", "names", "backslashes", "wide", "unclosed", "numbers"),
            *("no-sentence", "attributes", "one-word"),
        ],
    )
    def test_hostile_scripts_are_read_in_seconds(self, page: str) -> None:
        began = time.monotonic()
        find_article(page)
        assert time.monotonic() - began < 8

    @given(st.text(alphabet="<>script/= {}[]\"':,a1\\u\n&q;。一二三四五六", max_size=300))
    def test_nothing_raises(self, text: str) -> None:
        list(read_data(f"<script>{text}</script>"))
        find_article(f'<script type="application/json">{text}</script>')


@pytest.mark.parametrize(
    "name", ["a.php", "a.aspx", "a.jsp", "a.shtml", "a.xhtml", "a.htm", "a.mht", "news?id=5", "a.txt"]
)
def test_names_of_web_pages_of_every_kind_are_taken_with_markup(name: str) -> None:
    assert media_type_of(name, f"<div><p>{FIRST}</p><p>{SECOND}</p><p>x</p></div>") is MediaType.HTML


def test_a_program_s_name_without_markup_is_no_page() -> None:
    assert media_type_of("a.php", FIRST) is None
