"""Two agencies become one, with everything that hangs on them, and become two again."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from archive import authority, publishing
from archive.authority import moving
from archive.authority.obstacles import Obstacle
from archive.models import Agency, AgencyAlias, AgencyChange, Article, ArticleAgency, Event, OutletRule, UploadBatch
from search.models import IndexChange
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Callable[[], dict[str, Any]]


def quote(words: str) -> dict[str, Any]:
    return {"quote": words, "where": "block", "block": 1, "used": True}


@pytest.fixture
def chosen() -> Agency:
    return AgencyFactory(name="汐城晚报", aliases=["汐晚"])


@pytest.fixture
def gone(chosen: Agency) -> Agency:
    """A confirmed agency with something of everything, and a name and an article that the other one has too."""
    top = AgencyFactory(name="汐城日报社")
    gone = AgencyFactory(name="汐城晚报社", aliases=["晚报社", "汐晚"], parent=top, level="municipal")
    gone.aliases.filter(name="汐晚").update(since="2001", until="2009-05")
    AgencyFactory(name="晚报周末版", parent=gone)
    OutletRule.objects.create(outlet=gone, match="exact", words="订阅", key="订阅", role="removed", reason="share")
    UploadBatch.objects.create(outlet=gone)
    ArticleFactory(source_name="汐城晚报社", source=gone, site=gone, site_name="晚报社")
    ArticleFactory(source=chosen, mentions=[gone])
    both = ArticleFactory(source_name="", mentions=[chosen, gone])
    for agency, words in ((chosen, ["甲", "乙"]), (gone, ["乙", "丙"])):
        both.agency_links.filter(agency=agency).update(evidence=[quote(word) for word in words])
    return gone


class TestMerge:
    def test_every_name_and_link_is_the_others_and_the_row_is_gone(self, gone: Agency, chosen: Agency) -> None:
        by = UserFactory()
        change = authority.merge(gone, chosen, by=by)
        assert not Agency.objects.filter(name="汐城晚报社").exists()
        assert sorted(chosen.aliases.values_list("name", flat=True)) == ["晚报社", "汐城晚报", "汐城晚报社", "汐晚"]
        assert OutletRule.objects.get().outlet == UploadBatch.objects.get().outlet == chosen
        assert Agency.objects.get(name="晚报周末版").parent == chosen
        article = Article.objects.get(source_name="汐城晚报社")
        assert (article.source, article.site) == (chosen, chosen)
        assert not ArticleAgency.objects.exclude(agency=chosen).exists()
        event = Event.objects.get(action="merged")
        assert (event.actor, event.subject_id) == (by, str(chosen.pk))
        assert event.data == {"name": "汐城晚报社", "into": "汐城晚报", "articles": 3}
        assert (change.articles, change.made_by, change.other_name) == (3, by, "汐城晚报社")

    def test_the_evidence_of_an_article_that_names_both_is_kept_once(self, gone: Agency, chosen: Agency) -> None:
        authority.merge(gone, chosen, by=None)
        link = ArticleAgency.objects.get(article__source_name="", agency=chosen)
        assert [piece["quote"] for piece in link.evidence] == ["甲", "乙", "丙"]

    def test_nothing_that_points_at_an_agency_is_forgotten(self, gone: Agency, chosen: Agency) -> None:
        """A foreign key that somebody adds is moved too, or the row could not go."""
        fields = {str(relation.field) for relation in moving.relations()}
        assert fields >= {"archive.Article.source", "archive.Article.site", "archive.Agency.parent"}
        used = {str(r.field) for r in moving.relations() if moving._pointing(r, gone).exists()}
        assert used == fields  # the fixture above has one of everything
        authority.merge(gone, chosen, by=None)

    def test_a_candidate_becomes_a_name_and_the_findings_that_asked_are_gone(self, chosen: Agency) -> None:
        candidate = authority.propose_outlet("汐城晚报社")
        assert candidate
        printed = ArticleFactory(source_name="汐城晚报社", source=candidate, mentions=[chosen])
        unlinked = ArticleFactory(source_name="", site_name="汐城晚報社")
        for article in (printed, unlinked):
            article.findings.create(kind="unknown-outlet", text="汐城晚报社")
        assert authority.merge(candidate, chosen, by=None).articles == 1
        for article in (printed, unlinked):
            article.refresh_from_db()
            assert not article.findings.exists()
        assert (printed.source, unlinked.site) == (chosen, chosen)
        assert authority.find("汐城晚報社") == chosen

    def test_public_articles_are_told_of_and_drafts_are_not(self, chosen: Agency) -> None:
        gone = AgencyFactory()
        article = ArticleFactory(source=gone)
        ArticleFactory(source=gone)
        publishing.publish(article, by=None)
        IndexChange.objects.all().delete()
        change = authority.merge(gone, chosen, by=None)
        assert [row.article_pk for row in IndexChange.objects.all()] == [article.pk]
        authority.undo(change, by=None)
        assert {row.article_pk for row in IndexChange.objects.all()} == {article.pk}

    def test_an_agency_that_takes_in_the_one_above_it_does_not_come_to_stand_above_itself(self) -> None:
        top = AgencyFactory()
        above = AgencyFactory(parent=top)
        between = AgencyFactory(parent=above)
        below = AgencyFactory(parent=between)
        change = authority.merge(above, below, by=None)
        below.refresh_from_db(), between.refresh_from_db()
        assert (below.parent, between.parent) == (top, below)
        assert authority.undo(change, by=None) is None
        below.refresh_from_db(), between.refresh_from_db()
        assert (below.parent, between.parent) == (between, Agency.objects.get(pk=change.other))

    def test_an_agency_is_never_merged_into_itself(self, chosen: Agency) -> None:
        with pytest.raises(ValueError, match="into another"):
            authority.merge(chosen, chosen, by=None)

    def test_the_number_of_queries_does_not_grow_with_the_articles(
        self, chosen: Agency, django_assert_max_num_queries: Any
    ) -> None:
        gone = AgencyFactory()
        ArticleFactory.create_batch(30, source=gone)
        with django_assert_max_num_queries(45):
            authority.merge(gone, chosen, by=None)


class TestUndo:
    def test_everything_stands_as_it_did_before(self, gone: Agency, chosen: Agency, state: State) -> None:
        before = state()
        change = authority.merge(gone, chosen, by=None)
        assert state() != before
        by = UserFactory()
        assert authority.undo(change, by=by) is None
        assert state() == before
        assert (change.undone_by, Event.objects.first().action) == (by, "merge undone")  # type: ignore[union-attr]

    def test_a_candidate_comes_back_with_the_doubts_that_it_raised(self, chosen: Agency, state: State) -> None:
        candidate = authority.propose_outlet("汐城晚报社")
        assert candidate
        article = ArticleFactory(source_name="汐城晚報社", source=candidate)
        article.findings.create(kind="unknown-outlet", text="汐城晚報社", block=3, start=2, end=7)
        before = state()
        assert authority.undo(authority.merge(candidate, chosen, by=None), by=None) is None
        assert state() == before
        assert [one.articles_known for one in authority.waiting()] == [1]

    def test_articles_that_came_meanwhile_go_by_the_name_that_they_print(self, gone: Agency, chosen: Agency) -> None:
        change = authority.merge(gone, chosen, by=None)
        new, other = ArticleFactory(source_name="晚報社"), ArticleFactory(source_name="汐城晚报")
        for article in (new, other):
            authority.link_agencies(article)
            assert article.source == chosen
        authority.undo(change, by=None)
        new.refresh_from_db(), other.refresh_from_db()
        assert (new.source, other.source) == (Agency.objects.get(name="汐城晚报社"), chosen)

    def test_what_a_person_moved_since_stays_where_they_put_it(self, gone: Agency, chosen: Agency) -> None:
        change = authority.merge(gone, chosen, by=None)
        third, article = AgencyFactory(), Article.objects.get(source_name="汐城晚报社")
        Article.objects.filter(pk=article.pk).update(source=third)
        ArticleAgency.objects.filter(article=article, role="source").update(agency=third)
        AgencyAlias.objects.filter(name="晚报社").delete()
        assert authority.undo(change, by=None) is None
        article.refresh_from_db()
        assert article.source == third and not AgencyAlias.objects.filter(name="晚报社").exists()

    def test_masked_words_do_not_come_back(self, gone: Agency, chosen: Agency) -> None:
        change = authority.merge(gone, chosen, by=None)
        assert "丙" not in repr(change.moved)
        link = ArticleAgency.objects.get(article__source_name="", agency=chosen)
        link.evidence = [{**piece, "quote": "［已遮］"} for piece in link.evidence]
        link.save()
        authority.undo(change, by=None)
        assert "丙" not in repr(list(ArticleAgency.objects.values()))

    def test_is_done_once(self, gone: Agency, chosen: Agency) -> None:
        change = authority.merge(gone, chosen, by=None)
        assert authority.undo(change, by=None) is None
        assert authority.undo(change, by=None) == Obstacle.UNDONE

    def test_a_later_decision_is_undone_first(self, gone: Agency, chosen: Agency, state: State) -> None:
        before, third = state(), AgencyFactory(name="汐城传媒")
        first = authority.merge(gone, chosen, by=None)
        second = authority.merge(chosen, third, by=None)
        assert authority.undo(first, by=None) == Obstacle.LATER_FIRST
        assert authority.undo(second, by=None) is None and authority.undo(first, by=None) is None
        Agency.objects.filter(pk=third.pk).delete() if third.aliases.all().delete() else None
        assert state() == before

    def test_is_refused_while_another_agency_bears_the_name(self, gone: Agency, chosen: Agency, state: State) -> None:
        change = authority.merge(gone, chosen, by=None)
        AgencyFactory(name="汐城晚报社")
        after = state()
        assert authority.undo(change, by=None) == Obstacle.NAME_TAKEN
        assert state() == after and not change.undone_at

    def test_is_refused_when_the_other_agency_is_no_longer_there(self) -> None:
        gone, into = AgencyFactory(), AgencyFactory(confirmed=False)
        change = authority.merge(gone, into, by=None)
        into.aliases.all().delete(), into.delete()
        assert authority.undo(change, by=None) == Obstacle.GONE

    def test_takes_another_address_where_the_old_one_is_taken_and_no_parent_that_is_gone(
        self, gone: Agency, chosen: Agency
    ) -> None:
        change = authority.merge(gone, chosen, by=None)
        AgencyFactory(slug=gone.slug)
        Agency.objects.get(name="汐城日报社").aliases.all().delete(), Agency.objects.get(name="汐城日报社").delete()
        assert authority.undo(change, by=None) is None
        back = Agency.objects.get(pk=change.other)
        assert back.slug != gone.slug and back.parent is None

    def test_a_confirmation_makes_it_a_candidate_again(self, state: State) -> None:
        candidate = authority.propose_outlet("汐城晚报")
        assert candidate
        article = ArticleFactory(source_name="汐城晚報", source=candidate)
        article.findings.create(kind="unknown-outlet", text="汐城晚報")
        before = state()
        authority.confirm(candidate, by=None)
        assert authority.undo(AgencyChange.objects.get(), by=None) is None
        assert state() == before


class TestSuccessor:
    def test_an_old_address_leads_to_the_agency_that_took_it_in_however_long_the_way(self) -> None:
        one, two, three = AgencyFactory(), AgencyFactory(), AgencyFactory()
        slug = one.slug
        assert authority.successor(slug) is None
        authority.merge(one, two, by=None)
        change = authority.merge(two, three, by=None)
        assert authority.successor(slug) == three
        authority.undo(change, by=None)
        assert authority.successor(slug) == Agency.objects.get(pk=two.pk or change.other)

    def test_a_candidate_had_no_address(self) -> None:
        candidate = AgencyFactory(confirmed=False)
        slug = candidate.slug
        authority.merge(candidate, AgencyFactory(), by=None)
        assert authority.successor(slug) is None and authority.successor("") is None


class TestNamesWithDates:
    def test_the_day_of_an_article_tells_which_of_two_agencies_bore_the_name(self) -> None:
        old, new = AgencyFactory(name="汐城时报", aliases=["晚报"]), AgencyFactory(name="新晚报", aliases=["晚报"])
        early = ArticleFactory(source_name="晚報", published_on=datetime.date(2009, 3, 1))
        late = ArticleFactory(source_name="晚报", published_on=datetime.date(2019, 3, 1))
        undated = ArticleFactory(source_name="晚报", published_on=None)
        assert authority.relink_unresolved() == 0
        old.aliases.filter(name="晚报").update(until="2010")
        new.aliases.filter(name="晚报").update(since="2010-06")
        assert authority.relink_unresolved() == 2
        for article in (early, late, undated):
            article.refresh_from_db()
        assert (early.source, late.source, undated.source) == (old, new, None)

    @pytest.mark.parametrize(
        ("since", "until", "day", "used"),
        [("", "", "1900-01-01", True), ("2010", "", "2009-12-31", False), ("2010", "", "2010-01-01", True),
         ("", "2010-05", "2010-05-31", True), ("", "2010-05", "2010-06-01", False),
         ("2010-05-09", "2010-05-09", "2010-05-09", True), ("2010-05-09", "2012", "2010-05-08", False)],
    )  # fmt: skip
    def test_a_name_is_in_use_between_its_dates_as_far_as_they_are_known(
        self, since: str, until: str, day: str, used: bool
    ) -> None:
        assert AgencyAlias(since=since, until=until).in_use(datetime.date.fromisoformat(day)) is used
