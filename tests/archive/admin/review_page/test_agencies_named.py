"""Outlets and agencies that are named, confirmed or dismissed on the review page."""

from __future__ import annotations

import pytest

from archive.models import Agency, Article
from tests.archive.admin.review_page.conftest import settled
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db


class TestUnknownOutlets:
    def test_a_name_can_be_said_to_be_another_of_a_known_outlets(self, page, press):
        known, article = AgencyFactory(name="云渡日报社"), settled()
        assert 'name="source-is"' in page(article)
        assert press("reviewer", article, "source-is", **{"source-is": "云渡日报社"}).status_code == 302
        assert Article.objects.get().source == known
        assert known.aliases.filter(name="雲渡日報").exists()

    @pytest.mark.parametrize("typed", ["", "没有这家报", "候选报"])
    def test_only_a_confirmed_outlet_can_be_chosen(self, press, typed):
        AgencyFactory(name="候选报", confirmed=False)
        assert press("reviewer", settled(), "source-is", **{"source-is": typed}).status_code == 422
        assert Article.objects.get().source is None


class TestAgenciesNamed:
    def test_a_candidate_is_confirmed_where_it_is_read(self, page, press):
        candidate = AgencyFactory(name="云渡县反诈中心", kind="government", confirmed=False)
        article = settled(mentions=[candidate])
        link = article.agency_links.get(role="mentioned")
        assert f'value="confirm:{link.pk}"' in page(article)
        assert press("reviewer", article, f"confirm:{link.pk}").status_code == 302
        candidate.refresh_from_db()
        assert candidate.confirmed

    def test_a_candidate_is_another_name_of_a_known_one(self, press):
        known, candidate = AgencyFactory(name="云渡县公安局"), AgencyFactory(name="云渡警方", confirmed=False)
        article = settled(mentions=[candidate])
        key = article.agency_links.get(role="mentioned").pk
        assert press("reviewer", article, f"same:{key}", **{f"agency-{key}": "没有"}).status_code == 422
        assert press("reviewer", article, f"same:{key}", **{f"agency-{key}": "云渡县公安局"}).status_code == 302
        assert article.agency_links.get(role="mentioned").agency == known

    def test_a_candidate_that_is_none_is_dismissed(self, page, press):
        article = settled(mentions=[AgencyFactory(name="有关部门", confirmed=False)])
        press("reviewer", article, f"dismiss:{article.agency_links.get(role='mentioned').pk}")
        assert Agency.objects.get(name="有关部门").dismissed
        assert "有关部门" not in page(article)

    def test_an_agency_is_named_and_taken_off_again(self, page, press):
        article = settled()
        press("reviewer", article, "name-agency", agency="云渡县公安局", **{"agency-kind": "government"})
        link = article.agency_links.get(role="mentioned")
        assert f'value="take-off:{link.pk}"' in page(article)
        press("reviewer", article, f"take-off:{link.pk}")
        assert not article.agency_links.filter(role="mentioned").exists()

    def test_an_empty_name_is_asked_for_again(self, press):
        answer = press("reviewer", settled(), "name-agency", agency=" ", **{"agency-kind": "outlet"})
        assert answer.status_code == 422
        assert answer.context["reopen"] == "name-agency"

    @pytest.mark.parametrize("verb", ["confirm", "dismiss", "same", "take-off"])
    def test_a_link_of_another_article_is_out_of_reach(self, press, verb):
        foreign = ArticleFactory(mentions=[AgencyFactory(confirmed=False)])
        key = foreign.agency_links.get(role="mentioned").pk
        assert press("reviewer", settled(), f"{verb}:{key}", **{f"agency-{key}": "汐城晚报"}).status_code == 422
        assert foreign.agency_links.filter(pk=key, agency__confirmed=False, agency__dismissed=False).exists()

    def test_an_uploader_names_nothing(self, press, people):
        article = settled(created_by=people["uploader"])
        assert press("uploader", article, "name-agency", agency="云渡县公安局").status_code == 403
