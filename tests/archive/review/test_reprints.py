"""What a reprint changed: marks on the characters as printed, and no mark where only the script is another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.review.reprints import LONGEST, MOST_PARAGRAPHS, Changes, Mark, changes


def compared(before: str | list[str], after: str | list[str]) -> Changes:
    one, other = ([text] if isinstance(text, str) else text for text in (before, after))
    return changes(("题", "题"), one, other)


def spelt(marks: tuple[Mark, ...]) -> str:
    return "".join(f"[{'#' * mark.number}{mark.text}]" if mark.changed else mark.text for mark in marks)


@pytest.mark.parametrize(
    ("before", "after", "first", "second"),
    [
        ("全长 4.86 公里的海堤", "全長約 5 公里的海堤", "全长 [#4.86 ]公里的海堤", "全長[約 ][#5 ]公里的海堤"),
        ("四百一十二户连夜转移", "四百二十户连夜转移", "[#四百一十二]户连夜转移", "[#四百二十]户连夜转移"),
        ("他说：“合龙了。”", "他說：「完工了。」", "他说：“[合龙]了。”", "他說：「[完工]了。」"),
        ("涨 3.2% 左右", "涨３．５％左右", "涨 [#3.2% ]左右", "涨[#３．５％]左右"),
        ("旅客乘Baoku号离港", "旅客乘 Banana 号离港", "旅客乘[Baoku]号离港", "旅客乘 [Banana ]号离港"),
    ],
)
def test_words_of_one_text_alone_are_marked_where_they_stand(before: str, after: str, first: str, second: str) -> None:
    [pair] = compared(before, after).pairs
    assert (spelt(pair.before), spelt(pair.after)) == (first, second)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("三号海堤合龙，老街不再看潮做饭。", "三號海堤合龍，老街不再看潮做飯。"),
        ("“合龙”", "「合龍」"),
        ("４．８６ 公里", "4.86公里"),
        ("汐城　晚报", "汐城晚报"),
        ("据了解，只看着它", "據瞭解，衹看著牠"),
    ],
)
def test_script_width_blanks_and_kinds_of_quotation_marks_are_no_difference(before: str, after: str) -> None:
    assert compared(before, after).same_text


def test_a_paragraph_left_out_does_not_shift_those_behind_it() -> None:
    before = ["三号海堤昨天上午合龙。", "水务局说堤身沉降仍须观测。", "老街的居民前来观看，有人放了鞭炮。"]
    after = ["三号海堤昨天上午合龙了。", "老街的居民前来观看，有人敲了锣。"]
    told = compared(before, after)
    assert [(pair.kind, pair.first, pair.second) for pair in told.pairs] == [
        ("changed", 1, 1),
        ("gone", 2, 0),
        ("changed", 3, 2),
    ]
    assert told.counted == {"changed": 2, "gone": 1, "figures": 0}


def test_what_was_put_in_stands_beside_nothing_and_what_stayed_is_counted() -> None:
    told = compared(["第一段。", "第二段。"], ["第一段。", "第二段。", "本网评论：很好。"])
    assert [(pair.kind, pair.unchanged) for pair in told.pairs] == [("same", 2), ("new", 0)]
    assert not told.same_text


def test_paragraphs_with_nothing_in_common_are_one_left_out_and_one_put_in() -> None:
    told = compared("水务局提醒，合龙不等于完工。", "候鸟的滩涂还剩多少？")
    assert [pair.kind for pair in told.pairs] == ["gone", "new"]


def test_a_changed_headline_is_marked_and_one_written_anew_is_not() -> None:
    told = changes(("海堤合龙", "海堤合龍了"), ["文"], ["文"])
    assert (spelt(told.title.before), spelt(told.title.after)) == ("海堤合龙", "海堤合龍[了]")
    anew = changes(("海堤提前四十天合龙", "老街不再看潮做饭"), ["文"], ["文"])
    assert (spelt(anew.title.before), spelt(anew.title.after)) == ("海堤提前四十天合龙", "老街不再看潮做饭")
    assert told.retitled and anew.retitled and not changes(("合龙", "合 龍"), ["文"], ["文"]).retitled


words = st.text(alphabet="甲乙丙號号 　4.8%“」a", max_size=40)


@given(st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_joined_the_marks_are_the_texts_to_the_character(before: list[str], after: list[str]) -> None:
    told = compared(before, after)
    one, other, places = [], [], [0, 0]
    for pair in told.pairs:
        if pair.unchanged:
            one += before[pair.first - 1 : pair.first - 1 + pair.unchanged]
            other += after[pair.second - 1 : pair.second - 1 + pair.unchanged]
            continue
        one += ["".join(mark.text for mark in pair.before)] if pair.first else []
        other += ["".join(mark.text for mark in pair.after)] if pair.second else []
        places = [max(places[0], pair.first), max(places[1], pair.second)]
    assert (one, other) == (before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["甲" * (LONGEST + 1)], ["乙" + "甲" * LONGEST]),
        ([f"{n}{'甲乙丙丁' * 350}" for n in range(9)], [f"{n}{'甲乙丙丁' * 350}{n}" for n in range(9)]),
        (["甲乙" * 500_000], ["乙甲" * 500_000]),
    ],
)
def test_what_is_too_much_to_match_is_marked_as_a_whole_and_told(before: list[str], after: list[str]) -> None:
    told = compared(before, after)
    assert told.whole
    assert "".join(mark.text for mark in told.pairs[-1].before) == before[-1]


def test_thousands_of_paragraphs_are_put_side_by_side_in_order() -> None:
    before = [f"第{number}段" for number in range(MOST_PARAGRAPHS + 1)]
    told = compared(before, [*before, "多出的一段"])
    assert len(told.pairs) == MOST_PARAGRAPHS + 2
    assert told.pairs[-1].kind == "new"
