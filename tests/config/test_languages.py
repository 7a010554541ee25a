"""Who comes from outside meets the archive in the language that they read; an address goes on meaning what it says."""

from __future__ import annotations

import pytest
from django.test import Client

from archive import publishing
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
ARRIVING = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "sec-fetch-site": "cross-site"}


def leads_to(client: Client, path: str, **headers: str) -> str:
    """Where who arrives is led, "" where the page itself is there."""
    answer = client.get(
        path, headers={**ARRIVING, **{name.replace("_", "-"): value for name, value in headers.items()}}
    )
    return answer.get("Location", "")


@pytest.mark.parametrize(
    ("wanted", "prefix"),
    [
        ("en-US,en;q=0.9", "/en"),
        ("en-GB", "/en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "/zh-hant"),
        ("zh-HK", "/zh-hant"),
        ("zh-MO", "/zh-hant"),
        ("zh-Hant", "/zh-hant"),
        ("de,en;q=0.5", "/en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", ""),
        ("zh-SG", ""),
        ("zh", ""),
        ("ja", ""),
        ("*", ""),
        ("", ""),
        ("\0;;;q=x", ""),
    ],
)
def test_the_browser_says_what_its_reader_reads(client: Client, wanted: str, prefix: str) -> None:
    expected = f"{prefix}/dates/?a=1" if prefix else ""
    assert leads_to(client, "/dates/?a=1", accept_language=wanted) == expected


@pytest.mark.parametrize("site", ["same-origin", "", "strange"])
def test_who_is_here_already_goes_where_the_link_says(client: Client, site: str) -> None:
    assert leads_to(client, "/dates/", accept_language="en", sec_fetch_site=site) == ""


@pytest.mark.parametrize("path", ["/en/dates/", "/zh-hant/dates/"])
def test_an_address_with_a_language_is_in_that_language(client: Client, path: str) -> None:
    assert leads_to(client, path, accept_language="zh-CN") == ""


def test_what_was_chosen_here_counts_more_than_what_the_browser_says(client: Client) -> None:
    client.cookies["language"] = "zh-hant"
    assert leads_to(client, "/dates/", accept_language="en") == "/zh-hant/dates/"
    client.cookies["language"] = "zh-hans"
    assert leads_to(client, "/dates/", accept_language="en") == ""
    client.cookies["language"] = "klingon"
    assert leads_to(client, "/dates/", accept_language="en") == "/en/dates/"


@pytest.mark.parametrize("path", ["/api/v1/search?q=1", "/oai?verb=Identify", "/sitemap.xml", "/nowhere/at/all/"])
def test_what_is_no_page_in_a_language_leads_nowhere(client: Client, path: str) -> None:
    assert leads_to(client, path, accept_language="en") == ""


def test_programs_get_what_stands_at_the_address(client: Client) -> None:
    assert client.get("/dates/", headers={"accept-language": "en"}).status_code == 200


def test_nothing_is_told_of_what_is_not_public(client: Client) -> None:
    ArticleFactory(public_id="draft")
    assert leads_to(client, "/a/draft/", accept_language="en") == "/en/a/draft/"
    assert leads_to(client, "/a/never/", accept_language="en") == "/en/a/never/"


def test_caches_are_told_by_what_the_answers_differ(client: Client) -> None:
    publishing.publish(ArticleFactory(public_id="known"), by=None)
    for path in ("/", "/a/known/"):
        assert {"Accept-Language", "Sec-Fetch-Site"} <= set(client.get(path)["Vary"].split(", "))
    tag = client.get("/")["ETag"]
    assert "Sec-Fetch-Site" in client.get("/", headers={"if-none-match": tag})["Vary"]


def test_no_page_sets_a_cookie(client: Client) -> None:
    answer = client.get("/", headers={**ARRIVING, "accept-language": "en"})
    assert not answer.cookies and not client.get("/en/").cookies
