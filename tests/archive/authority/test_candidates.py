"""Candidates: proposed by pages, confirmed, merged or dismissed by people, with all the articles that bear them."""

from __future__ import annotations

import pytest

from archive import authority, publishing
from archive.models import Agency, Event
from search.models import IndexChange
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


class TestConfirmOutlet:
    def test_makes_a_public_outlet_with_a_slug_in_its_own_characters_and_says_who_did(self) -> None:
        by = UserFactory()
        outlet = authority.confirm_outlet(" 汐城 晚报 ", by=by)
        assert (outlet.name, outlet.slug, outlet.kind, outlet.confirmed) == ("汐城 晚报", "汐城-晚报", "outlet", True)
        assert authority.find("汐城 晚報") == outlet
        event = Event.objects.get()
        assert (event.action, event.actor, event.subject_id) == ("confirmed", by, str(outlet.pk))

    def test_links_every_article_that_prints_the_name_in_either_script_and_tells_readers_of_public_ones(self) -> None:
        public, draft = ArticleFactory(source_name="汐城晚报"), ArticleFactory(site_name="汐城晚報", source_name="")
        publishing.publish(public, by=None)
        IndexChange.objects.all().delete()
        outlet = authority.confirm_outlet("汐城晚报", by=None)
        public.refresh_from_db()
        draft.refresh_from_db()
        assert (public.source, draft.site) == (outlet, outlet)
        assert list(IndexChange.objects.values_list("article_pk", flat=True)) == [public.pk]

    def test_confirms_a_candidate_instead_of_making_another(self) -> None:
        candidate = authority.propose_outlet("汐城晚报")
        assert authority.confirm_outlet("汐城晚報", by=None) == candidate
        assert Agency.objects.get().confirmed

    def test_a_confirmed_one_stays_as_it_is(self) -> None:
        outlet = AgencyFactory(name="汐城晚报")
        assert authority.confirm_outlet("汐城晚报", by=None) == outlet
        assert not Event.objects.exists()

    @pytest.mark.parametrize("name", ["", "  ", "长" * 121])
    def test_refuses_what_is_no_name(self, name: str) -> None:
        with pytest.raises(ValueError, match="not a name"):
            authority.confirm_outlet(name, by=None)

    def test_a_name_of_signs_only_gets_a_slug_too(self) -> None:
        assert authority.confirm_outlet("！！", by=None).slug == "agency"
        assert authority.confirm_outlet("？？", by=None).slug == "agency-2"


class TestProposeOutlet:
    def test_makes_a_candidate_that_has_no_public_page(self) -> None:
        candidate = authority.propose_outlet("无名报")
        assert candidate and not candidate.confirmed
        assert list(Agency.objects.confirmed()) == []
        assert authority.propose_outlet("無名報") == candidate

    def test_proposes_nothing_for_names_that_agencies_share(self) -> None:
        AgencyFactory(aliases=["晚报"]), AgencyFactory(aliases=["晚报"])
        assert authority.propose_outlet("晚报") is None
        assert Agency.objects.count() == 2

    @pytest.mark.parametrize("name", ["", "长" * 121])
    def test_proposes_nothing_for_what_is_no_name(self, name: str) -> None:
        assert authority.propose_outlet(name) is None


class TestProposeBody:
    def test_makes_one_candidate_with_its_level_and_region(self) -> None:
        candidate = authority.propose_body("南昌市公安局", level="municipal", region="江西省南昌市")
        assert candidate and (candidate.kind, candidate.level, candidate.confirmed) == (
            "government",
            "municipal",
            False,
        )
        assert authority.propose_body("南昌市公安局", level="municipal", region="江西省南昌市") == candidate
        assert Agency.objects.count() == 1


class TestWaiting:
    def test_the_name_that_most_articles_bear_comes_first_and_one_without_articles_not_at_all(self) -> None:
        rare, frequent = AgencyFactory(confirmed=False), AgencyFactory(confirmed=False)
        AgencyFactory(confirmed=False), AgencyFactory(confirmed=False, dismissed=True)
        (
            ArticleFactory(mentions=[rare, frequent]),
            ArticleFactory(source=frequent),
            ArticleFactory(mentions=[AgencyFactory()]),
        )
        assert [(one, one.articles_known) for one in authority.waiting()] == [(frequent, 2), (rare, 1)]


class TestConfirm:
    def test_readers_of_every_linked_article_see_it_at_once_and_the_findings_that_asked_are_gone(self) -> None:
        candidate = authority.propose_outlet("汐城晚报")
        assert candidate
        article = ArticleFactory(source_name="汐城晚報", source=candidate)
        asked = article.findings.create(kind="unknown-outlet", text="汐城晚報")
        other = article.findings.create(kind="unknown-outlet", text="别的报")
        publishing.publish(article, by=None)
        IndexChange.objects.all().delete()
        by = UserFactory()
        authority.confirm(candidate, by=by)
        assert Agency.objects.confirmed().get() == candidate
        assert list(article.findings.all()) == [other] and asked != other
        assert list(IndexChange.objects.values_list("article_pk", flat=True)) == [article.pk]
        event = Event.objects.filter(action="confirmed").get()
        assert (event.actor, event.data) == (by, {"name": "汐城晚报"})


class TestDismiss:
    def test_articles_keep_the_name_as_printed_and_it_is_not_proposed_again(self) -> None:
        candidate = authority.propose_outlet("记者手记")
        assert candidate
        article = ArticleFactory(source_name="記者手記", source=candidate)
        article.findings.create(kind="unknown-outlet", text="記者手記")
        by = UserFactory()
        authority.dismiss(candidate, by=by)
        article.refresh_from_db()
        assert (article.source, article.source_name) == (None, "記者手記")
        assert not article.agency_links.exists() and not article.findings.exists()
        assert authority.propose_outlet("记者手记") is authority.find("記者手記") is None
        assert list(authority.waiting()) == [] and Event.objects.get().action == "dismissed"

    def test_can_be_taken_back_with_all_its_articles(self) -> None:
        candidate = authority.propose_outlet("记者手记")
        assert candidate
        printed, mentioning = (
            ArticleFactory(source_name="记者手记", source=candidate),
            ArticleFactory(mentions=[candidate]),
        )
        authority.dismiss(candidate, by=None)
        authority.take_back(candidate, by=None)
        printed.refresh_from_db()
        assert printed.source == candidate and mentioning.agency_links.count() == 1
        assert [one.articles_known for one in authority.waiting()] == [2]

    def test_is_undone_by_a_person_who_records_the_outlet(self) -> None:
        candidate = authority.propose_outlet("汐城晚报")
        assert candidate
        authority.dismiss(candidate, by=None)
        assert authority.confirm_outlet("汐城晚报", by=None) == candidate
        candidate.refresh_from_db()
        assert (candidate.confirmed, candidate.dismissed) == (True, False)

    def test_a_list_does_not_bring_back_what_a_person_dismissed(self) -> None:
        candidate = authority.propose_outlet("汐城晚报")
        assert candidate
        authority.dismiss(candidate, by=None)
        authority.load_agencies([{"name": "汐城晚报", "kind": "outlet"}])
        assert not Agency.objects.get(name="汐城晚报").confirmed

    def test_a_confirmed_agency_is_never_dismissed(self) -> None:
        with pytest.raises(ValueError, match="not dismissed"):
            authority.dismiss(AgencyFactory(), by=None)
