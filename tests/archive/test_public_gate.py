"""Nothing unpublished is public: counts, error pages, and answers of an index that has yet to follow.

The walk over every address is in tests/test_leaks.py.
"""

from __future__ import annotations

import datetime

import pytest

from archive import publishing
from archive.models import Agency, Article, TextBlock
from search.indexing.indexer import rebuild
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory

CANARY = "zqxcanary"
BAIT = "鱼饵"  # in the hidden article and in a public one: asking for it must bring only the public one
HIDDEN_DAY = datetime.date(2019, 3, 7)
pytestmark = pytest.mark.django_db


def hide(state: str) -> tuple[Article, Agency]:
    """An article in this state with the canary in every text a page could show."""
    agency = AgencyFactory(name=f"{CANARY}署", slug="hidden-agency", aliases=[f"{CANARY}处"])
    article = ArticleFactory(
        state=Article.State.DRAFT,
        title=f"{CANARY} {BAIT}",
        original_title=f"{CANARY} 原题",
        body=[f"{BAIT}第一段{CANARY}。", f"{CANARY}第二段。"],
        source=agency,
        source_name=f"{CANARY}报",
        site_name=f"{CANARY}网",
        authors=[f"{CANARY}甲"],
        editors=[f"{CANARY}乙"],
        url=f"https://example.test/{CANARY}",
        published_on=HIDDEN_DAY,
        evidence={"published": [{"quote": CANARY, "where": "block", "block": 0, "used": True}]},
        capture=CaptureFactory(file_name=f"{CANARY}.html"),
    )
    TextBlock.objects.create(article=article, position=0, text=CANARY, cleaned=CANARY, role="paragraph")
    if state == Article.State.WITHDRAWN:
        assert publishing.publish(article, by=None) is None
        assert publishing.withdraw(article, by=None, reason=f"{CANARY} reason") is None
    elif state != Article.State.DRAFT:
        Article.objects.filter(pk=article.pk).update(state=state)
    return article, agency


@pytest.fixture
def neighbours():
    """Public articles on both sides, so that the hidden one's year, month and day have pages."""
    ArticleFactory(state="published", published_on=datetime.date(2018, 5, 1), title=f"公开 {BAIT}")
    ArticleFactory(state="published", published_on=datetime.date(2020, 5, 1))


@pytest.mark.parametrize("path", ["/search/", "/en/search/", "/api/v1/search"])
def test_a_withdrawn_article_that_is_still_in_the_index_is_not_found(client, neighbours, own_index, path):
    article, _agency = hide("draft")
    publishing.publish(article, by=None)
    rebuild()
    assert CANARY in client.get(f"{path}?q={BAIT}").content.decode()
    publishing.withdraw(article, by=None, reason="wrong")  # and nobody drains the outbox
    page = client.get(f"{path}?q={BAIT}&facets=1").content.decode()
    assert "公开" in page
    assert CANARY not in page


@pytest.mark.parametrize("state", ["draft", "returned", "withdrawn"])
def test_an_unpublished_article_is_in_no_count(client, neighbours, state):
    before = {
        path: client.get(path).content for path in ("/", "/agencies/", "/dates/", "/dates/2019/", "/dates/2019/3/")
    }
    hide(state)
    assert {path: client.get(path).content for path in before} == before


@pytest.mark.parametrize("state", ["draft", "returned"])
@pytest.mark.parametrize("prefix", ["", "/en", "/zh-hant"])
def test_a_draft_is_answered_like_an_id_that_never_was(client, state, prefix):
    article, _agency = hide(state)
    draft, missing = client.get(f"{prefix}/a/{article.public_id}/"), client.get(f"{prefix}/a/{'z' * 10}/")
    assert draft.status_code == missing.status_code == 404
    assert draft.content == missing.content
    assert dict(draft.headers) == dict(missing.headers)


def test_an_agency_that_only_drafts_name_is_answered_like_one_that_never_was(client, neighbours):
    _article, agency = hide("draft")
    assert client.get(f"/agencies/{agency.slug}/").content == client.get("/agencies/never-was/").content


def test_the_api_answers_a_draft_like_an_id_that_never_was(client):
    article, _agency = hide("draft")
    draft, missing = client.get(f"/api/v1/articles/{article.public_id}"), client.get("/api/v1/articles/zzz")
    assert (draft.status_code, draft.content) == (missing.status_code, missing.content)
