"""The order of names in a Chinese index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.reading_order import LONGEST, sort_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("重庆日报", "chong2 qing4 ri4 bao4"),
        ("重慶日報", "chong2 qing4 ri4 bao4"),
        ("BBC中文", "bbc zhong1 wen2"),
        ("香港01", "xiang1 gang3 01"),
        ("明 报", "ming2 bao4"),
        ("", ""),
    ],
)
def test_a_name_is_spelled_in_pinyin_with_tones_in_either_script(name: str, key: str) -> None:
    assert sort_key(name) == key


def test_syllables_are_compared_one_by_one_so_that_short_ones_come_first() -> None:
    names = ["西安日报", "先锋报", "汐城晚报", "湘江报"]
    assert sorted(names, key=sort_key) == ["西安日报", "汐城晚报", "先锋报", "湘江报"]


@given(st.text(max_size=300))
def test_every_name_has_a_key_that_fits_its_column(name: str) -> None:
    assert len(sort_key(name)) <= LONGEST
