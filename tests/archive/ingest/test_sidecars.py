"""Lists beside the pages of an archive: columns in two languages, files found by their names, gaps reported."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import sidecars
from archive.ingest.records import Metadata, Problem
from archive.ingest.sidecars import Lists, Sidecar, match, read

ROWS = [
    {"文件名": "a.html", "标题": "夜航满月", "日期": "2024-06-14", "来源": "汐城晚报", "作者": "祁闻舟", "备注": "x"},
    {"文件名": "b.html", "标题": "三号泊位", "日期": "", "来源": "汐城晚报", "作者": "", "备注": ""},
]
SAID = {
    "a.html": ("list:title 夜航满月", "list:date 2024-06-14", "list:source 汐城晚报", "list:author 祁闻舟"),
    "b.html": ("list:title 三号泊位", "list:source 汐城晚报"),
}


def table(rows: list[dict[str, str]] = ROWS, delimiter: str = ",") -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def found(name: str, content: bytes) -> Sidecar:
    sidecar = read(name, content)
    assert sidecar
    return sidecar


def said(sidecar: Sidecar) -> dict[str, tuple[str, ...]]:
    return {row.file: tuple(f"{entry.name} {entry.value}" for entry in row.metadata) for row in sidecar.rows}


class TestReading:
    @pytest.mark.parametrize(
        "content",
        [
            table().encode(),
            table().encode("utf-8-sig"),
            table().encode("gbk"),
            table(delimiter=";").encode("gbk"),
            table(delimiter="\t").encode("utf-16"),
            b"sep=,\r\n" + table().encode("gbk"),
        ],
        ids=["utf-8", "bom", "gbk", "semicolons", "tabs-utf-16", "sep"],
    )
    def test_a_table_as_excel_writes_it(self, content: bytes) -> None:
        assert said(found("metadata.csv", content)) == SAID

    @pytest.mark.parametrize(
        "text",
        [
            json.dumps(ROWS),
            json.dumps({"articles": ROWS}),
            json.dumps({row["文件名"]: {key: row[key] for key in row if key != "文件名"} for row in ROWS}),
            "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\nbroken\n",
        ],
        ids=["list", "inside", "by-name", "lines"],
    )
    def test_json_in_any_shape(self, text: str) -> None:
        assert said(found("metadata.json", text.encode())) == SAID

    def test_names_of_columns_in_english_and_traditional(self) -> None:
        row = {
            "File Name": "a.html",
            "標題": "夜航",
            "Published-At": "2024",
            "來源": "報",
            "網址": "https://a.example/1",
        }
        assert said(found("x.csv", table([row]).encode())) == {
            "a.html": ("list:title 夜航", "list:date 2024", "list:source 報", "list:url https://a.example/1")
        }

    def test_lists_of_names_and_the_day_of_saving(self) -> None:
        row = {"file": "a.html", "authors": ["甲", "乙"], "crawled_at": "2024/6/4 10:00:00"}
        assert found("m.json", json.dumps([row]).encode()).rows[0].metadata == (
            Metadata("list:author", "甲"),
            Metadata("list:author", "乙"),
            Metadata("saved:date", "2024-06-04"),
        )

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.csv", b"a,b\n1,2"),
            ("a.csv", "标题,日期\n夜航,2024".encode()),
            ("a.json", b'{"title": "x"}'),
            ("a.json", b"[1, 2]"),
            ("a.json", b"[" * 100_000),
            ("a.csv", b""),
            ("a.csv", b"\x89PNG"),
            ("a.csv", b'file,title\na,"' + b"x" * 200_000),
        ],
    )
    def test_a_file_that_names_no_pages_is_no_list(self, name: str, content: bytes) -> None:
        assert read(name, content) is None

    @given(st.text(alphabet='file,标题"\n;{}[]:1a', max_size=200), st.sampled_from(["a.csv", "a.json", "a.jsonl"]))
    def test_nothing_raises(self, text: str, name: str) -> None:
        read(name, ("file,title\n" + text).encode())
        read(name, text.encode())


class TestMatching:
    def sidecar(self, *files: str, folder: str = "") -> Sidecar:
        rows = tuple(sidecars.Row(file, (Metadata("list:title", file),)) for file in files)
        return Sidecar(f"{folder}metadata.csv", folder, rows)

    @pytest.mark.parametrize(
        "written",
        [
            "夜航.html",
            "页/夜航.html",
            "./页\\夜航.html",
            "夜航",
            "夜航.HTML",
            "/data/old/夜航.html",
            "%E5%A4%9C%E8%88%AA.html",
        ],
    )
    def test_a_file_is_found_however_its_row_writes_it(self, written: str) -> None:
        assert list(match(self.sidecar(written), ["页/夜航.html", "页/别的.html"]).metadata) == ["页/夜航.html"]

    def test_a_list_speaks_of_its_folder(self) -> None:
        result = match(self.sidecar("a.html", folder="一/"), ["一/a.html", "二/a.html"])
        assert list(result.metadata) == ["一/a.html"]
        assert result.notes == (Problem("list-rows", {"count": 1}),)

    def test_a_name_that_two_files_have_means_none_of_them(self) -> None:
        assert match(self.sidecar("a.html"), ["一/a.html", "二/a.html"]).metadata == {}

    def test_rows_and_files_without_a_partner_are_noted(self) -> None:
        result = match(self.sidecar("a.html", "x.html"), ["a.html", "b.html", "c.html"])
        assert result.notes == (
            Problem("list-rows", {"count": 2}),
            Problem("rows-without-file", {"count": 1, "names": "x.html"}),
            Problem("files-without-row", {"count": 2, "names": "b.html, c.html"}),
        )

    def test_the_nearest_list_is_heard_first(self) -> None:
        lists = Lists()
        lists.see("metadata.json", json.dumps([{"file": "一/a.html", "title": "外"}]).encode())
        lists.see("一/metadata.json", json.dumps([{"file": "a.html", "title": "内"}]).encode())
        lists.see("一/a.html", b"<p>")
        lists.see("b.html", Problem("empty"))
        metadata, notes = lists.matched()
        assert [entry.value for entry in metadata["一/a.html"]] == ["内", "外"]
        assert set(notes) == {"metadata.json", "一/metadata.json"}
