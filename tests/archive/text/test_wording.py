"""Which blocks a rule takes: in either script and width, by words or by element."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.addresses import host_of
from archive.text.wording import Match, fires, key_of


@pytest.mark.parametrize(
    ("match", "words", "text", "expected"),
    [
        (Match.EXACT, "分享到：好友圈", "分享到：好友圈", True),
        (Match.EXACT, "掃碼 關注本報", "扫码　关注本报", True),
        (Match.EXACT, "分享到", "分享到：好友圈", False),
        (Match.BEGINS, "相關新聞", "相关新闻：县图书馆", True),
        (Match.BEGINS, "新闻", "相关新闻", False),
        (Match.CONTAINS, "ＡＰＰ", "打开app阅读", True),
        (Match.CONTAINS, "微信", "打开app阅读", False),
    ],
)
def test_words(match, words, text, expected):
    assert fires(match, key_of(words), key_of(text), ()) is expected


def test_an_element_is_looked_for_by_its_whole_name():
    path = ("page", "rm_relevant", "list")
    assert fires(Match.ELEMENT, "rm_relevant", "", path)
    assert not fires(Match.ELEMENT, "rm", "", path)


@given(text=st.text(max_size=20), match=st.sampled_from(Match))
def test_no_words_take_nothing(text, match):
    assert not fires(match, key_of(" \n　"), key_of(text), ("", text))


@given(text=st.text(max_size=40))
def test_a_key_is_its_own_key(text):
    assert key_of(key_of(text)) == key_of(text)


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://WWW.Yunting.example/a", "yunting.example"), ("http://[::1", ""), ("", ""), ("nonsense", "")],
)
def test_host_of(address, host):
    assert host_of(address) == host
