"""The whole pipeline on what people upload by mistake or with intent."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import authority, pipeline
from archive.ingest.problems import MESSAGES, message
from archive.ingest.records import Extraction, FindingKind, Problem, SourceFile

SENTENCE = "汐城海事处今天通报，夜间引航试行两个月以来，候潮时间减少了一半。"
KNOWN = authority.starter()


def read(name: str, data: bytes) -> Extraction | Problem:
    return pipeline.extract(SourceFile(name, data), authority=KNOWN, today=date(2026, 11, 21))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", "　\n".encode(), "no-text"),
        ("a.html", b"<html><body></body></html>", "no-text"),
        ("a.txt", bytes(range(256)) * 10, "not-text"),
        ("a.html", b"\x89PNG\r\n\x1a\n123456", "binary"),
        ("a.txt", b"x" * (pipeline.MAX_FILE_BYTES + 1), "too-large"),
        ("a.csv", b"a,b\n1,2", "unknown-type"),
        ("a.txt", b"PK\x03\x04....", "zip-in-page-place"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_clear_words(name: str, data: bytes, code: str) -> None:
    result = read(name, data)
    assert isinstance(result, Problem)
    assert result.code == code
    assert "%" not in message(result)


def test_every_problem_can_be_put_into_words() -> None:
    for code, words in MESSAGES.items():
        params: dict[str, str | int] = dict.fromkeys(re.findall(r"%\((\w+)\)s", words), 1)
        assert "%" not in message(Problem(code, params))


def test_a_few_broken_bytes_are_read_and_reported() -> None:
    data = (SENTENCE * 3 + "\n").encode() * 10 + b"\xff\xfe\xfa" + SENTENCE.encode()
    result = read("a.txt", data)
    assert isinstance(result, Extraction)
    assert FindingKind.GARBLED in {finding.kind for finding in result.findings}


def test_one_line_of_five_megabytes_is_read_in_seconds() -> None:
    data = (SENTENCE.encode() * 60_000)[: 5 * 1024 * 1024 // 3 * 3]
    began = time.monotonic()
    result = read("a.txt", data)
    assert time.monotonic() - began < 20
    assert isinstance(result, Extraction)
    assert len(result.blocks) == 1


@pytest.mark.parametrize(
    "text", ["来源:" * 50_000, "(" * 200_000, "2021-01-01 " * 50_000, "1" * 300_000, "| " * 200_000, "网(wǎng" * 50_000]
)
def test_no_pattern_is_slow_on_one_long_line(text: str) -> None:
    began = time.monotonic()
    read("a.txt", text.encode())
    assert time.monotonic() - began < 10


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="汐城，。：来源编辑记者<p>/div\n0123456789-年月日() a【】|>", max_size=400),
    st.sampled_from(["a.txt", "a.html", "a.md"]),
)
def test_any_text_gives_an_extraction_or_a_problem_and_loses_no_block(text: str, name: str) -> None:
    result = read(name, text.encode())
    if isinstance(result, Extraction):
        assert [block.position for block in result.blocks] == list(range(len(result.blocks)))
        for finding in result.findings:
            if finding.block is not None:
                assert finding.block < len(result.blocks)
