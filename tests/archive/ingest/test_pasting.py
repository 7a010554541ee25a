"""Pasted pages: bytes that say their charset themselves, a name with the right ending, and the address kept."""

from __future__ import annotations

import datetime

import pytest

from archive.ingest import pipeline
from archive.ingest.authority import build
from archive.ingest.intake import shown_name
from archive.ingest.pasting import PastedPage, pasted_page
from archive.ingest.records import Extraction, SourceFile

SENTENCES = "昨天上午十点二十分，三号海堤在平潮时分合龙。堤身沉降仍须观测两个汛期，市水务局说，观测结果会按月公布。"
SOURCE = f"""<!doctype html><html><head><meta charset="gb2312"><title>三号海堤昨日合龙</title></head><body><article>
<h1>三号海堤昨日合龙</h1><p>2021-06-18 09:49 来源：汐城晚报</p>
<p>{SENTENCES}</p><p>{SENTENCES}</p></article></body></html>"""


def read(page: PastedPage) -> Extraction:
    source = SourceFile(page.name, page.data, "", page.given.captured_on, page.given.metadata)
    found = pipeline.extract(source, authority=build([]), today=datetime.date(2026, 11, 22))
    assert isinstance(found, Extraction)
    return found


def test_the_source_of_a_page_reads_right_whatever_charset_it_names():
    found = read(pasted_page(SOURCE, address="https://news.example/a/20210618.html"))
    assert found.title and found.title.value == "三号海堤昨日合龙"
    assert found.charset == "utf-8"
    assert SENTENCES in found.body[0]


def test_the_address_that_came_with_it_is_the_address_of_the_article():
    found = read(pasted_page(SOURCE, address="https://news.example/a/20210618.html"))
    assert found.url and found.url.value == "https://news.example/a/20210618.html"
    assert found.url.evidence[0].where == "saved:url"


def test_the_day_of_saving_is_known_only_where_a_browser_sent_it():
    today = datetime.date(2026, 11, 22)
    assert read(pasted_page(SOURCE, saved_on=today)).captured_on == today
    assert read(pasted_page(SOURCE)).captured_on is None


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        (SOURCE, ".html"),
        (f"三号海堤昨日合龙\n\n{SENTENCES}", ".txt"),
        ("---\ntitle: 三号海堤昨日合龙\n---\n\n昨天合龙。", ".md"),
        ("<p>一</p><p>二</p><p>三</p>", ".html"),
        ("他说 a<b 而已", ".txt"),
    ],
)
def test_the_ending_of_the_name_tells_what_was_pasted(text, ending):
    assert pasted_page(text).name == f"pasted{ending}"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://news.example/a/20210618.html?from=x#top", "news.example-20210618.txt"),
        ("https://news.example/", "news.example.txt"),
        ("https://news.example/%E6%B5%B7%E5%A0%A4/", "news.example-海堤.txt"),
        ("https://news.example/..%2F..%2Fetc%2Fpasswd", "news.example-passwd.txt"),
        ("", "pasted.txt"),
    ],
)
def test_a_page_is_named_after_its_address(address, name):
    assert pasted_page("一段话。", address=address).name == name == shown_name(name)


def test_a_form_turns_line_breaks_around_and_the_bytes_do_not_follow():
    assert pasted_page("一\r\n二").data == pasted_page("一\n二").data == pasted_page("\ufeff一\n二").data


def test_nothing_but_blanks_is_an_empty_file():
    page = pasted_page(" \n ")
    assert (page.data, page.size, b"".join(page.chunks())) == (b"", 0, b"")


def test_half_of_a_pair_of_surrogates_is_no_reason_to_fail():
    assert "?" in pasted_page("一\ud83d二").data.decode("utf-8-sig")


def test_a_long_page_comes_in_pieces():
    page = pasted_page("海" * 100_000)
    assert b"".join(page.chunks()) == page.data and page.size == 300_003
    assert max(map(len, page.chunks())) <= 64 * 1024
