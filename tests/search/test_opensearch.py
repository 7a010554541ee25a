"""The archive as a browser's search engine: its description, and suggestions in the browsers' form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import etree

from archive.models import Article
from search import opensearch
from search.suggestions import Suggestion

pytestmark = pytest.mark.django_db
OSD = "{http://a9.com/-/spec/opensearch/1.1/}"


def describe(client: Client, path: str = "/opensearch.xml") -> etree._Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def test_it_is_as_the_specification_wants_it(client: Client) -> None:
    root = describe(client)
    assert root.tag == f"{OSD}OpenSearchDescription"
    assert 0 < len(root.findtext(f"{OSD}ShortName")) <= 16
    assert 0 < len(root.findtext(f"{OSD}Description")) <= 1024
    urls = {(one.get("type"), one.get("rel")): one.get("template") for one in root.iter(f"{OSD}Url")}
    assert urls == {
        ("text/html", "results"): "http://testserver/search/?q={searchTerms}",
        ("application/atom+xml", "results"): "http://testserver/search/feed/?q={searchTerms}",
        ("application/rss+xml", "results"): "http://testserver/search/feed/rss/?q={searchTerms}",
        ("application/x-suggestions+json", "suggestions"): "http://testserver/search/suggestions/?q={searchTerms}",
        ("application/opensearchdescription+xml", "self"): "http://testserver/opensearch.xml",
    }
    assert root.findtext(f"{OSD}Image").startswith("http://testserver/")


@pytest.mark.parametrize(("prefix", "tag"), [("", "zh-Hans"), ("/zh-hant", "zh-Hant"), ("/en", "en")])
def test_each_language_has_its_own(client: Client, prefix: str, tag: str) -> None:
    root = describe(client, f"{prefix}/opensearch.xml")
    assert root.findtext(f"{OSD}Language") == tag
    assert root.find(f"{OSD}Url").get("template") == f"http://testserver{prefix}/search/?q={{searchTerms}}"


def test_every_address_of_the_description_answers(client: Client, index_folder: Path) -> None:
    for url in describe(client).iter(f"{OSD}Url"):
        path = url.get("template").removeprefix("http://testserver").replace("{searchTerms}", quote("海堤"))
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer["Content-Type"].partition(";")[0] == url.get("type")


def test_pages_name_the_description_of_their_language(client: Client, index_folder: Path) -> None:
    assert 'rel="search" type="application/opensearchdescription+xml" href="/en/opensearch.xml"' in (
        client.get("/en/search/").content.decode()
    )


def test_suggestions_come_as_four_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = [
        Suggestion("诈骗 & 案", "word", 3),
        Suggestion("三号海堤", "title", 1, "/en/a/x/", "汐城晚报"),
    ]
    monkeypatch.setattr(opensearch.suggestions, "suggest", lambda typed: known)
    answer = client.get("/en/search/suggestions/?q=诈")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert answer.json() == [
        "诈",
        ["诈骗 & 案", "三号海堤"],
        ["3 articles", "汐城晚报"],
        [f"http://testserver/en/search/?q={quote('诈骗')}+%26+{quote('案')}", "http://testserver/en/a/x/"],
    ]


@pytest.mark.parametrize("query", ["", "?q=", "?q=zqx", "?q=%00"])
def test_where_nothing_begins_so_the_parts_are_empty(client: Client, index_folder: Path, query: str) -> None:
    _typed, *rest = client.get(f"/search/suggestions/{query}").json()
    assert rest == [[], [], []]


def test_it_suggests_what_the_archive_holds(publish: Callable[..., Article], client: Client) -> None:
    publish()
    assert len(client.get("/search/suggestions/?q=三号").json()) == 4
