"""Bytes to characters: the right charset, whatever the page says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.decoding import charset_of, declared_charset, decode, decode_name
from archive.ingest.records import Decoded, Problem

HANS = "汐城海事处今天通报，夜间引航试行两个月，超大型船舶的候潮时间减少了一半，港口没有发生险情。"
HANT = "鹿灣渡輪昨日復航，街坊憑舊船票換取熱湯，碼頭職員說當晚載客超過八百人，秩序良好。"


def decoded(data: bytes) -> Decoded:
    result = decode(data)
    assert isinstance(result, Decoded), result
    return result


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_text_is_read_in_every_charset(charset: str) -> None:
    text = HANS + "\n" + HANS
    assert decoded(text.encode(charset)).text == text


@pytest.mark.parametrize("charset", ["utf-8", "big5", "big5hkscs", "gb18030", "utf-16"])
def test_traditional_text_is_read_in_every_charset(charset: str) -> None:
    text = HANT + "\n" + HANT
    assert decoded(text.encode(charset)).text == text


@pytest.mark.parametrize("label", ["utf-8", "gb2312", "big5", "iso-8859-1", "shift_jis", "nonsense"])
@pytest.mark.parametrize(("charset", "text"), [("utf-8", HANS), ("gb18030", HANS), ("big5", HANT)])
def test_a_wrong_label_is_overruled_by_evidence(label: str, charset: str, text: str) -> None:
    page = f'<html><head><meta charset="{label}"></head><p>{text}</p></html>'
    result = decoded(page.encode(charset))
    assert text in result.text
    assert result.reason


def test_the_reason_says_that_the_label_was_wrong() -> None:
    result = decoded(f'<meta charset="utf-8"><p>{HANS}</p>'.encode("gb18030"))
    assert result.charset == "gb18030"
    assert "wrongly declares utf-8" in result.reason


def test_hong_kong_characters_and_rare_ones_survive() -> None:
    assert "嘅" in decoded((HANT + "我哋嘅碼頭喺度").encode("big5hkscs")).text
    assert "𠀀" in decoded((HANS + "𠀀").encode("gb18030")).text


def test_a_few_broken_bytes_are_shown_as_replacement_characters() -> None:
    data = (HANS * 20).encode() + b"\xff\xfe\xfa" + (HANS * 20).encode()
    text = decoded(data).text
    assert text.startswith(HANS)
    assert text.endswith(HANS)
    assert "\ufffd" in text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (bytes(5000), "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "binary"),
        (b"%PDF-1.7 \xe4\xf6", "binary"),
        (bytes(range(256)) * 40, "not-text"),
        (b"\x01\x02\x03\x04\x05\x06" * 100, "not-text"),
    ],
)
def test_what_is_no_text_is_a_problem(data: bytes, code: str) -> None:
    result = decode(data)
    assert isinstance(result, Problem)
    assert result.code == code


def test_other_languages_are_read_too() -> None:
    assert (
        "données"
        in decoded("Les données personnelles sont protégées par la loi, même après la fin.".encode("cp1252")).text
    )


@pytest.mark.parametrize("name", ["新闻.txt", "测试.html", "警情通报/冒充客服退款.txt", "报告2023-11.md"])
@pytest.mark.parametrize("charset", ["gbk", "utf-8"])
def test_simplified_file_names_come_out_right(name: str, charset: str) -> None:
    assert decode_name(name.encode(charset)) == name


@pytest.mark.parametrize("name", ["電信網絡詐騙.txt", "颱風過境漁船回港.html"])
@pytest.mark.parametrize("charset", ["big5", "utf-8", "gbk"])
def test_traditional_file_names_come_out_right(name: str, charset: str) -> None:
    assert decode_name(name.encode(charset)) == name


def test_a_declared_charset_is_known_by_its_widest_relative() -> None:
    assert declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=GB2312">') == "gb18030"
    assert declared_charset(b'<?xml version="1.0" encoding="Big5"?>') == "big5hkscs"
    assert declared_charset(b"<p>charset=utf-8</p>") is None


@pytest.mark.parametrize(
    "label", ["utf-16", "utf-32", "utf-7", "punycode", "idna", "unicode_escape", "base64", "rot13"]
)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_label_that_is_no_charset_of_pages_is_passed_over(label: str, charset: str) -> None:
    data = f'<meta charset="{label}"><p>{HANS}</p>'.encode(charset)
    assert declared_charset(data) is None
    assert HANS in decoded(data).text


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("GB2312", "gb18030"),
        ("gbk", "gb18030"),
        ("chinese", "gb18030"),
        ("Big5", "big5hkscs"),
        ("x-x-big5", "big5hkscs"),
        ("UTF8", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
        (" 'utf-8' ", "utf-8"),
        ("utf-16", None),
        ("rot13", None),
        ("", None),
        ("\x00", None),
    ],
)
def test_a_label_means_what_browsers_take_it_for(label: str, charset: str | None) -> None:
    assert charset_of(label) == charset


def test_the_label_in_a_header_counts_more_than_that_in_the_page() -> None:
    """地方 in GB2312 are the bytes of 華源 in Big5: nothing but a label tells them apart."""
    page = "<meta charset=big5><p>地方</p>".encode("gb18030")
    assert decoded(page).text.endswith("<p>華源</p>")
    result = decode(page, declared="gb2312")
    assert isinstance(result, Decoded)
    assert (result.text[-9:], result.overruled) == ("<p>地方</p>", "")


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_mark_or_evidence_overrules_a_label_and_says_so(charset: str) -> None:
    result = decoded(f'<meta charset="gb2312"><p>{HANS}</p>'.encode(charset))
    assert HANS in result.text
    assert result.overruled == "gb18030"


def test_utf16_without_a_single_ascii_character_is_read() -> None:
    assert decoded(HANS.encode("utf-16-le")).text == HANS
    assert decoded(HANT.encode("utf-16-be")).text == HANT


def test_the_seven_bit_form_of_the_nineties_is_read() -> None:
    result = decoded(f"Subject: news\n{HANS}\n".encode("hz"))
    assert (result.charset, result.text) == ("hz", f"Subject: news\n{HANS}\n")
    assert decoded(b"~{ is no Chinese ~}").charset == "utf-8"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_zeros_that_a_broken_download_left_behind_are_no_text(charset: str) -> None:
    assert decoded(HANS.encode(charset) + bytes(5000)).text == HANS
    one = decoded((HANS * 3).encode(charset) + b"\0" + HANS.encode(charset)).text
    assert one.replace("\0", "") == HANS * 4


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
def test_many_wrong_bytes_do_not_turn_a_page_into_another_language(charset: str) -> None:
    data = bytearray((HANT * 5).encode(charset))
    for at in range(20, len(data) - 1, 37):
        data[at] = 0x3F
    assert decoded(bytes(data)).charset == {"big5": "big5hkscs"}.get(charset, charset)


@given(st.binary(max_size=4000))
def test_any_bytes_give_characters_or_a_problem(data: bytes) -> None:
    result = decode(data)
    assert isinstance(result, Decoded | Problem)
    if isinstance(result, Decoded):
        result.text.encode("utf-8")  # no lone surrogates


@given(st.binary(min_size=1, max_size=60))
def test_any_name_decodes(raw: bytes) -> None:
    decode_name(raw).encode("utf-8", errors="strict")


@given(st.text(alphabet=HANS + HANT + "abc 123。，", min_size=1, max_size=300))
def test_valid_utf8_is_never_read_as_anything_else(text: str) -> None:
    result = decode(text.encode())
    assert isinstance(result, Problem) or result.text == text
