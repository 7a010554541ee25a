"""What one version says otherwise than the one before, to the character."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.review.redlines import LONGEST, MOST_PARAGRAPHS, redline, runs


def version(title: str = "题", body: list[str] | None = None, **fields: Any) -> Any:
    return SimpleNamespace(title=title, body=body or [], fields=fields)


def spelt(before: str, after: str) -> str:
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[run.kind].format(run.text) for run in runs(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("查获九人。", "查获七人。", "查获[-九-]{+七+}人。"),
        ("同一句。", "同一句。", "同一句。"),
        ("", "新的一段。", "{+新的一段。+}"),
        ("旧的一段。", "", "[-旧的一段。-]"),
        ("諮詢", "咨询", "[-諮詢-]{+咨询+}"),
        ("甲一乙二丙", "甲三乙四丙", "甲[-一乙二-]{+三乙四+}丙"),
    ],
)
def test_struck_words_are_gone_and_underlined_ones_new(before: str, after: str, shown: str) -> None:
    assert spelt(before, after) == shown


@given(st.text(max_size=60), st.text(max_size=60))
def test_without_the_struck_it_is_the_new_text_and_without_the_underlined_the_old(before: str, after: str) -> None:
    pieces = runs(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before


def test_a_paragraph_too_long_to_compare_is_shown_struck_and_anew() -> None:
    before, after = "甲" * (LONGEST + 1), "乙" + "甲" * LONGEST
    assert [run.kind for run in runs(before, after)] == ["gone", "new"]


def test_paragraphs_that_stay_are_only_counted() -> None:
    change = redline(version(body=["一", "二", "三", "四"]), version(body=["一", "二", "叁", "四"]))
    assert [(line.unchanged, line.number) for line in change.lines] == [(2, 1), (0, 3), (1, 4)]


def test_fields_that_differ_are_named_and_those_an_old_revision_lacks_are_not() -> None:
    before = version(authors=["甲", "乙"], source="汐城晚报")
    change = redline(before, version("新题", authors=["甲"], source="汐城晚报", date_precision="day"))
    assert [field.name for field in change.fields] == ["title", "authors"]
    assert not change.lines


def test_the_same_words_change_nothing() -> None:
    assert redline(version(body=["一"]), version(body=["一"])).is_empty


def test_texts_of_very_many_paragraphs_are_paired_in_their_order() -> None:
    body = [str(number) for number in range(MOST_PARAGRAPHS + 1)]
    change = redline(version(body=body), version(body=["x", *body[1:]]))
    assert change.lines[0].runs[0].text == "0"
