"""Two queries as one find just what both find; a query without one of its parts is read as the rest of it."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.engine.layout import Document
from search.query.combining import any_of, narrowed, without
from search.query.parser import LENGTH_LIMIT, parse
from search.query.syntax import And, Node
from tests.search.brute_force import Reader

TODAY = datetime.date(2026, 11, 22)
WORDS = ("海堤", "合龙", "詐騙", "评论", "covid", "5日")
#: Every set of the words stands in one document; half of them have the words in the title.
DOCUMENTS = [
    Document(pk, {"title": " ".join(some) if pk % 2 else "", "body": " ".join(some)}, {"day": 20230000 + pk}, {}, {})
    for pk, some in enumerate(
        (some for size in range(len(WORDS) + 1) for some in itertools.combinations(WORDS, size)), start=1
    )
]
READER = Reader(DOCUMENTS)

pieces = st.sampled_from(
    [*WORDS, "OR", "AND", "NOT", "或", "与", "非", "-", "(", ")", "（", "“", "”", '"', "title:", "标题：", "原字:",
     "（图）", "-评论", "(海堤", "合龙)", "cov*", "*", "title:(海堤 合龙)", "日期:2023", "+", "电(非",
     "“海堤 合龙”", "-5"]
)  # fmt: skip
queries = st.lists(pieces, max_size=6).map(" ".join) | st.lists(pieces, max_size=4).map("".join)


def found(query: str) -> set[int]:
    return {one.pk for one in READER.matching(parse(query, today=TODAY).tree)}


@given(query=queries, more=queries)
@example("海堤 OR 合龙", "评论")
@example("海堤", "合龙 或 评论")
@example("海堤 “合龙", "评论 covid")
@example("title:", "海堤")
@example("海堤 OR", "评论 OR")
@example("（图）", "海堤 OR 评论")
@example("-5", "海堤")
@example("", "海堤")
@example("*", "-海堤")
@example("((海堤", "合龙))")
def test_words_within_results_find_what_both_find(query: str, more: str) -> None:
    both = narrowed(query, more, today=TODAY)
    assert both is not None
    assert found(both) == found(query) & found(more)


@pytest.mark.parametrize(
    ("query", "more", "both"),
    [
        ("海堤", "合龙", "海堤 合龙"),
        ("海堤 OR 河堤", "合龙", "(海堤 OR 河堤) 合龙"),
        ("海堤", "合龙 或 封堵", "海堤 (合龙 或 封堵)"),
        ("海堤 OR 河堤", "合龙 OR 封堵", "(海堤 OR 河堤) (合龙 OR 封堵)"),
        ("來源:濱海電訊", "日期:昨天", "來源:濱海電訊 日期:昨天"),
        ("“海堤合龙”", "-评论", "“海堤合龙” -评论"),
        ("海堤 “合龙", "评论", '海堤 AND "合龙" AND 评论'),
        ("海堤", "  ", "海堤"),
        ("*", "海堤", "海堤"),
    ],
)
def test_it_is_written_as_a_person_would(query: str, more: str, both: str) -> None:
    assert narrowed(query, more, today=TODAY) == both


def test_what_would_be_too_long_to_be_read_whole_is_not_made() -> None:
    assert narrowed("海堤" * 100, "合龙" * 50, today=TODAY) is None
    assert narrowed(" ".join("甲乙丙丁戊己庚辛壬癸"), " ".join("子丑寅卯辰巳午未"), today=TODAY) is None
    assert len(narrowed("海" * (LENGTH_LIMIT - 2), "堤", today=TODAY) or "") == LENGTH_LIMIT


@given(query=queries)
def test_without_a_part_the_rest_is_left(query: str) -> None:
    tree = parse(query, today=TODAY).tree
    parts = tree.children if isinstance(tree, And) else ()
    for part in parts:
        rest = without(query, part, today=TODAY)
        others = [one for one in parts if one != part]
        assert (rest is None) == (not others)
        if rest is not None:
            assert found(rest) == _in_all(others)


def _in_all(nodes: list[Node]) -> set[int]:
    return {one.pk for one in READER.matching(*nodes)}


@pytest.mark.parametrize(
    ("query", "place", "rest"),
    [
        ("海堤 合龙 -评论", 1, "海堤 -评论"),
        ("海堤 合龙 -评论", 2, "海堤 合龙"),
        ("title:海堤 合龙", 0, "合龙"),
        ("“海堤 合龙” 图", 1, "“海堤 合龙”"),
        ("海堤 来源:新华社", 1, "海堤"),
        ("(海堤 OR 河堤) 合龙", 0, "合龙"),
    ],
)
def test_the_rest_is_written_as_it_was_typed(query: str, place: int, rest: str) -> None:
    tree = parse(query).tree
    assert isinstance(tree, And)
    assert without(query, tree.children[place]) == rest


def test_any_of_the_words() -> None:
    assert any_of("海堤 合龙") == "海堤 OR 合龙"
    assert any_of("海堤") is None and any_of("海堤 -合龙") is None
