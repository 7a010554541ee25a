"""What a search finds as a file: read back by other people's parsers, whole, in order, without what was withdrawn."""

from __future__ import annotations

import csv
import datetime
import io
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive import duplicates, publishing
from archive.models import Agency, Article
from search.exporting import AT_ONCE, FORMATS, selection, turns
from search.exporting.formats import COLUMNS
from search.indexing import indexer
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db
FORMS = tuple(FORMATS)
SOME, MANY = 30, 300
#: What pages call their articles, and what stands in them.
TITLES = ("", "100% {of} A_B & C$ #1 ~ ^ \\", "三號海堤合龍", "“海堤”，合龙？", "=1+2", "海堤")
TEXTS = ("海堤昨日合龙。", "海堤合龍\t之後。", 'The sea wall closed; "at last".')


def text(answer: HttpResponse) -> str:
    assert answer.status_code == 200, answer.content
    assert answer.streaming
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def taken(client: Client, form: str, query: str = "q=*", prefix: str = "") -> str:
    return text(client.get(f"{prefix}/search/export.{form}?{query}"))


def rows(told: str) -> list[dict[str, str]]:
    assert told.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(told[1:], newline="")))


def ids(told: str, form: str) -> list[str]:
    if form == "csv":
        return [row["id"] for row in rows(told)]
    if form == "jsonl":
        return [json.loads(line)["id"] for line in told.splitlines()]
    if form == "ris":
        return [one["accession_number"] for one in rispy.loads(told)]
    parser = BibTexParser(common_strings=True)
    return [one["ID"].removeprefix("baoku-") for one in bibtexparser.loads(told, parser).entries]


def go_away(answer: HttpResponse) -> None:
    """Close as a server does when nobody reads on, but for the database of the test, which it would close as well."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


@pytest.fixture
def varied(own_index: Path) -> list[Article]:
    return write_varied(SOME)


def write_varied(count: int) -> list[Article]:
    """Public articles as different as pages can make them, in the index."""
    chance = random.Random(11)
    offices = [AgencyFactory(kind=Agency.Kind.GOVERNMENT, name=f"汐城市第{number}局") for number in range(4)]
    papers = [AgencyFactory(name=name) for name in ("汐城晚报", "濱海電訊", "Port & Sea {Daily}", "云渡_日报")]
    articles = [_varied(chance, papers, offices, number) for number in range(count)]
    indexer.rebuild()
    return articles


def _varied(chance: random.Random, papers: list[Agency], offices: list[Agency], number: int) -> Article:
    day = datetime.date(2000, 1, 1) + datetime.timedelta(days=chance.randrange(9_000))
    precision = chance.choice(["day", "month", "year", "unknown"])
    source = chance.choice([*papers, *offices, None])
    return ArticleFactory(
        state="published",
        title=chance.choice(
            ["", "100% {of} A_B & C$ #1 ~ ^ \\", "三號海堤合龍", "“海堤”，合龙？", "=1+2", f"海堤 {number}"]
        ),
        original_title=chance.choice(["", "", "原題：海堤", "@原题"]),
        body=[
            chance.choice(["海堤昨日合龙。", "海堤合龍\t之後。", 'The sea wall closed; "at last".']),
            f"第{number}段。",
        ],
        script=chance.choice(["hans", "hant", "mixed", "none"]),
        source=source,
        source_name=source.name if source else chance.choice(["", "远汀网"]),
        site_name=chance.choice(["", "潮信网", "a; b"]),
        authors=chance.sample(["沈砚舟", "Ann, B.", "何汀", "周{遥}", "李 四"], chance.randrange(4)),
        url=chance.choice(["", "https://news.example/a_b?c=1&d=50%25#e", "https://news.example/{x}"]),
        published_on=None if precision == "unknown" else day,
        date_precision=precision,
    )


@pytest.mark.parametrize("form", FORMS)
def test_whatever_articles_there_are_another_parser_reads_all_of_them(
    varied: list[Article], client: Client, form: str
) -> None:
    check_all_are_read(client, form, varied)


@pytest.mark.slow
def test_so_with_three_hundred(own_index: Path, client: Client) -> None:
    articles = write_varied(MANY)
    for form in FORMS:
        check_all_are_read(client, form, articles)


def check_all_are_read(client: Client, form: str, articles: list[Article]) -> None:
    found = ids(taken(client, form, "q=*&sort=date"), form)
    assert len(found) == len(articles) and set(found) == {article.public_id for article in articles}


def test_the_csv_says_of_each_article_what_its_page_says(varied: list[Article], client: Client) -> None:
    told = rows(taken(client, "csv", prefix="/en"))
    by_id = {row["id"]: row for row in told}
    assert set(told[0]) == set(COLUMNS)
    for article in varied:
        row = by_id[article.public_id]
        assert row["page"] == f"http://testserver/a/{article.public_id}/"  # no language in it
        assert row["title"].removeprefix("'") == str(article)
        assert row["authors"].removeprefix("'") == "; ".join(article.authors)
        known = {"day": 10, "month": 7, "year": 4, "unknown": 0}[article.date_precision]
        assert row["date"] == str(article.published_on or "")[:known]
        assert row["agencies"] == (article.source.name if article.source else "")


def test_no_cell_is_a_formula(varied: list[Article], client: Client) -> None:
    titles = [row["title"] for row in rows(taken(client, "csv"))]
    assert "'=1+2" in titles and "=1+2" not in titles


def test_a_line_of_json_is_the_article_as_data(varied: list[Article], client: Client) -> None:
    for line in taken(client, "jsonl").splitlines()[:8]:
        one = json.loads(line)
        assert one == client.get(f"/a/{one['id']}.json").json()


@pytest.mark.parametrize("form", ["ris", "bib"])
def test_a_reference_is_that_of_the_article(varied: list[Article], client: Client, form: str) -> None:
    told = taken(client, form)
    for article in varied[:8]:
        assert client.get(f"/a/{article.public_id}/cite.{form}").content.decode() in told


def test_it_is_in_the_order_of_the_page_and_under_its_conditions(
    publish: Callable[..., Article], client: Client
) -> None:
    for day in (3, 9, 6):
        publish(published_on=datetime.date(2024, 5, day), indexed=False)
    publish(published_on=datetime.date(2025, 5, 1), script="hant")
    query = "q=海堤&sort=date&script=hans&to=2024-05-08&page=7&view=titles&size=1"
    days = [row["date"] for row in rows(taken(client, "csv", query))]
    assert days == ["2024-05-03", "2024-05-06"]


def test_every_reprint_is_in_it(index_folder: Path, client: Client) -> None:
    body = ["昨天上午十点二十分，三号海堤在平潮时分合龙，施工船队鸣笛致意。", "堤身沉降仍须观测两个汛期，另设缓冲带。"]
    copies = [ArticleFactory(title=title, body=body) for title in ("海堤合龙", "三号海堤昨合龙")]
    duplicates.compare(copies)
    for copy in copies:
        publishing.publish(copy, by=None)
    indexer.drain()
    assert client.get("/search/?q=海堤").content.decode().count('<article class="hit">') == 1
    assert set(ids(taken(client, "csv", "q=海堤"), "csv")) == {copy.public_id for copy in copies}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_withdrawn_while_it_is_written_is_left_out(
    publish: Callable[..., Article], client: Client, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "_AT_ONCE", 2)
    monkeypatch.setattr(turns, "_CHUNK", 1)
    articles = [publish(published_on=datetime.date(2024, 5, day), indexed=day == 7) for day in range(1, 8)]
    pieces: Iterator[bytes] = client.get(f"/search/export.{form}?q=海堤&sort=date").streaming_content
    told = ""
    while articles[0].public_id not in told:
        told += next(pieces).decode()
    publishing.withdraw(articles[5], by=None, reason="x", category="error")
    publish(published_on=datetime.date(2024, 6, 1))  # comes too late
    told += b"".join(pieces).decode()
    assert ids(told, form) == [article.public_id for article in articles if article is not articles[5]]


def test_it_costs_few_queries_for_many_articles_and_holds_no_transaction(
    varied: list[Article], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "_AT_ONCE", 10)
    for form in FORMS:
        answer = client.get(f"/search/export.{form}?q=*")
        with CaptureQueriesContext(connection) as queries:
            text(answer)
        assert len(queries) <= 9 * SOME // 10
        assert not any("BEGIN" in one["sql"] or "SAVEPOINT" in one["sql"] for one in queries.captured_queries)


def test_as_many_run_as_may_and_one_more_is_sent_away_with_words(
    publish: Callable[..., Article], client: Client
) -> None:
    publish()
    running = [client.get("/search/export.csv?q=海堤") for _ in range(AT_ONCE)]
    turned_away = client.get("/en/search/export.csv?q=海堤")
    assert turned_away.status_code == 503 and int(turned_away["Retry-After"]) > 0
    assert "Try again" in turned_away.content.decode()
    assert client.head("/search/export.csv?q=海堤").status_code == 200  # takes no turn
    go_away(running[0])  # without having read
    assert len(ids(taken(client, "csv", "q=海堤"), "csv")) == 1
    for answer in running:
        go_away(answer)  # for the first, once more: it does no harm


def test_after_all_have_gone_there_is_room_for_all_again(publish: Callable[..., Article], client: Client) -> None:
    publish()
    for _ in range(3 * AT_ONCE):
        assert len(ids(taken(client, "csv", "q=海堤"), "csv")) == 1


def test_a_file_is_called_after_its_query_and_kept_nowhere_on_the_way(
    publish: Callable[..., Article], client: Client
) -> None:
    publish()
    answer = client.get("/search/export.ris", {"q": "海堤 “合龙”\r\nX: y/../\x00"})
    name = f"baoku-海堤-合龙-X-y-{timezone.localdate()}.ris"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    assert not answer.cookies
    go_away(answer)


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "from=soon", "q=x&source=nonesuch", "q=x&from=2024&to=2023"])
def test_without_sense_there_is_no_file(index_folder: Path, client: Client, query: str) -> None:
    answer = client.get(f"/search/export.csv?{query}")
    assert answer.status_code == 400 and answer["Content-Type"].startswith("text/plain")


def test_without_an_index_there_is_none_either(index_folder: Path, client: Client) -> None:
    answer = client.get("/search/export.csv?q=海堤")
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=((", "q=没有这样的词", "q=海堤&script=%00", "q=*&page=0"])
def test_whatever_is_asked_it_is_a_file_or_words(
    publish: Callable[..., Article], client: Client, form: str, query: str
) -> None:
    publish()
    answer: Any = client.get(f"/search/export.{form}?{query}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        b"".join(answer.streaming_content).decode()


def test_it_takes_get_and_head_alone(index_folder: Path, client: Client) -> None:
    assert client.post("/search/export.csv?q=x").status_code == 405
