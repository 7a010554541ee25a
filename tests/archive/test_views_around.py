"""What stands around an article on its page, and the page that compares it with a reprint."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from archive.models import Article, Likeness
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db
ORIGIN = ["三号海堤昨天上午合龙，全长 4.86 公里。", "水务局提醒，合龙不等于完工。", "老街居民前来观看。"]
REPRINT = ["三號海堤昨天上午合龍，全長約 5 公里。", "老街居民前來觀看。", "本站評論：來之不易。"]


def page(day: int = 12, **fields: Any) -> Article:
    return ArticleFactory(**{"state": "published", "published_on": datetime.date(2024, 9, day), **fields})


@pytest.fixture
def pair() -> tuple[Article, Article]:
    """A page and its reprint in the other script."""
    one = page(title="三号海堤提前合龙", body=ORIGIN)
    reprint = page(13, title="三號海堤合龍了", body=REPRINT, script="hant", site_name="濱海電訊")
    Likeness.objects.create(article=reprint, other=one, kind="near", share=0.8, other_share=0.7)
    return one, reprint


def compare(one: Article, other: Article, language: str = "/en") -> str:
    return f"{language}/a/{one.public_id}/compare/{other.public_id}/"


def said(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_article_shows_its_reprints_and_leads_to_the_comparison(client: Client, pair: Any) -> None:
    one, reprint = pair
    text = said(client, f"/en{one.get_absolute_url()}")
    assert 'aria-current="page">三号海堤提前合龙' in text
    for words in ("Reprints", "濱海電訊", "Retitled", "Traditional", "Nearly the same, 70%", "Named as the source"):
        assert words in text
    assert compare(one, reprint) in text


def test_the_neighbours_are_linked_as_what_they_are(client: Client) -> None:
    outlet = AgencyFactory()
    earlier, one, later = (page(day, source=outlet) for day in (11, 12, 13))
    text = said(client, one.get_absolute_url())
    assert f'href="{earlier.get_absolute_url()}" rel="prev"' in text
    assert f'href="{later.get_absolute_url()}" rel="next"' in text


def test_the_day_is_linked_with_its_count(client: Client) -> None:
    one, other = page(), page()
    text = said(client, f"/en{one.get_absolute_url()}")
    assert "The same day" in text and f"/en/a/{other.public_id}/" in text
    assert 'href="/en/dates/2024/9/12/">September 12, 2 articles' in text


def test_what_stands_around_an_article_is_bounded(
    client: Client, django_assert_max_num_queries: Any, own_index: Any
) -> None:
    outlet = AgencyFactory()
    pages = [page(source=outlet, site_name=f"转载{number}") for number in range(30)]
    for number, one in enumerate(pages):
        for other in pages[:number]:
            Likeness.objects.create(article=one, other=other, kind="exact-text", share=1, other_share=1)
    with django_assert_max_num_queries(15):
        text = said(client, f"/en{pages[-1].get_absolute_url()}")
    assert text.count(">Compare<") == 19
    assert "10 more are not shown." in text and "collapse=0" in text


def test_the_comparison_marks_what_was_changed_and_not_the_script(client: Client, pair: Any) -> None:
    text = said(client, compare(*pair))
    assert '<del class="figure">4.86 </del>' in text and '<ins class="figure">5 </ins>' in text
    assert "<ins>約 </ins>" in text
    assert "<del>水务局提醒，合龙不等于完工。</del>" in text and "<ins>本站評論：來之不易。</ins>" in text
    assert "<h2" in text and "<ins>了</ins>" in text
    for words in ("1 paragraph changed", "1 left out", "1 put in", "1 figure differs", "1 paragraph the same"):
        assert words in text
    assert '<meta name="robots" content="noindex">' in text
    assert said(client, compare(*reversed(pair))).count("<del") == text.count("<del")


@pytest.mark.parametrize("language", ["", "/zh-hant", "/en"])
def test_it_stands_in_every_language_and_sets_no_cookie(client: Client, pair: Any, language: str) -> None:
    answer = client.get(compare(*pair, language))
    assert answer.status_code == 200 and not answer.cookies


def test_two_articles_that_do_not_share_their_text_are_not_compared(client: Client, pair: Any) -> None:
    said(client, compare(pair[0], page()), 404)
    said(client, compare(pair[0], pair[0]), 404)
    said(client, f"/a/{pair[0].public_id}/compare/zzz/", 404)
    said(client, f"/a/{pair[0].public_id}/compare/%00/", 404)


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("returned", 404), ("discarded", 404)])
@pytest.mark.parametrize("hidden", [0, 1])
def test_what_is_not_public_is_compared_with_nothing(
    client: Client, pair: Any, state: str, status: int, hidden: int
) -> None:
    Article.objects.filter(pk=pair[hidden].pk).update(state=state)
    for one, other in (pair, pair[::-1]):
        text = said(client, compare(one, other), status)
        assert "海堤" not in text and "海隄" not in text
    assert pair[hidden].public_id not in said(client, pair[1 - hidden].get_absolute_url())


def test_of_a_withdrawn_one_the_notice_stands_there(client: Client, pair: Any) -> None:
    withdrawn = page(state="withdrawn", title="撤下的")
    Likeness.objects.create(article=withdrawn, other=pair[0], kind="near", share=0.8, other_share=0.7)
    for one, other in ((withdrawn, pair[0]), (pair[0], withdrawn)):
        assert "撤下的" not in said(client, compare(one, other), 410)


def test_markup_in_a_text_stays_text(client: Client) -> None:
    evil = "<script>alert(1)</script>海堤昨天上午十点合龙"
    one = page(title=evil, body=[evil, "“<b>”"])
    other = page(13, title=f"{evil}了", body=[f"{evil}了 9", "<i>"], site_name=evil)
    Likeness.objects.create(article=other, other=one, kind="near", share=0.8, other_share=0.7)
    for path in (compare(one, other), one.get_absolute_url()):
        assert "<script>alert" not in said(client, path)


def test_an_untitled_article_is_called_by_its_first_words(client: Client, pair: Any) -> None:
    Article.objects.filter(pk=pair[1].pk).update(title="")
    assert REPRINT[0] in said(client, pair[0].get_absolute_url())
