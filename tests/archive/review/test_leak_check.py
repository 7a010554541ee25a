"""The leak check finds what is left, wherever that is, and names no word of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.utils import translation

from archive import publishing
from archive.admin.verbs import personal_data
from archive.models import Article, Event
from archive.review import corrections, leak_check, masking, surfaces
from archive.review.leak_check import Report
from archive.review.removed import clauses, traces_of
from search.indexing import indexer
from search.models import IndexChange, MissedQuery
from tests.factories import AgencyFactory, ArticleFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_index")]
TITLE = "三号海堤昨日提前合龙"
BODY = ["昨天上午十点二十分，三号海堤在平潮时分合龙。", "工程师林砚秋说，堤身沉降仍须观测两个汛期。"]


@pytest.fixture
def public() -> Callable[..., Article]:
    """Make a public article that the index holds."""

    def make(**fields: object) -> Article:
        article = ArticleFactory(**{"title": TITLE, "body": BODY, **fields})
        assert publishing.publish(article, by=None) is None
        _follow()
        return article

    return make


@pytest.fixture
def one_language(settings: LazySettings, request: pytest.FixtureRequest) -> None:
    """Enough for the quick suite where the language makes no difference: a check asks every page in each of them."""
    if request.config.option.markexpr == "not slow":
        settings.LANGUAGES = settings.LANGUAGES[:1]


def _follow() -> None:
    if not indexer.drain():
        indexer.rebuild()
    while indexer.drain():
        pass


def look(article: Article) -> Report:
    article.refresh_from_db()
    return leak_check.look(article, host="testserver", secure=False)


def withdraw(article: Article) -> None:
    assert publishing.withdraw(article, by=None, reason="x", category="error") is None


def test_a_withdrawn_article_is_nowhere_and_once_the_index_has_followed_it_is_clean(public) -> None:
    article = public(source=AgencyFactory(slug="xicheng"))
    withdraw(article)
    hidden = look(article)
    assert (hidden.result, hidden.leaks) == ("waiting", ())
    assert hidden.pages["archive:agency"] >= 3 and hidden.pages["archive:day"] == 3
    _follow()
    clean = look(article)
    assert (clean.result, clean.leaks, clean.failed) == ("clean", (), ())
    assert clean.remains["index"]["since"] is not None


def test_every_public_route_is_asked_or_said_to_be_passed_over(public) -> None:
    agency = AgencyFactory(slug="xicheng", region="江西省南昌市")
    article = public(source=agency, mentions=[agency])
    TopicFactory(articles=[article])
    report = look(article)
    assert {name for name, _pattern in surfaces.routes()} == {*report.pages, *report.passed_over}
    assert set(report.passed_over) == set()


def test_words_left_on_the_articles_own_pages_are_found(one_language, public) -> None:
    article = public(external_id="林砚秋-17")  # an id from outside is a key, and no mask reaches it
    assert masking.mask_words(article, "林砚秋", by=None) is None
    _follow()
    report = look(article)
    assert report.result == "leak"
    assert f"/api/v1/articles/{article.public_id}" in {leak.at for leak in report.leaks}
    assert all(leak.at.startswith("/api/v1/") for leak in report.leaks)


def test_an_article_that_a_list_still_shows_is_found(one_language, public) -> None:
    article = public()
    withdraw(article)
    ArticleFactory(state="published", title=f"见 /a/{article.public_id}/", published_on=article.published_on)
    report = look(article)
    assert report.result == "leak"
    assert any("/2024/9/12/" in leak.at for leak in report.leaks)


def test_words_that_the_index_kept_behind_the_newsrooms_back_are_found(one_language, public) -> None:
    article = public()
    withdraw(article)
    IndexChange.objects.filter(article_pk=article.pk).delete()
    assert ("index" in {leak.at for leak in look(article).leaks}) is True


def test_what_other_public_articles_say_too_is_told_and_is_no_leak(one_language, public) -> None:
    article = public()
    reprint = public(body=[BODY[0], "转载时另加的一段话。"])
    withdraw(article)
    _follow()
    report = look(article)
    assert (report.result, report.leaks, report.elsewhere) == ("clean", (), (reprint.pk,))


def test_a_topic_that_quotes_a_withdrawn_article_is_a_leak(one_language, public) -> None:
    article, other = public(), public(body=["别的事情，另写一篇。"])
    TopicFactory(slug="haidi", introduction=f"记者写道：{BODY[1]}", articles=[article, other])
    withdraw(article)
    _follow()
    report = look(article)
    assert report.result == "leak"
    assert {"topics", "/topics/haidi/"} <= {leak.at for leak in report.leaks}


def test_corrected_words_may_stand_in_the_history_and_sealed_ones_may_not(one_language, public) -> None:
    article = public()
    told = {"by": None, "note": "更正", "detect": personal_data}
    wanted = {"body": [BODY[0], "工程师林砚秋说，沉降已经稳定。"]}
    assert corrections.correct(article, wanted, version=article.version, **told) is None
    _follow()
    assert {trace.in_history for trace in traces_of(article)} == {True}
    assert look(article).result == "clean"
    assert corrections.seal(article, 1, by=None, sealed=True) is None
    assert {trace.in_history for trace in traces_of(article)} == {False}
    assert look(article).result == "clean"


def test_the_event_says_what_was_looked_at_and_no_word(public) -> None:
    article = public()
    masking.mask_words(article, "林砚秋", by=None)
    withdraw(article)
    article.refresh_from_db()
    leak_check.check(article, by=None, host="testserver", secure=False)
    told = Event.objects.get(action="leak check").data
    assert told["traces"] > 3 and told["pages"]["archive:article"] == 6
    assert not any(clause in str(told) for text in (TITLE, *BODY, "林砚秋") for clause in (*clauses(text), text))


def test_looking_for_words_leaves_none_of_them_among_the_queries_without_results(one_language, public) -> None:
    article = public()
    withdraw(article)
    _follow()
    look(article)
    assert not MissedQuery.objects.exists()


def test_a_page_that_fails_is_no_clean_result(one_language, public, monkeypatch) -> None:
    article = public()
    monkeypatch.setattr("archive.views.articles.look_up", lambda public_id: 1 / 0)
    report = look(article)
    assert report.result == "leak" and any(article.public_id in path for path in report.failed)


def test_the_persons_language_is_the_same_afterwards(public, client) -> None:
    with translation.override("en"):
        look(public())
        assert translation.get_language() == "en"
