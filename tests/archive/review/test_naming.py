"""Agencies named by hand on an article."""

from __future__ import annotations

import pytest

from archive.models import Agency, AgencyAlias, ArticleAgency, Event
from archive.review.naming import name_agency, take_off
from archive.review.outcomes import Objection
from archive.signals import article_published
from tests.drafts import make_draft
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db


def named(article) -> list[str]:
    return [link.agency.name for link in article.agency_links.filter(role="mentioned")]


def test_a_known_agency_is_linked_by_any_of_its_names():
    AgencyFactory(name="雲渡縣公安局", aliases=["雲渡警方"], kind="government")
    article = make_draft()
    assert name_agency(article, " 云渡警方 ", kind="government", by=None) is None
    assert named(article) == ["雲渡縣公安局"]
    assert Event.objects.get(action="agency named").data["name"] == "雲渡縣公安局"


def test_an_unknown_name_becomes_an_agency_with_the_words_that_name_it():
    article = make_draft()
    assert name_agency(article, "雲渡縣公安局刑警大隊", kind="government", by=None) is None
    link = ArticleAgency.objects.get(article=article, role="mentioned")
    assert link.agency.confirmed
    assert link.agency.kind == Agency.Kind.GOVERNMENT
    assert link.evidence == [{"quote": "雲渡縣公安局刑警大隊", "where": "block", "block": 5, "used": True}]


def test_a_candidate_is_confirmed_by_being_named():
    candidate = AgencyFactory(name="云渡县反诈中心", kind="government", confirmed=False)
    name_agency(make_draft(), "云渡县反诈中心", kind="government", by=None)
    candidate.refresh_from_db()
    assert candidate.confirmed


def test_naming_it_twice_changes_nothing():
    AgencyFactory(name="云渡县公安局")
    article = make_draft()
    for _ in range(2):
        assert name_agency(article, "云渡县公安局", kind="outlet", by=None) is None
    assert named(article) == ["云渡县公安局"]
    assert Event.objects.filter(action="agency named").count() == 1


@pytest.mark.parametrize(
    ("typed", "kind", "why"),
    [
        ("", "outlet", Objection.NO_NAME),
        ("字" * 121, "outlet", Objection.NO_NAME),
        ("云渡日报", "nonsense", Objection.NO_NAME),
        ("同名报", "outlet", Objection.SEVERAL_AGENCIES),
    ],
)
def test_says_what_no_agency_can_be_made_of(typed, kind, why):
    for agency in (AgencyFactory(), AgencyFactory()):
        AgencyAlias.objects.create(agency=agency, name="同名报")
    article = make_draft()
    assert name_agency(article, typed, kind=kind, by=None) == why
    assert named(article) == []


def test_it_is_taken_off_and_the_agency_stays():
    agency = AgencyFactory()
    article = ArticleFactory(mentions=[agency])
    assert take_off(article, article.agency_links.get().pk, by=None) is None
    assert named(article) == []
    assert Agency.objects.filter(pk=agency.pk).exists()


def test_the_outlet_is_a_field_and_is_not_taken_off_here():
    article = ArticleFactory(source=AgencyFactory())
    assert take_off(article, article.agency_links.get().pk, by=None) == Objection.NO_LINK


def test_readers_and_search_hear_of_it_where_the_article_is_public():
    heard = []
    article = ArticleFactory(state="published", mentions=[AgencyFactory()])

    def hear(sender, article, **told):
        heard.append(article.pk)

    article_published.connect(hear)
    try:
        take_off(article, article.agency_links.get().pk, by=None)
        name_agency(article, "云渡县公安局", kind="government", by=None)
    finally:
        article_published.disconnect(hear)
    assert set(heard) == {article.pk}
    assert len(heard) >= 2
