"""Every public address of an archive without articles, and of one with a single article: a sensible answer to each."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.test import Client

from archive import publishing
from archive.models import Article
from tests.addresses import addresses, said
from tests.factories import AgencyFactory, ArticleFactory, TopicFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ("zh-hans", "zh-hant", "en")
#: What an address may answer: a page, a way elsewhere, a question that says too little, nothing there, no GET, a token.
SENSIBLE = {200, 301, 302, 400, 401, 404, 405}


def answers(known: dict[str, list[object]]) -> dict[str, tuple[int, str]]:
    """What each public address answers, by its path, in each language."""
    client = Client()
    paths = {path for language in LANGUAGES for path in addresses(language, known, ["nothing"]) if "/admin" not in path}
    responses = {path: client.get(path) for path in sorted(paths)}
    return {path: (response.status_code, said(response)) for path, response in responses.items()}


@pytest.fixture
def index(own_index) -> None:
    call_command("index_articles", "--rebuild", verbosity=0)


def test_an_empty_archive_answers_at_every_address(index):
    found = answers({"year": [2024], "month": [9], "day": [12], "part": [0], "code": ["36"]})
    assert len(found) > 120
    assert {status for status, _said in found.values()} <= SENSIBLE
    for path in ("/", "/dates/", "/agencies/", "/places/", "/topics/", "/search/", "/feed/", "/sitemap.xml", "/oai"):
        assert found[path][0] == 200, path
    assert not [path for path, (_status, words) in found.items() if "traceback" in words]


def test_an_archive_of_one_article_shows_it_wherever_it_belongs(index):
    agency = AgencyFactory(name="汐城晚报", slug="xicheng-wanbao", region="江西省南昌市")
    known_day = {"published_on": datetime.date(2024, 9, 12), "date_precision": Article.Precision.DAY}
    told = {"dateline": "新华社南昌9月12日电", **known_day}
    article = ArticleFactory(public_id="known", title="三号海堤昨日合龙", source=agency, **told)
    assert publishing.publish(article, by=None) is None
    TopicFactory(slug="haidi", articles=[article])
    call_command("index_articles", "--rebuild", verbosity=0)
    known = {"public_id": ["known"], "slug": [agency.slug], "topic": ["haidi"], "code": ["36", "3601"], "part": [0]}
    found = answers({**known, "year": [2024], "month": [9], "day": [12]})
    assert {status for status, _said in found.values()} <= SENSIBLE
    shown = {path for path, (status, words) in found.items() if status == 200 and "三号海堤" in words}
    for path in ("", "dates/2024/9/12/", "agencies/xicheng-wanbao/", "topics/haidi/", "places/36/", "a/known/"):
        assert {f"/{path}", f"/en/{path}", f"/zh-hant/{path}"} <= shown, path
    assert {
        "/feed/",
        "/a/known.txt",
        "/a/known.md",
        "/a/known.json",
        "/a/known/cite/",
        "/api/v1/articles/known",
    } <= shown
