"""Which outlets are newspapers."""

from __future__ import annotations

import pytest

from archive.citing.newspapers import is_newspaper


@pytest.mark.parametrize(
    "name",
    [
        *("汐城晚报", "明報", "南岬日报", "大公報（香港）", "人民日报海外版", "羊城晚报社"),
        *("参考消息", "China Daily", "新京报", "大公报"),
    ],
)
def test_newspapers(name: str) -> None:
    assert is_newspaper(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "远汀网", "新华社", "人民日报客户端", "新京报网", "汐城发布", "汐城市水务局"),
        *("网络情报", "汐城大学学报", "汐城画报", "南岬新聞"),
    ],
)
def test_others(name: str) -> None:
    assert not is_newspaper(name)
