"""The formats of an export: from lots of articles to pieces of a file. docs/machines.md lists columns and keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone

from archive.citing import Facts, bibtex, date_of, facts_of, ris
from archive.citing.dates import iso
from archive.models import Article
from archive.takeaway import as_record, shown
from archive.text.spreadsheets import csv_lines

Lots = Iterable[Sequence[Article]]
#: From an article to its permanent address, absolute and without a language in it.
Address = Callable[[Article], str]

#: The columns of the CSV, under the names that the same facts have in the JSON of an article.
COLUMNS = (
    *("id", "title", "original_title", "date", "date_precision", "source", "site", "authors"),
    *("agencies", "script", "url", "page"),
)
#: Between several names in one cell.
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. form: its ending. pieces: the file piece by piece, for lots of articles and their addresses."""

    form: str
    name: str
    media_type: str
    pieces: Callable[[Lots, Address], Iterator[str]]


def _csv(lots: Lots, address: Address) -> Iterator[str]:
    return csv_lines(_rows(lots, address))


def _rows(lots: Lots, address: Address) -> Iterator[Sequence[str]]:
    yield COLUMNS
    for lot in lots:
        prefetch_related_objects(lot, "agency_links__agency")
        yield from [_row(article, address(article)) for article in lot]


def _row(article: Article, page: str) -> tuple[str, ...]:
    links = article.agency_links.all()  # fetched with the lot
    return (
        article.public_id,
        str(article),
        article.original_title,
        iso(date_of(article)),
        article.date_precision,
        article.source_name,
        article.site_name,
        _BETWEEN.join(article.authors),
        _BETWEEN.join(dict.fromkeys(link.agency.name for link in links if link.agency.confirmed)),
        article.script,
        article.url,
        page,
    )


def _json_lines(lots: Lots, address: Address) -> Iterator[str]:
    for lot in lots:
        records = (as_record(one, address(one.article)) for one in shown(lot))
        yield "".join(f"{json.dumps(record, ensure_ascii=False, separators=(',', ':'))}\n" for record in records)


def _ris(lots: Lots, address: Address) -> Iterator[str]:
    yield from (f"{ris.record(facts)}\r\n" for facts in _facts(lots, address))


def _bibtex(lots: Lots, address: Address) -> Iterator[str]:
    yield from (f"{bibtex.entry(facts)}\n" for facts in _facts(lots, address))


def _facts(lots: Lots, address: Address) -> Iterator[Facts]:
    for lot in lots:
        today = timezone.localdate()
        yield from [
            facts_of(one.article, permalink=address(one.article), accessed=today, version=one.version)
            for one in shown(lot)
        ]


FORMATS: Mapping[str, Format] = {
    one.form: one
    for one in (
        Format("csv", "CSV", "text/csv; charset=utf-8", _csv),
        Format("jsonl", "JSON Lines", "application/jsonl; charset=utf-8", _json_lines),
        Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", _ris),
        Format("bib", "BibTeX", "application/x-bibtex; charset=utf-8", _bibtex),
    )
}
