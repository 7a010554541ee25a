"""Every format becomes the same list of blocks, by content rather than by name."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.parsers import extension_of, front_matter, html, markdown, media_type_of, parser_for, plain
from archive.ingest.records import MediaType

PAGE = "<!doctype html><html><head><title>题</title></head><body><p>一。</p></body></html>"
FRONT = (
    "---\ntitle: '题：目'\ndate: Sun, 06 Mar 2022 01:07:23 GMT\n"
    "categories:\n - 甲\n - 乙\n---\n\n<div><p>一。</p></div>\n"
)


def texts(name: str, text: str) -> list[str]:
    parser = parser_for(name, text)
    assert parser
    return [block.text for block in parser(text).blocks]


class TestKind:
    @pytest.mark.parametrize(
        ("name", "text", "kind"),
        [
            ("a.txt", "一。\n二。", MediaType.PLAIN),
            ("a.txt", PAGE, MediaType.HTML),
            ("a.txt", "<!-- saved -->\n" + PAGE, MediaType.HTML),
            ("a.txt", FRONT, MediaType.MARKDOWN),
            ("a.html", FRONT, MediaType.MARKDOWN),
            ("a.txt", "<div><p>一</p><p>二</p><p>三</p></div>", MediaType.HTML),
            ("a.txt", "教程：<p>标签表示段落，</p>结束，<br>换行。", MediaType.PLAIN),
            ("a.md", "# 题\n\n一。", MediaType.MARKDOWN),
            ("a.html", "没有标签的文字。", MediaType.PLAIN),
            ("a", "一。", MediaType.PLAIN),
            ("page.php", PAGE, MediaType.HTML),
            ("a.csv", "a,b", None),
            ("a.txt", "---\n一条分割线，不是元数据\n---\n正文", MediaType.PLAIN),
        ],
    )
    def test_the_content_counts_more_than_the_name(self, name: str, text: str, kind: MediaType | None) -> None:
        assert media_type_of(name, text) is kind

    def test_an_ending_is_one_only_if_it_looks_like_one(self) -> None:
        assert extension_of("folder/a.HTML") == ".html"
        assert extension_of("2023-11-02 第3.号文件") == ""


class TestPlain:
    def test_every_line_is_a_block_without_its_indent(self) -> None:
        assert texts("a.txt", "　　一。\r\n\r\n　　二。") == ["一。", "二。"]

    def test_lines_broken_at_a_width_are_joined(self) -> None:
        line = "汐城海事处今天通报夜间引航试行两个月以来的情况候潮时间"
        wrapped = "\n".join(["　　" + line[2:], line, line, "减少一半。", "　　" + line[2:], line, "结束。"])
        blocks = plain.parse(wrapped).blocks
        assert len(blocks) == 2
        assert blocks[0].text.endswith("减少一半。")

    def test_paragraphs_of_one_line_each_are_not_joined(self) -> None:
        assert len(plain.parse("\n".join(["这是一个足够长的段落，它在这里结束，后面还有另一个。"] * 6)).blocks) == 6


class TestHtml:
    def test_blocks_keep_their_place_in_the_tree(self) -> None:
        blocks = html.parse("<div class='Main A' id=x><p>一<b>二</b></p><p>三</p></div>").blocks
        assert [(block.text, block.tag) for block in blocks] == [("一二", "p"), ("三", "p")]
        assert blocks[0].path == ("main", "a", "x")
        assert blocks[0].ancestors[:-1] == blocks[1].ancestors[:-1]
        assert blocks[0].ancestors != blocks[1].ancestors

    def test_a_line_break_separates_blocks_and_an_inline_element_does_not(self) -> None:
        assert texts("a.html", "<p>一<br>二<span>三</span></p>") == ["一", "二三"]

    def test_a_comment_or_a_script_within_a_paragraph_does_not_break_it(self) -> None:
        assert texts("a.html", "<p>一<!-- x -->二<script>y</script>三</p>") == ["一二三"]

    def test_scripts_styles_and_options_are_no_text(self) -> None:
        markup = "<p>一</p><script>var a='x'</script><style>p{}</style><select><option>y</select><noscript>z</noscript>"
        assert texts("a.html", markup) == ["一"]

    def test_the_share_of_linked_characters_is_told(self) -> None:
        blocks = html.parse("<p><a href=#>一二三</a>四</p><p><a href=#>五</a></p>").blocks
        assert [block.link_density for block in blocks] == [0.75, 1.0]

    def test_ruby_readings_come_in_brackets(self) -> None:
        assert texts("a.html", "<p><ruby>网<rp>(</rp><rt>wǎng</rt><rp>)</rp></ruby>络</p>") == ["网(wǎng)络"]

    def test_metadata_is_read_from_meta_links_json_ld_and_the_saving_browser(self) -> None:
        page = """<!DOCTYPE html><html><!--
 Page saved with SingleFile
 url: https://a.example/1.html
--><head><title>题_网</title><meta property="og:title" content="题"><meta name="PubDate" content="2024-01-02">
<link rel="canonical" href="https://a.example/1"><script type="application/ld+json">
{"@graph":[{"@type":"NewsArticle","headline":"题","author":[{"name":"甲"},{"name":"乙"}]}]}</script></head><p>一</p></html>"""
        values = {(entry.name, entry.value) for entry in html.parse(page).metadata}
        assert values >= {
            ("singlefile:url", "https://a.example/1.html"),
            ("title", "题_网"),
            ("meta:og:title", "题"),
            ("meta:pubdate", "2024-01-02"),
            ("link:canonical", "https://a.example/1"),
            ("json-ld:headline", "题"),
            ("json-ld:author", "甲"),
            ("json-ld:author", "乙"),
        }

    def test_broken_json_ld_says_nothing(self) -> None:
        page = html.parse('<script type="application/ld+json">{"@type":</script><p>一</p>')
        assert not [entry for entry in page.metadata if entry.name.startswith("json-ld")]

    def test_external_entities_are_not_resolved(self) -> None:
        page = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><p>一&e;二</p></html>'
        assert not any("root:" in block.text for block in html.parse(page).blocks)

    def test_text_below_the_depth_that_the_parser_takes_is_not_lost(self) -> None:
        page = "<html>" + "<div>" * 1000 + "<p>深处的文字。</p><script>no()</script>"
        assert [block.text for block in html.parse(page).blocks] == ["深处的文字。"]

    @pytest.mark.parametrize(
        "page",
        [
            "<div>" * 200_000 + "一",
            "<p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">一</p>",
            "<" * 500_000,
            "<!--" * 200_000,
            "<script>" * 100_000 + "<div>" * 300,
            "</p>" * 200_000,
            "&amp;" * 200_000,
            '<img src="data:image/png;base64,' + "A" * 2_000_000 + '">一',
        ],
        ids=["depth", "attributes", "brackets", "comments", "scripts", "ends", "entities", "embedded"],
    )
    def test_a_hostile_page_is_read_in_a_few_seconds(self, page: str) -> None:
        began = time.monotonic()
        html.parse(page)
        assert time.monotonic() - began < 10

    @given(st.text(alphabet="<>/apdivscriptb=\"' \n一二&;!-", max_size=300))
    def test_no_markup_raises_and_no_block_is_empty(self, markup: str) -> None:
        assert all(block.text for block in html.parse(markup).blocks)


class TestMarkdown:
    def test_front_matter_is_metadata_and_html_inside_is_read(self) -> None:
        parsed = markdown.parse(FRONT)
        assert [block.text for block in parsed.blocks] == ["一。"]
        assert [(entry.name, entry.value) for entry in parsed.metadata] == [
            ("front matter:title", "题：目"),
            ("front matter:date", "Sun, 06 Mar 2022 01:07:23 GMT"),
            ("front matter:categories", "甲"),
            ("front matter:categories", "乙"),
        ]

    def test_toml_front_matter_is_read_too(self) -> None:
        text = (
            '+++\ntitle = "题"\ndate = 2024-03-01T09:00:00+08:00\nauthors = ["甲", "乙"]\n\n[extra]\nno = 1\n+++\n一。'
        )
        parsed = markdown.parse(text)
        found = {(entry.name.removeprefix("front matter:"), entry.value) for entry in parsed.metadata}
        assert {("title", "题"), ("date", "2024-03-01T09:00:00+08:00")} <= found
        assert [block.text for block in parsed.blocks] == ["一。"]

    def test_the_authors_of_a_toml_list_are_parted(self) -> None:
        parsed = markdown.parse('+++\nauthors = ["甲", "乙"]\n+++\n一。')
        assert [entry.value for entry in parsed.metadata] == ["甲", "乙"]

    def test_front_matter_that_nobody_closed_ends_with_its_keys(self) -> None:
        parsed = markdown.parse("---\ntitle: 题\ntags:\n - 丙\ndate: 2024-03-01\n一。\n\n时间: 二。")
        assert [entry.value for entry in parsed.metadata] == ["题", "丙", "2024-03-01"]
        assert [block.text for block in parsed.blocks] == ["一。", "时间: 二。"]

    def test_a_rule_above_credit_lines_is_no_front_matter(self) -> None:
        assert front_matter.split("---\n来源: 汐城晚报\n编辑: 何汀\n一。") is None

    def test_dates_in_front_matter_stay_as_they_are_written(self) -> None:
        entries = front_matter.read("date: 2024-03-01 09:00:00 +0800\nno: 12").entries
        assert [entry.value for entry in entries] == ["2024-03-01 09:00:00 +0800", "12"]

    def test_front_matter_that_is_not_quite_yaml_is_read_line_by_line(self) -> None:
        entries = front_matter.read("title: 题: 目: [\nauthor: 甲").entries
        assert ("front matter:author", "甲") in [(entry.name, entry.value) for entry in entries]

    def test_tags_that_build_objects_build_none(self) -> None:
        entries = front_matter.read("a: !!python/object/apply:os.system ['exit 1']\nb: 1").entries
        assert all(isinstance(entry.value, str) for entry in entries)
        assert markdown.parse("---\na: !!python/name:os.system\n---\n一。").blocks[0].text == "一。"

    def test_markdown_headings_and_lists_become_blocks(self) -> None:
        blocks = markdown.parse("# 题\n\n一**二**三。\n\n- 甲\n- 乙\n").blocks
        assert [(block.text, block.tag) for block in blocks] == [
            ("题", "h1"),
            ("一二三。", "p"),
            ("甲", "li"),
            ("乙", "li"),
        ]

    @given(st.text(alphabet="-:\n abc[]{}&*!|>'\"#%@`一", max_size=200))
    def test_no_front_matter_raises(self, header: str) -> None:
        markdown.parse(f"---\n{header}\n---\n一。")
