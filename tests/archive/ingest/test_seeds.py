"""The real pages the project began from: every field as the page states it, the body whole and clean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from archive.ingest import authority, pipeline
from archive.ingest.records import Extraction, FindingKind, Reason, Role, SourceFile
from archive.management.commands.extract import published_text


@dataclass(frozen=True)
class Expected:
    """What the page says. begins, ends: the first and last characters of the body."""

    title: str | None
    original_title: str | None
    published_at: str
    source: str | None
    site: str
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    script: str
    begins: str
    ends: str
    paragraphs: int
    headings: int
    first_block: int  # positions of the article's first and last block on the page
    last_block: int
    forbidden: tuple[str, ...] = field(default=())


EXPECTED = {
    "000": Expected(
        "公安部:電信網絡詐騙立案數連續9個月同比下降",
        "公安部:打擊電詐犯罪成效顯著 立案數連續9個月同比下降",
        "2022-04-14T10:22:00+08:00",
        "央視新聞客戶端",
        "信網",
        ("張崗", "都昕竹", "周琨"),
        ("伏儀",),
        "hant",
        "今天(14日)",
        "都昕竹 周琨)",
        8,
        0,
        5,
        12,
        ("无码", "搜索", "手機版", "更多", "原標題", "編輯", "二維碼", "ICP", "Copyright", "閱讀量"),
    ),
    "001": Expected(
        None,
        None,
        "2020-01-15T23:05:00+08:00",
        "北京青年報",
        "映象網絡",
        ("高語陽",),
        (),
        "hant",
        "1月14日,全國",
        "提高防騙能力。",
        15,
        3,
        1,
        18,
        ("(wǎng)", "(luò)", "本報記者", "身份證", "楊孟臣", "南昌", "版權", "Copyright", "11月30日"),
    ),
    "002": Expected(
        "去年西藏破获电信网络诈骗案件543起",
        None,
        "2023-04-15",
        None,
        "新化月报网",
        (),
        (),
        "hans",
        "电信网络诈骗犯罪是",
        "叶海涛说。",
        7,
        0,
        1,
        7,
        ("仅供参考", "热线:", "最近更新", "2023-04-15", "MVP"),
    ),
    "003": Expected(
        "公安部：出重拳下狠手打击电信网络诈骗 守好人民群众_钱袋子_",
        None,
        "2022-03-06T09:07:23+08:00",
        "中国青年报客户端",
        "趣头条",
        ("何春中",),
        (),
        "hans",
        "中青报客户端讯",
        "财产安全。",
        17,
        0,
        0,
        16,
        ("来源：", "http", "workers.dev", "<p>", "headimg"),
    ),
    "004": Expected(
        "捂緊群眾錢袋子這項工作全國第一 河南是如何做到的?",
        None,
        "2021-06-18T09:49:21+08:00",
        "大河網",
        "國際在線",
        ("宋向樂",),
        ("萬慶麗", "石麗敏"),
        "hant",
        "大河網訊",
        "能力和水準。",
        15,
        3,
        3,
        20,
        ("豫見國際", "城市遠洋", "編輯:", "國際在線", "侵權", "30日內", "聲明"),
    ),
}


@pytest.fixture(scope="module")
def extractions(seeds: dict[str, Path]) -> dict[str, Extraction]:
    known, today = authority.starter(), date(2026, 11, 21)
    results = {
        number: pipeline.extract(SourceFile(path.name, path.read_bytes()), authority=known, today=today)
        for number, path in seeds.items()
    }
    assert all(isinstance(result, Extraction) for result in results.values())
    return {number: result for number, result in results.items() if isinstance(result, Extraction)}


@pytest.mark.parametrize("number", EXPECTED)
def test_every_field_is_what_the_page_says(extractions: dict[str, Extraction], number: str) -> None:
    got, expected = extractions[number], EXPECTED[number]
    assert (got.title.value if got.title else None) == expected.title
    assert (got.original_title.value if got.original_title else None) == expected.original_title
    assert published_text(got.published) == expected.published_at
    assert (got.source.value if got.source else None) == expected.source
    assert (got.site.value if got.site else None) == expected.site
    assert (got.authors.value if got.authors else ()) == expected.authors
    assert (got.editors.value if got.editors else ()) == expected.editors
    assert got.script == expected.script


@pytest.mark.parametrize("number", EXPECTED)
def test_the_body_begins_and_ends_with_the_article(extractions: dict[str, Extraction], number: str) -> None:
    got, expected = extractions[number], EXPECTED[number]
    assert got.body[0].startswith(expected.begins)
    assert got.body[-1].endswith(expected.ends)
    roles = [block.role for block in got.blocks]
    assert roles.count(Role.PARAGRAPH) == expected.paragraphs
    assert roles.count(Role.HEADING) == expected.headings


@pytest.mark.parametrize("number", EXPECTED)
def test_no_sentence_of_the_article_is_lost(extractions: dict[str, Extraction], number: str) -> None:
    expected = EXPECTED[number]
    kept = [block for block in extractions[number].blocks if block.role in (Role.PARAGRAPH, Role.HEADING)]
    assert [block.position for block in kept] == list(range(expected.first_block, expected.last_block + 1))
    for block in kept:
        without_readings = re.sub(
            r"\([^()\u4e00-\u9fff]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][^()\u4e00-\u9fff]*\)", "", block.text
        )
        assert block.cleaned == without_readings


@pytest.mark.parametrize("number", EXPECTED)
def test_nothing_foreign_is_in_the_body(extractions: dict[str, Extraction], number: str) -> None:
    body = "\n".join(extractions[number].body)
    assert [fragment for fragment in EXPECTED[number].forbidden if fragment in body] == []


@pytest.mark.parametrize("number", EXPECTED)
def test_each_value_quotes_words_that_stand_on_the_page(extractions: dict[str, Extraction], number: str) -> None:
    got = extractions[number]
    for fact in (got.title, got.published, got.source, got.site, got.authors, got.editors):
        for evidence in fact.evidence if fact else ():
            if evidence.block is not None:
                assert evidence.quote in got.blocks[evidence.block].cleaned


@pytest.mark.parametrize("number", EXPECTED)
def test_each_removed_block_has_a_reason_and_a_rule(extractions: dict[str, Extraction], number: str) -> None:
    removed = [block for block in extractions[number].blocks if block.role is Role.REMOVED]
    assert all(block.reason and block.rule for block in removed)


def test_the_private_numbers_in_the_teasers_are_found_outside_the_body(extractions: dict[str, Extraction]) -> None:
    found = [finding for finding in extractions["001"].findings if finding.kind is FindingKind.ID_NUMBER]
    assert len(found) == 2
    assert not any(finding.in_body for finding in found)


def test_the_copyright_statement_is_removed_as_one(extractions: dict[str, Extraction]) -> None:
    clauses = [block for block in extractions["004"].blocks if block.reason is Reason.COPYRIGHT]
    assert len(clauses) == 8


def test_a_title_from_the_pages_own_list_says_so(extractions: dict[str, Extraction]) -> None:
    title = extractions["002"].title
    assert title
    assert title.evidence[0].quote.endswith("2023-04-15")
    assert extractions["002"].blocks[title.evidence[0].block or 0].reason is Reason.RELATED
