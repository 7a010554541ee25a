"""BibTeX, RIS and CSL-JSON, each read back by a parser that others wrote."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.citing import Facts, bibtex, csl, provenance, ris
from tests.archive.citing.samples import ADDRESS, page_facts, some_facts

REPRINT = some_facts(
    republisher="远汀网",
    title_here="告别“看潮做饭”",
    original_url="https://news.example/a_b?c=1&d=50%25#e",
    captured=datetime.date(2024, 10, 2),
    version=3,
)
#: What a page could call its article: no line breaks and no controls, as `one_line` leaves it.
TITLES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).map(
    lambda text: " ".join(text.split()) or "题"
)


def from_bibtex(facts: Facts) -> dict[str, str]:
    [entry] = bibtexparser.loads(bibtex.entry(facts), BibTexParser(common_strings=True)).entries
    return dict(entry)


def from_ris(facts: Facts) -> dict[str, Any]:
    [record] = rispy.loads(ris.record(facts))
    return dict(record)


class TestBibtex:
    def test_a_newspaper_article(self) -> None:
        assert from_bibtex(some_facts()) == {
            "ENTRYTYPE": "article",
            "ID": "baoku-b7k2m9qz4x",
            "author": "{沈砚舟} and {陆知微}",
            "title": "{三号海堤昨日合龙}",
            "journal": "汐城晚报",
            "date": "2024-09-12",
            "year": "2024",
            "month": "September",
            "url": ADDRESS,
            "urldate": "2026-11-22",
            "language": "chinese",
        }

    def test_a_page(self) -> None:
        entry = from_bibtex(page_facts())
        assert (entry["ENTRYTYPE"], entry["howpublished"]) == ("misc", "远汀网")

    @pytest.mark.parametrize(("date", "absent"), [((2024,), {"month"}), ((), {"date", "year", "month"})])
    def test_what_is_not_known_of_the_date_is_not_there(self, date: tuple[int, ...], absent: set[str]) -> None:
        assert not absent & from_bibtex(some_facts(date=date)).keys()

    def test_the_note_says_what_the_citation_rests_on(self) -> None:
        assert from_bibtex(REPRINT)["note"] == bibtex.escaped(provenance(REPRINT))

    def test_what_tex_would_run_is_escaped(self) -> None:
        title = from_bibtex(some_facts(title=r"100% of {A}_B & C$ #1 ~ ^ \input"))["title"]
        assert title == (
            r"{100\% of {\textbraceleft}A{\textbraceright}\_B \& C\$ \#1 {\textasciitilde} {\textasciicircum}"
            r" {\textbackslash}input}"
        )

    @given(title=TITLES)
    @settings(max_examples=20)  # the parser takes its time
    @example(title="}, evil = {")
    @example(title="\\")
    def test_no_title_breaks_the_entry(self, title: str) -> None:
        entry = from_bibtex(some_facts(title=title))
        assert entry["title"] == f"{{{bibtex.escaped(title)}}}"
        assert entry["ID"] == "baoku-b7k2m9qz4x" and "evil" not in entry

    def test_the_key_is_ascii(self) -> None:
        assert re.fullmatch(r"[a-z0-9-]+", bibtex.key(some_facts()))


class TestRis:
    def test_a_newspaper_article(self) -> None:
        assert from_ris(REPRINT) == {
            "type_of_reference": "NEWS",
            "id": "b7k2m9qz4x",
            "authors": ["沈砚舟", "陆知微"],
            "title": "三号海堤昨日合龙",
            "secondary_title": "汐城晚报",
            "year": "2024",
            "date": "2024/09/12/",
            "access_date": "2026/11/22/",
            "urls": [ADDRESS],
            "language": "zh-Hans",
            "name_of_database": "报库",
            "accession_number": "b7k2m9qz4x",
            "notes": [provenance(REPRINT)],
        }

    def test_a_page(self) -> None:
        assert from_ris(page_facts())["type_of_reference"] == "ELEC"

    @pytest.mark.parametrize(
        ("date", "written"), [((2024, 9), ("2024", "2024/09//")), ((2024,), ("2024", "2024///")), ((), (None, None))]
    )
    def test_the_date_is_as_exact_as_it_is_known(self, date: tuple[int, ...], written: tuple[str | None]) -> None:
        record = from_ris(some_facts(date=date))
        assert (record.get("year"), record.get("date")) == written

    def test_lines_end_as_the_format_wants(self) -> None:
        lines = ris.record(some_facts()).split("\r\n")
        assert lines[0] == "TY  - NEWS" and lines[-2:] == ["ER  - ", ""]
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])

    @given(title=TITLES)
    def test_no_title_breaks_the_record(self, title: str) -> None:
        assert from_ris(some_facts(title=title))["title"] == title.strip()


class TestCsl:
    def test_a_newspaper_article(self) -> None:
        assert json.loads(csl.text(some_facts())) == [
            {
                "id": "baoku-b7k2m9qz4x",
                "type": "article-newspaper",
                "title": "三号海堤昨日合龙",
                "author": [{"literal": "沈砚舟"}, {"literal": "陆知微"}],
                "container-title": "汐城晚报",
                "issued": {"date-parts": [[2024, 9, 12]]},
                "accessed": {"date-parts": [[2026, 11, 22]]},
                "URL": ADDRESS,
                "language": "zh-Hans",
                "source": "报库",
            }
        ]

    @pytest.mark.parametrize(("date", "issued"), [((2024,), {"date-parts": [[2024]]}), ((), None)])
    def test_the_date_is_as_exact_as_it_is_known(self, date: tuple[int, ...], issued: object) -> None:
        assert csl.items(page_facts(date=date))[0].get("issued") == issued


def test_the_line_of_provenance_speaks_the_language_of_the_article() -> None:
    assert provenance(REPRINT) == (
        "据远汀网转载本；转载题《告别“看潮做饭”》；原网址：https://news.example/a_b?c=1&d=50%25#e；2024-10-02保存；报库第3版"
    )
    assert provenance(some_facts(language="zh-Hant", republisher="濱海電訊")) == "據濱海電訊轉載本"
    assert provenance(some_facts(language="", version=2)) == "version 2 in Baoku"
    assert provenance(some_facts()) == ""
