"""What was asked in vain is counted, and nothing that could be a person's number is kept."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from search import missed
from search.missed import may_be_kept, note_miss
from search.models import MissedQuery

pytestmark = pytest.mark.django_db


def kept() -> dict[str, int]:
    return dict(MissedQuery.objects.values_list("query", "count"))


def test_it_is_counted_once_for_both_scripts_and_all_blanks() -> None:
    for query in ("詐騙 案例", "诈骗　案例", " 诈骗  案例 "):
        note_miss(query)
    assert kept() == {"诈骗 案例": 3}
    assert MissedQuery.objects.get().last_asked == timezone.localdate()


@pytest.mark.parametrize(
    "query",
    [
        "", "诈", "123", "“” -", "诈" * 61, "138 0000 1111", "陆仁嘉 13800001111", "电话 2012 3456", "138-0000-1111",
        "11010119900307123X", "６２２２０２１２３４５６", "一三八零零零零一一一一", "a.b@example.com",
        "https://example.com/诈骗", "诈骗\ud800",
    ],
)  # fmt: skip
def test_what_may_be_private_or_is_no_words_is_never_kept(query: str) -> None:
    note_miss(query)
    assert kept() == {}


@pytest.mark.parametrize("query", ["2023年诈骗", "国发2024年12号", "covid-19", "标题:诈骗", "2024-05-06 海堤"])
def test_words_with_a_few_digits_are_kept(query: str) -> None:
    assert may_be_kept(query)


def test_the_least_asked_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed, "MOST", 3)
    for query in ("甲甲", "甲甲", "乙乙", "丙丙", "丁丁"):
        note_miss(query)
    assert kept() == {"甲甲": 2, "丙丙": 1, "丁丁": 1}


@given(
    st.tuples(
        st.text("诈骗年 x", max_size=8),
        st.from_regex(r"(1[3-9]|[2-9]\d)\d{6,9}", fullmatch=True, alphabet="0123456789"),
        st.lists(st.sampled_from(["", "", " ", "-", "."]), min_size=12, max_size=12),
        st.text("诈骗年 x", max_size=8),
    )
)
def test_no_telephone_number_passes_however_it_is_grouped(parts: tuple[str, str, list[str], str]) -> None:
    before, digits, separators, after = parts
    grouped = "".join(digit + separator for digit, separator in zip(digits, separators, strict=False))
    assert not may_be_kept(f"{before}{grouped}{after}")
