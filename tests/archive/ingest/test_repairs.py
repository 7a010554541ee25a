"""Text that was read wrongly before it was saved: found, shown with what it might be, and mended on request."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import authority, pipeline
from archive.ingest.decoding import read_chosen
from archive.ingest.decoding.charsets import read
from archive.ingest.decoding.repairs import REPAIRS, Repair, find, mend, ways_of
from archive.ingest.records import Extraction, FindingKind, SourceFile

HANS = "汐城海事处今天通报，夜间引航试行两个月，候潮时间减少了一半。"
HANT = "鹿灣渡輪昨日復航，街坊憑舊船票換取熱湯，當晚載客超過八百人。"

agencies = cache(authority.starter)


def wrongly(text: str, charset: str, read_as: str) -> str:
    """A text as it looks after its bytes were read in the wrong charset."""
    return read(text.encode(charset), read_as)


@pytest.mark.parametrize(
    ("text", "charset", "read_as", "repair"),
    [
        (HANS, "utf-8", "latin-1", Repair("cp1252", "utf-8")),
        (HANT, "utf-8", "latin-1", Repair("cp1252", "utf-8")),
        (HANS, "gb18030", "latin-1", Repair("cp1252", "gb18030")),
        (HANT, "big5", "latin-1", Repair("cp1252", "big5hkscs")),
        (HANT, "big5", "gb18030", Repair("gb18030", "big5hkscs")),
        (HANS, "gb18030", "big5hkscs", Repair("big5hkscs", "gb18030")),
    ],
)
def test_words_read_in_a_wrong_charset_are_found_and_mended(
    text: str, charset: str, read_as: str, repair: Repair
) -> None:
    garbled = wrongly(text, charset, read_as)
    found = next(iter(find(garbled)))
    assert found.repair == repair
    assert found.mended.startswith(text[:20])
    assert mend(garbled, repair).rstrip("\ufffd。") == text.rstrip("。")


def test_utf8_read_as_gbk_is_found_though_a_byte_of_it_is_lost() -> None:
    garbled = wrongly("你好，世界，这是一则来自港口的新闻", "utf-8", "gb18030")
    assert garbled.startswith("浣犲ソ锛屼笘鐣")
    found = next(iter(find(garbled)))
    assert (found.repair, found.mended[:5]) == (Repair("gb18030", "utf-8"), "你好，世界")


@pytest.mark.parametrize("lost", ["锟斤拷锟斤拷", "ï¿½ï¿½", "烫烫烫烫烫烫", "????????"])
def test_words_whose_bytes_are_lost_are_found_without_a_suggestion(lost: str) -> None:
    found = list(find(f"汐城{lost}海事处"))
    assert [(one.mended, one.repair) for one in found] == [("", None)]
    assert f"汐城{lost}海事处"[found[0].start : found[0].end] == lost


@pytest.mark.parametrize(
    "text",
    [
        HANS,
        HANT,
        "“灯塔”——他说……café naïve Müller ©2012 ×3 25℃ ½ · 3′",
        "Les données personnelles sont protégées, même après la fin de l’été à Besançon.",
        "龘靐齉爩鱻麤龗灪吁龖厵滟爨癵籱饢驫鲡鹂鸾麣纞虋讟钃骊郁鸜",
        "Đà Nẵng và Huế sẽ có phà mới.",
        "港の渡し船は来月から夜十時まで運航すると発表した。",
    ],
)
def test_text_that_is_right_or_only_rare_is_left_alone(text: str) -> None:
    assert list(find(text)) == []
    assert list(ways_of("utf-8", text)) == []


def test_what_is_right_beside_mojibake_stays() -> None:
    page = f"<p>{HANS}</p>\n<p>{wrongly(HANS, 'utf-8', 'latin-1')}</p>"
    assert mend(page, Repair("cp1252", "utf-8")) == f"<p>{HANS}</p>\n<p>{HANS}</p>"


@given(st.text(max_size=60), st.sampled_from(REPAIRS))
def test_mending_never_raises_and_what_it_leaves_keeps_its_order(text: str, repair: Repair) -> None:
    assert isinstance(mend(text, repair), str)
    for found in find(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("way", ["", "utf-7", "rot13", "utf-8/utf-8/gb18030", "utf-8/cp1252", "utf-8/cp1252/utf-8/x"])
def test_a_way_of_reading_that_is_none_is_refused(way: str) -> None:
    assert read_chosen(b"abc", way) is None


def test_a_chosen_charset_settles_the_decoding_even_where_it_is_wrong() -> None:
    source = SourceFile("a.txt", HANS.encode(), charset="gb18030")
    extraction = pipeline.extract(source, authority=agencies(), today=date(2026, 11, 22))
    assert isinstance(extraction, Extraction)
    assert (extraction.charset, extraction.charset_reason) == ("gb18030", "chosen by a reviewer")
    assert HANS not in extraction.body


def findings(data: bytes) -> list[tuple[FindingKind, str]]:
    extraction = pipeline.extract(SourceFile("a.html", data), authority=agencies(), today=date(2026, 11, 22))
    assert isinstance(extraction, Extraction)
    kinds = (FindingKind.CHARSET, FindingKind.MOJIBAKE, FindingKind.GARBLED)
    return [(found.kind, found.text) for found in extraction.findings if found.kind in kinds]


def page(text: str, label: str) -> str:
    return f'<html><head><meta charset="{label}"></head><body><h1>夜间引航试行</h1><p>{text}</p></body></html>'


def test_a_label_that_was_overruled_is_told() -> None:
    assert findings(page(HANS, "utf-8").encode("gb18030")) == [(FindingKind.CHARSET, "utf-8 → gb18030")]
    assert findings(page(HANS, "gb2312").encode("gb18030")) == []


def test_mojibake_is_told_once_with_what_it_might_be() -> None:
    garbled = wrongly(HANS, "utf-8", "latin-1")
    told = findings(page(f"{garbled}</p><p>{garbled}", "utf-8").encode())
    assert [kind for kind, _ in told] == [FindingKind.MOJIBAKE]
    assert told[0][1].endswith(f" → {HANS}")


def test_mojibake_in_a_block_is_told_with_its_place() -> None:
    garbled = wrongly(HANT, "big5", "gb18030")
    data = page(f"{HANS}</p><p>{garbled}", "utf-8").encode()
    extraction = pipeline.extract(SourceFile("a.html", data), authority=agencies(), today=date(2026, 11, 22))
    assert isinstance(extraction, Extraction)
    told = next(found for found in extraction.findings if found.kind is FindingKind.MOJIBAKE)
    assert (told.block, told.start, told.end) == (2, 0, len(garbled))


def test_passages_of_gbk_in_a_page_of_utf8_are_read_too() -> None:
    mixed = page("</p><p>@@</p><p>".join((HANS + HANT, HANT + HANS)), "utf-8")
    data = mixed.encode().replace(b"@@", HANS.encode("gbk"))
    extraction = pipeline.extract(SourceFile("a.html", data), authority=agencies(), today=date(2026, 11, 22))
    assert isinstance(extraction, Extraction)
    assert "\ufffd" not in "".join(block.text for block in extraction.blocks)
    assert extraction.charset_reason.endswith("1 passages in GB18030")


@pytest.mark.parametrize(
    ("charset", "raw", "text"),
    [
        ("gb18030", b"\x80 100", "€ 100"),  # GBK of Windows
        ("gb18030", bytes.fromhex("a6d9fe59a3a0"), "︐龴\u3000"),  # private use before GB18030-2022
        ("gb18030", b"\x81<p>", "\ufffd<p>"),  # a lost half takes no markup with it
        ("big5hkscs", bytes.fromhex("f9d6f9d7f9d8f9d9f9daf9dbf9dc"), "碁銹裏墻恒粧嫺"),  # ETEN's seven
        ("big5hkscs", bytes.fromhex("a3e1a145877a"), "€‧㡵"),  # euro sign, dot and a later HKSCS character
        ("big5hkscs", b"\xa4<p>", "\ufffd<p>"),
    ],
)
def test_bytes_read_as_browsers_read_them(charset: str, raw: bytes, text: str) -> None:
    assert read(raw, charset) == text
