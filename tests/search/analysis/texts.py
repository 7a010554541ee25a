"""Invented texts with everything in them that an analysis may stumble over."""

from __future__ import annotations

from hypothesis import strategies as st

#: Han of all planes, kana, Hangul, wide and accented letters, digits, marks, blanks, and what no file can hold.
CHARACTERS = (
    "海堤合龙昨日詐騙电信網絡环境保护部门々〇㐀カナ한a1Z9Éé_-，。“”… 　\n\t\x00\x1f🦆𠮷\U00020000\U000e0100"
    "\ud800\udc00ﬁ㎡Ａ①"
)
TEXTS = st.text(st.one_of(st.sampled_from(CHARACTERS), st.characters(exclude_categories=())), max_size=40)
NAMES = frozenset({"海堤合", "龙昨日", "第5日电", "环境保护部门"})
