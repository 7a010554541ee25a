"""Headers of Markdown files: YAML, TOML, half of either, and what is broken stays readable."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import pipeline
from archive.ingest.authority import starter
from archive.ingest.parsers import front_matter, markdown
from archive.ingest.parsers.front_matter import Split, read, split
from archive.ingest.records import Extraction, SourceFile
from tests.archive.ingest.pages import AT

BODY = "汐城海事处今天通报，夜间引航试行两个月以来，候潮时间减少了一半。\n"


def said(text: str) -> list[tuple[str, str]]:
    found = split(text)
    assert found
    entries = read(found.header, found.syntax).entries
    return [(entry.name.removeprefix("front matter:"), entry.value) for entry in entries]


class TestSplitting:
    @pytest.mark.parametrize(
        "text",
        [
            "---\ntitle: 题\n---\n" + BODY,
            "\ufeff---\r\ntitle: 题\r\n---\r\n" + BODY,
            "---\ntitle: 题\n...\n" + BODY,
            '+++\ntitle = "题"\n+++\n' + BODY,
            "title: 题\ndate: 2024-06-14 08:00:00\ntags:\n  - 甲\n---\n" + BODY,
        ],
        ids=["yaml", "windows", "dots", "toml", "hexo"],
    )
    def test_a_header_ends_where_its_format_says(self, text: str) -> None:
        found = split(text)
        assert found and found.body.strip() == BODY.strip()
        assert said(text)[0] == ("title", "题")

    @pytest.mark.parametrize(
        "text", [BODY, "---\n一条分割线\n---\n" + BODY, "title of the page\n---\n" + BODY, "", "---"]
    )
    def test_other_beginnings_are_text(self, text: str) -> None:
        assert split(text) is None


class TestValues:
    def test_of_an_object_inside_the_name_comes_under_its_own_key(self) -> None:
        text = "---\nauthor:\n  name: 祁闻舟\n  url: https://a.example/\nsource: {title: 汐城晚报}\n---\n"
        assert said(text) == [
            ("author", "祁闻舟"),
            ("author.name", "祁闻舟"),
            ("author.url", "https://a.example/"),
            ("source", "汐城晚报"),
            ("source.title", "汐城晚报"),
        ]

    def test_of_toml_keep_their_zone_and_their_lists(self) -> None:
        text = (
            '+++\ndate = 2024-06-14T08:00:00+08:00\nauthors = ["甲", "乙"]\nday = 2024-06-14\n[params]\nno = 3\n+++\n'
        )
        assert said(text) == [
            ("date", "2024-06-14T08:00:00+08:00"),
            ("authors", "甲"),
            ("authors", "乙"),
            ("day", "2024-06-14"),
            ("params.no", "3"),
        ]

    @pytest.mark.parametrize(
        "header",
        [
            "title: 汐城: 夜航\nauthor: 甲",
            "title: '未闭合\nauthor: 甲",
            "\ttitle: 夜航\nauthor: 甲",
            "title: @夜航\nauthor: 甲",
        ],
    )
    def test_of_broken_yaml_are_read_line_by_line(self, header: str) -> None:
        entries = read(header).entries
        assert [entry.name for entry in entries] == ["front matter:title", "front matter:author"]
        assert entries[1].value == "甲"

    def test_of_broken_toml_too(self) -> None:
        assert [entry.value for entry in read('title = "夜航\ndate = 2024-06-14', "toml").entries] == [
            "夜航",
            "2024-06-14",
        ]

    def test_lists_in_a_broken_header_belong_to_their_key(self) -> None:
        entries = read("title: a: b: [\ntags:\n  - 甲\n  - 乙").entries
        assert [(entry.name, entry.value) for entry in entries][1:] == [
            ("front matter:tags", "甲"),
            ("front matter:tags", "乙"),
        ]

    def test_lines_that_say_nothing_stay_as_text_of_the_page(self) -> None:
        parsed = markdown.parse("---\ntitle: [夜航\n从旧网站导出\n---\n" + BODY)
        assert [block.text for block in parsed.blocks] == ["从旧网站导出", BODY.strip()]
        assert parsed.blocks[0].path == ("front-matter",)

    def test_aliases_without_end_take_no_time(self) -> None:
        laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
        began = time.monotonic()
        assert len(read(laughs).entries) < 5_000
        assert time.monotonic() - began < 2

    @given(st.text(alphabet="ab:-=[]{}\"'\n #&*!|>%@+题：", max_size=200), st.sampled_from(["yaml", "toml"]))
    def test_no_header_raises(self, header: str, syntax: str) -> None:
        read(header, syntax)
        split(f"---\n{header}\n---\n")
        split(f"title: {header}\n---\n")


@pytest.mark.parametrize(
    "header",
    [
        "---\ntitle: 夜航满月\ndate: 2021-06-18 09:49:00 +0800\nauthor: 林见\nsource: 汐城晚报\noriginal_url: https://a.example/1\n---\n",
        "---\ntitle: 夜航满月\ndate: Fri, 18 Jun 2021 01:49:00 GMT\nauthor: 林见\nsource: 汐城晚报\noriginal_url: https://a.example/1\n---\n",
        '+++\ntitle = "夜航满月"\ndate = 2021-06-18T09:49:00+08:00\nauthor = "林见"\nsource = "汐城晚报"\n'
        'original_url = "https://a.example/1"\n+++\n',
        "Title: 夜航满月\n\nURL Source: https://a.example/1\n\nPublished Time: 2021-06-18T01:49:00Z\nAuthor: 林见\n"
        "Source: 汐城晚报\n\nMarkdown Content:\n",
        "title: 夜航满月\ndate: 2021-06-18 09:49:00\nauthor: 林见\nsource: 汐城晚报\noriginal_url: https://a.example/1\n---\n",
    ],
    ids=["jekyll", "rss", "hugo", "reader", "hexo"],
)
def test_the_facts_of_every_generator_arrive(header: str) -> None:
    data = (
        header + "\n" + BODY + '\n<div class="x"><p>引航站说，七月起夜间引航将扩大到三号泊位。</p></div>\n'
    ).encode()
    result = pipeline.extract(SourceFile("a.md", data), authority=starter(), today=AT.date())
    assert isinstance(result, Extraction)
    assert result.title and result.title.value == "夜航满月"
    assert result.published and result.published.value.at == AT
    assert result.source and result.source.value == "汐城晚报"
    assert result.authors and result.authors.value == ("林见",)
    assert result.url and result.url.value == "https://a.example/1"
    assert result.body == (BODY.strip(), "引航站说，七月起夜间引航将扩大到三号泊位。")


def test_a_split_is_yaml_unless_it_is_toml() -> None:
    assert front_matter.split("---\na: b\n---\n") == Split("a: b", "")
