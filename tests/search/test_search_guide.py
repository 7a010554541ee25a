"""The examples of docs/search.md are read as the page says, told as it says, and find what they should find."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.utils.translation import override

from archive.models import Agency, Article
from archive.text.folding import fold
from config.environment import PROJECT
from search.answering.executor import execute
from search.asking.requests import SearchRequest
from search.indexing import indexer
from search.mistakes import explained
from search.query.fields import LABEL
from search.query.parser import DEPTH_LIMIT, LENGTH_LIMIT, TERM_LIMIT, parse
from search.query.quotes import nested, quoted
from search.query.rendering import describe
from tests.factories import AgencyFactory

GUIDE = (PROJECT / "docs" / "search.md").read_text(encoding="utf-8")
#: The day on which the page's relative dates are counted.
TODAY = datetime.date(2026, 11, 22)


class Example(NamedTuple):
    """A row of one of the page's tables, without its marks."""

    query: str
    read_as: str
    remark: str


def section(title: str) -> str:
    return GUIDE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def examples(text: str) -> list[Example]:
    rows = re.findall(r"^\| `(.+?)` \| `(.+?)` \|(?: (.*) \|)?$", text, re.M)
    return [Example(*row) for row in rows]


ALL = examples(GUIDE)
DATES = examples(section("Dates"))
AMISS = examples(section("When something is amiss"))
OTHERS = [example for example in ALL if example not in DATES + AMISS]

OUTLETS = {"汐城晚报": Agency.Kind.OUTLET, "云渡日报": Agency.Kind.OUTLET}
OFFICES = {"汐城市水务局": Agency.Kind.GOVERNMENT, "汐城市公安局": Agency.Kind.GOVERNMENT}

#: Title, body, script, day, source, author of each article.
ARCHIVE = {
    "A": ("海堤昨日合龙", "三号海堤昨日合龙，汐城市水务局说还要观测。", "hans", "2023-03-05", "汐城晚报", "张三"),
    "B": ("河堤加固完工", "河堤加固昨日完工，9月15日通水。", "hans", "2023-05-20", "云渡日报", "李四"),
    "C": ("海堤與河堤", "三號海堤合龍之後，河堤也將動工。", "hant", "2024-05-01", "汐城晚报", "王五"),
    "D": ("评论：海堤之后", "海堤合龙只是开始。", "hans", "2024-06-01", "云渡日报", ""),
    "E": ("警方提醒防范诈骗", "电信网络诈骗仍在增加，本月立案39.4万起。", "hans", "2024-02-03", "汐城市公安局", ""),
    "F": ("電信詐騙翻新", "警方籲市民提防電信網絡詐騙。", "hant", "2025-07-08", "汐城晚报", "王五"),
    "G": ("COVID-19 疫苗接种", "接种点周一开放。", "hans", "2023-02-28", "云渡日报", "李四"),
    "H": ("COVIDSafe 停用", "该应用昨日停用（图）。", "hans", "2026-11-20", "汐城晚报", ""),
    "I": ("Port of Xicheng opens", "The port of Xicheng opened at 10:30.", "none", "2026-10-31", "", ""),
    "J": ("夜读", "他说“海堤”，我没有作声。来源：云渡日报。", "hans", "2025-03-03", "汐城晚报", "张三丰"),
    "K": ("水位公告", "水位正常，“或”有小雨，海堤无恙。", "hans", "2026-11-21", "汐城市水务局", ""),
    "L": ("旧事一则", "骗局写在海堤上。", "hans", "", "", ""),
}

FOUND = {
    "海堤": "ACDJKL",
    "詐騙": "EF",
    "骗": "EFL",
    "号海堤昨": "A",
    "海堤 合龙": "ACD",
    "covid": "G",
    "15日": "B",
    "“电信网络诈骗”": "EF",
    "「port of xicheng」": "I",
    "他说“海堤”，": "J",
    "海堤 OR 河堤": "ABCDJKL",
    "海堤 或 河堤": "ABCDJKL",
    "海堤 -评论": "ACJKL",
    "海堤 非 评论": "ACJKL",
    "海堤 NOT (评论 OR 河堤)": "AJKL",
    "（海堤 或 河堤） 合龙": "ACD",
    "海堤 合龙 OR 诈骗": "ACDEF",
    "“或” 海堤": "K",
    "（图）": "H",
    "title:海堤": "ACD",
    "標題：（海堤 或 河堤）": "ABCD",
    "text:合龙 -title:合龙": "CD",
    "记者：张三": "AJ",
    "来源:汐城晚报": "ACFHJ",
    "来源:(汐城晚报 云渡日报)": "ABCDFGHJ",
    "机构:汐城市水务局 海堤": "AK",
    "type:政府": "EK",
    "字体:繁体 海堤": "C",
    "原字:詐騙": "F",
    "标题:原字:詐騙": "F",
    "“来源：云渡日报”": "J",
    "covid*": "GH",
}


@pytest.mark.parametrize("example", OTHERS + DATES, ids=lambda example: example.query)
def test_examples_are_read_as_the_page_says(example: Example) -> None:
    parsed = parse(example.query, today=TODAY)
    assert (describe(parsed.tree), parsed.mistakes) == (example.read_as, ())


@pytest.mark.parametrize("example", AMISS, ids=lambda example: example.query)
def test_mistakes_are_repaired_and_told_as_the_page_says(example: Example) -> None:
    parsed = parse(example.query, today=TODAY)
    with override("en"):
        messages = [explained(mistake) for mistake in parsed.mistakes]
    assert (describe(parsed.tree), messages) == (example.read_as, [example.remark])


def test_the_page_has_examples_of_everything() -> None:
    assert len(OTHERS) >= 30 and len(DATES) >= 20 and len(AMISS) >= 12
    assert {example.query for example in OTHERS} == FOUND.keys()


def test_the_page_names_every_field() -> None:
    named = re.findall(r"`(\w+):`", section("Fields"))
    known = LABEL.pattern.removeprefix("(").removesuffix("):").split("|")
    assert {fold(name) for name in named} == set(known)


def test_the_page_names_every_quotation_mark_and_the_limits() -> None:
    for opening, closing in re.findall(r"`(\S) (\S)`", section("Phrases")):
        phrase = f"{opening}电信 网络{closing}"
        assert quoted(phrase, 0, nested(phrase)) is not None
    words = {8: "eight"}
    assert f"{LENGTH_LIMIT} characters, {TERM_LIMIT} words" in GUIDE and f"brackets {words[DEPTH_LIMIT]} deep" in GUIDE


@pytest.fixture
def archive(publish: Callable[..., Article]) -> dict[str, Article]:
    """The articles above, published and indexed."""
    agencies = {name: AgencyFactory(name=name, kind=kind) for name, kind in {**OUTLETS, **OFFICES}.items()}
    articles = {letter: publish(indexed=False, **fields(row, agencies)) for letter, row in ARCHIVE.items()}
    while indexer.drain():
        pass
    return articles


def fields(row: tuple[str, ...], agencies: dict[str, Agency]) -> dict[str, Any]:
    title, body, script, day, source, author = row
    return {
        "title": title,
        "body": [body],
        "script": script,
        "published_on": datetime.date.fromisoformat(day) if day else None,
        "source": agencies.get(source),
        "source_name": source,
        "authors": [author] if author else [],
        "mentions": [agency for name, agency in agencies.items() if name in body and name != source],
    }


def found(query: str, archive: dict[str, Article]) -> str:
    """The letters of the articles that a query finds; what it counts and what it lists are the same."""
    page = execute(SearchRequest(q=query, size=50))
    letters = {article.pk: letter for letter, article in archive.items()}
    exact = sorted(letters[hit.article.pk] for hit in page.hits)
    assert page.count == len(exact)
    return "".join(exact)


def test_examples_find_what_the_page_says(archive: dict[str, Article]) -> None:
    assert {query: found(query, archive) for query in FOUND} == FOUND


def test_dates_find_what_lies_in_them(archive: dict[str, Article]) -> None:
    for example in DATES:
        dates = example.read_as.rpartition("date:")[2]
        first, dots, last = dates.partition("..")
        span = (first or "0001", (last or ("9999" if dots else first)) + "~")
        expected = [letter for letter, row in ARCHIVE.items() if row[3] and span[0] <= row[3] <= span[1]]
        assert found(f"date:{dates}", archive) == "".join(expected), example.query
