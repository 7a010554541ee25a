"""Reading JSON lines: every field forgiving, every bad line told, dates unknown rather than wrong."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import lzma
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.importing import lines
from archive.ingest.importing.dates import parse_date
from archive.ingest.importing.lines import BadLine, Line, read_lines

CHINA = datetime.timezone(datetime.timedelta(hours=8))


def read(data: bytes) -> list[Line | BadLine]:
    return list(read_lines(io.BytesIO(data)))


def line(**fields: Any) -> Line:
    (only,) = read(json.dumps({"body": "正文。"} | fields).encode())
    assert isinstance(only, Line), only
    return only


def problem(data: bytes) -> str:
    (only,) = read(data)
    assert isinstance(only, BadLine), only
    return only.problem.code


class TestDates:
    @pytest.mark.parametrize(
        ("words", "on", "precision"),
        [
            ("2021-06-18", (2021, 6, 18), "day"),
            ("2021/6/8", (2021, 6, 8), "day"),
            ("2021.06.18", (2021, 6, 18), "day"),
            ("20210618", (2021, 6, 18), "day"),
            ("2021年6月18日", (2021, 6, 18), "day"),
            ("2021-06", (2021, 6, 1), "month"),
            ("2021年6月", (2021, 6, 1), "month"),
            ("2021", (2021, 1, 1), "year"),
            ("2021年", (2021, 1, 1), "year"),
        ],
    )
    def test_are_as_precise_as_they_are_written(self, words: str, on: tuple[int, int, int], precision: str) -> None:
        published = parse_date(words)
        assert published and (published.on, published.precision, published.at) == (datetime.date(*on), precision, None)

    @pytest.mark.parametrize(
        "words",
        [
            "2021-06-18 09:49",
            "2021-06-18T09:49:00",
            "2021-06-18T09:49:00.000+08:00",
            "2021-06-18T01:49:00Z",
            "2021-06-17 20:49 -0500",
            "2021年6月18日 09:49",
        ],
    )
    def test_with_a_time_are_a_moment_in_china_unless_they_name_a_zone(self, words: str) -> None:
        published = parse_date(words)
        assert published and published.precision == "minute"
        assert published.at == datetime.datetime(2021, 6, 18, 9, 49, tzinfo=CHINA)
        assert published.on == datetime.date(2021, 6, 18)

    def test_the_day_is_the_day_in_china(self) -> None:
        published = parse_date("2021-06-18T23:30:00Z")
        assert published and published.on == datetime.date(2021, 6, 19)

    @pytest.mark.parametrize(
        "words",
        [
            *("", "yesterday", "18 June 2021", "18/06/2021", "06-18", "2021-13-01", "2021-02-30", "2021-06-18 25:00"),
            *("0000-00-00", "0001-01-01", "1623974940", "9999-12-31T23:59:00-10:00", "2021-06-18 09:49 +99:99"),
            *("9999-12-31", "2999"),
            *("2021-06-1８a", "2021-W24-5", "2021-06-18 to 2021-06-20"),
        ],
    )
    def test_in_any_other_form_stay_unknown(self, words: str) -> None:
        assert parse_date(words) is None

    @given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,5}[-/.年T: +]?[0-9]{0,3}[-/.月T: +]?[0-9]{0,3}.{0,12}"))
    def test_whatever_is_written_there_it_never_breaks(self, words: str) -> None:
        published = parse_date(words)
        assert published is None or 1799 <= published.on.year <= 9999


class TestFields:
    def test_all_of_them(self) -> None:
        found = line(
            id="a-1",
            title=" 三号海堤  昨日合龙 ",
            body=["第一段。", "第二段。"],
            date="2021-06-18 09:49",
            source="汐城晚报",
            url="https://news.example/1",
            authors=["林见", " 周渡 ", ""],
        )
        assert (found.number, found.key, found.title) == (1, "a-1", "三号海堤 昨日合龙")
        assert (found.body, found.source, found.url) == (("第一段。", "第二段。"), "汐城晚报", "https://news.example/1")
        assert found.authors == ("林见", "周渡")
        assert found.published and found.published.precision == "minute"

    def test_any_but_the_body_may_be_null_or_missing(self) -> None:
        nulls = line(**dict.fromkeys(("id", "title", "date", "source", "url", "authors")))
        for found in (nulls, line()):
            assert (found.title, found.date, found.source, found.url, found.authors) == ("", "", "", "", ())
            assert found.published is None

    def test_a_number_is_as_good_as_its_digits(self) -> None:
        found = line(id=932, date=20210618)
        assert found.key == "932"
        assert found.published and found.published.on == datetime.date(2021, 6, 18)

    def test_authors_in_one_string_are_parted(self) -> None:
        assert line(authors="林见、周渡；沈禾").authors == ("林见", "周渡", "沈禾")

    def test_other_keys_are_passed_over(self) -> None:
        assert line(tags=["x"], category={"y": 1}).body == ("正文。",)

    def test_a_line_without_an_id_is_known_by_its_text(self) -> None:
        assert line().key == line(source="另一家").key
        assert line().key.startswith("sha256:")
        assert line(body="另一段。").key != line().key
        assert line(id="").key == line().key

    def test_every_change_shows_in_the_digest(self) -> None:
        changes = ({"title": "x"}, {"body": "x"}, {"date": "2021"}, {"source": "x"}, {"url": "x"}, {"authors": ["x"]})
        assert len({line(id="1", **change).digest for change in ({}, *changes)}) == 7
        assert line(id="1").digest == line(id="1", tags=[]).digest


class TestBody:
    @pytest.mark.parametrize(
        ("body", "paragraphs"),
        [
            ("一。\n二。", ("一。", "二。")),
            ("一。\n\n\u3000\u3000二。\r\n", ("一。", "二。")),
            (["一。", "", "二。\n三。"], ("一。", "二。", "三。")),
            ("<p>一。</p><p>二<b>。</b></p>", ("一。", "二。")),
            ("一。<br>二。<br/>三。", ("一。", "二。", "三。")),
            ("<b>一。</b>\n二。", ("一。", "二。")),
            ("<p>一\n</p>\n\n<div>二<script>alert('三')</script></div>", ("一", "二")),
            ('<p>甲<img src=x onerror="alert(1)">乙 &amp; 丙</p>', ("甲乙 & 丙",)),
            ("见<红楼梦>和<iPhone>，3 < 5 && 5 > 3。", ("见<红楼梦>和<iPhone>，3 < 5 && 5 > 3。",)),
            ("a\u200bb\x01c\x00", ("abc\ufffd",)),
            ("\ud83d字", ("\ufffd字",)),
        ],
    )
    def test_becomes_paragraphs_of_plain_text(self, body: Any, paragraphs: tuple[str, ...]) -> None:
        assert line(body=body).body == paragraphs

    def test_markup_in_a_title_is_taken_out_too(self) -> None:
        assert line(title="<b>合龙</b> <i onclick=x>了</i>").title == "合龙 了"

    @given(st.text(max_size=200))
    def test_whatever_is_in_it_no_tag_that_could_run_is_left(self, text: str) -> None:
        found = read(json.dumps({"body": f"<p>{text}</p><script>x</script>"}).encode())
        assert all(
            "<script>" not in paragraph for entry in found if isinstance(entry, Line) for paragraph in entry.body
        )


class TestBadLines:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"{", "not-json"),
            (b"[" * 100_000, "not-json"),
            (b'"text"', "not-an-object"),
            (b"[1]", "not-an-object"),
            ('{"body": "报"}'.encode("gb18030"), "not-utf-8"),
            (b"{}", "no-body"),
            (b'{"body": null}', "no-body"),
            (b'{"body": " \\n "}', "no-body"),
            (b'{"body": []}', "no-body"),
            (b'{"body": 3}', "wrong-field"),
            (b'{"body": ["a", 3]}', "wrong-field"),
            (b'{"body": "x", "title": ["a"]}', "wrong-field"),
            (b'{"body": "x", "id": true}', "wrong-field"),
            (b'{"body": "x", "authors": [1]}', "wrong-field"),
            (b'{"body": "x", "authors": {"a": 1}}', "wrong-field"),
            (b'{"body": "x", "id": "' + b"a" * 201 + b'"}', "id-too-long"),
        ],
    )
    def test_are_told_with_their_reason(self, data: bytes, code: str) -> None:
        assert problem(data) == code

    def test_carry_their_number_and_do_not_stop_the_others(self) -> None:
        found = read('{"body": "一"}\n{\n\n{"body": "二"}\n'.encode())
        assert [(entry.number, type(entry)) for entry in found] == [(1, Line), (2, BadLine), (4, Line)]

    def test_one_that_is_too_long_is_skipped_to_its_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lines, "MAX_LINE_BYTES", 100)
        found = read(b'{"body": "' + b"a" * 1000 + b'"}\n' + '{"body": "二"}'.encode())
        assert [getattr(entry, "problem", None) and entry.problem.code for entry in found] == ["too-large", None]  # type: ignore[union-attr]
        assert [entry.number for entry in found] == [1, 2]

    @given(st.binary(max_size=300))
    def test_whatever_the_bytes_reading_never_breaks(self, data: bytes) -> None:
        read(data)


class TestFiles:
    DATA = '\ufeff{"body": "一"}\r\n{"body": "二"}'.encode()

    @pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress])
    def test_are_read_plain_or_compressed(self, pack: Any) -> None:
        assert [entry.body for entry in read(pack(self.DATA)) if isinstance(entry, Line)] == [("一",), ("二",)]

    @pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
    def test_that_are_damaged_say_so_after_what_could_be_read(self, pack: Any) -> None:
        many = b"".join(json.dumps({"id": n, "body": f"{n * 7919:x}" * 50}).encode() + b"\n" for n in range(3000))
        packed = pack(many)
        *_, last = found = read(packed[: len(packed) // 2])
        assert isinstance(last, BadLine) and last.problem.code in ("damaged-file", "not-json")
        assert isinstance(found[-1], BadLine)

    def test_that_are_empty_hold_nothing(self) -> None:
        assert read(b"") == []
