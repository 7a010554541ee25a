"""One record becomes two agencies, or gets a new name, and both can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archive import authority
from archive.authority.obstacles import Obstacle
from archive.models import Agency, AgencyChange, Article, ArticleAgency, Event
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Callable[[], dict[str, Any]]


def quote(words: str) -> dict[str, Any]:
    return {"quote": words, "where": "block", "block": 1, "used": True}


@pytest.fixture
def agency() -> Agency:
    top = AgencyFactory(name="汐城市人民政府", kind="government")
    return AgencyFactory(
        name="汐城市公安局", kind="government", level="municipal", region="汐城市", parent=top,
        aliases=["市公安局", "汐城市公安局交警支队", "交警支队"],
    )  # fmt: skip


def keys(agency: Agency, *names: str) -> list[int]:
    return list(agency.aliases.filter(name__in=names).values_list("pk", flat=True))


def mention(agency: Agency, *quotes: str) -> ArticleAgency:
    ArticleFactory(source_name="", mentions=[agency])
    link = agency.article_links.last()
    link.evidence = [quote(words) for words in quotes]
    link.save()
    return link  # type: ignore[no-any-return]


class TestSplit:
    NAMES = ("汐城市公安局交警支队", "交警支队")

    def split(self, agency: Agency, **other: Any) -> AgencyChange | Obstacle:
        return authority.split(
            agency, keys(agency, *self.NAMES), **{"name": "汐城市公安局交警支队", "by": None, **other}
        )

    def test_names_and_the_articles_that_print_them_go_to_a_new_agency_of_the_same_place(self, agency: Agency) -> None:
        police = ArticleFactory(source=agency, source_name="市公安局")
        traffic = ArticleFactory(source=agency, source_name="交警支隊", site=agency, site_name="汐城市公安局")
        by = UserFactory()
        change = self.split(agency, by=by)
        assert isinstance(change, AgencyChange) and change.articles == 1
        new = Agency.objects.get(name="汐城市公安局交警支队")
        assert (new.kind, new.level, new.region, new.parent, new.confirmed) == (
            "government", "municipal", "汐城市", agency.parent, True,
        )  # fmt: skip
        police.refresh_from_db(), traffic.refresh_from_db()
        assert (police.source, traffic.source, traffic.site) == (agency, new, agency)
        assert authority.find("交警支隊") == new and authority.find("市公安局") == agency
        assert {(link.agency, link.role) for link in traffic.agency_links.all()} == {
            (new, "source"), (agency, "republisher"),
        }  # fmt: skip
        event = Event.objects.get(action="agency split")
        assert event.actor == by and event.data["into"] == "汐城市公安局交警支队"

    def test_mentions_go_by_the_longest_name_in_the_words_that_they_were_read_from(self, agency: Agency) -> None:
        stays = mention(agency, "记者从市公安局获悉")
        goes = mention(agency, "记者从汐城市公安局交警支队获悉", "交警支隊提醒")
        both = mention(agency, "交警支队提醒", "汐城市公安局通报")
        bare = mention(agency)
        self.split(agency)
        new = Agency.objects.get(name="汐城市公安局交警支队")
        owners = [{link.agency for link in one.article.agency_links.all()} for one in (stays, goes, both, bare)]
        assert owners == [{agency}, {new}, {agency, new}, {agency}]

    def test_is_undone_without_a_trace(self, agency: Agency, state: State) -> None:
        ArticleFactory(source=agency, source_name="交警支队", site=agency, site_name="交警支队")
        mention(agency, "交警支队提醒", "汐城市公安局通报")
        mention(agency, "交警支队提醒")
        before = state()
        change = self.split(agency, name="汐城交警")
        assert isinstance(change, AgencyChange)
        assert Agency.objects.get(name="汐城交警").aliases.count() == 3
        assert authority.undo(change, by=None) is None
        assert state() == before
        assert Event.objects.first().action == "split undone"  # type: ignore[union-attr]

    def test_what_came_to_the_new_agency_since_is_kept_on_undo(self, agency: Agency) -> None:
        change = self.split(agency)
        assert isinstance(change, AgencyChange)
        article = ArticleFactory(source=Agency.objects.get(name="汐城市公安局交警支队"), source_name="交警支队")
        authority.undo(change, by=None)
        article.refresh_from_db()
        assert article.source == agency

    @pytest.mark.parametrize(
        ("names", "name", "obstacle"),
        [((), "x", Obstacle.NO_NAMES), (("汐城市公安局",), "x", Obstacle.OWN_NAME),
         (("交警支队",), "汐城市公安局", Obstacle.OWN_NAME), (("交警支队",), " ", Obstacle.NO_NAME),
         (("交警支队",), "长" * 121, Obstacle.NO_NAME), (("交警支队",), "汐城市人民政府", Obstacle.NAME_TAKEN)],
    )  # fmt: skip
    def test_what_makes_no_sense_is_refused_and_changes_nothing(
        self, agency: Agency, state: State, names: tuple[str, ...], name: str, obstacle: Obstacle
    ) -> None:
        before = state()
        assert authority.split(agency, keys(agency, *names), name=name, by=None) == obstacle
        assert state() == before

    def test_names_of_another_agency_cannot_be_taken(self, agency: Agency) -> None:
        other = AgencyFactory(aliases=["别名"])
        assert authority.split(agency, keys(other, "别名"), name="x", by=None) == Obstacle.NO_NAMES

    def test_the_names_are_told_with_the_articles_that_print_them(self, agency: Agency) -> None:
        ArticleFactory(source=agency, source_name="交警支隊", site=agency, site_name="交警支队")
        ArticleFactory(source=agency, source_name="交警支队")
        told = {one.alias.name: one.printed for one in authority.names_in_use(agency)}
        assert told == {"交警支队": 2, "市公安局": 0, "汐城市公安局交警支队": 0}


class TestRename:
    def test_the_old_name_ends_where_the_new_one_begins_and_finds_the_agency_still(self, agency: Agency) -> None:
        by = UserFactory()
        change = authority.rename(agency, " 汐城市公安总局 ", on="2018-03", by=by)
        assert isinstance(change, AgencyChange)
        dates = {alias.name: (alias.since, alias.until) for alias in agency.aliases.exclude(since="", until="")}
        assert dates == {"汐城市公安局": ("", "2018-03"), "汐城市公安总局": ("2018-03", "")}
        assert Agency.objects.get(pk=agency.pk).name == "汐城市公安总局"
        assert authority.find("汐城市公安局") == agency
        event = Event.objects.get(action="agency renamed")
        assert (
            event.data == {"before": "汐城市公安局", "after": "汐城市公安总局", "on": "2018-03"} and event.actor == by
        )

    @pytest.mark.parametrize("name", ["汐城市公安总局", "市公安局", "汐城市公安局（筹）", "汐城市公安侷"])
    def test_is_undone_without_a_trace(self, agency: Agency, state: State, name: str) -> None:
        before = state()
        change = authority.rename(agency, name, on="2018", by=None)
        assert isinstance(change, AgencyChange)
        assert authority.undo(change, by=None) is None
        assert state() == before

    def test_the_other_script_is_the_same_name_with_no_dates(self, agency: Agency, state: State) -> None:
        before = state()
        change = authority.rename(agency, "汐城市公安局", on="", by=None)
        assert change == Obstacle.ITSELF and state() == before
        traditional = AgencyFactory(name="南岸资讯网")
        renamed = authority.rename(traditional, "南岸資訊網", on="2019", by=None)
        assert isinstance(renamed, AgencyChange) and renamed.moved == {}
        assert not traditional.aliases.exclude(until="").exists()

    @pytest.mark.parametrize(
        ("name", "on", "obstacle"),
        [("", "", Obstacle.NO_NAME), ("长" * 121, "", Obstacle.NO_NAME), ("汐城市公安局", "", Obstacle.ITSELF),
         ("汐城市人民政府", "", Obstacle.NAME_TAKEN), ("新名", "去年", Obstacle.BAD_DATE),
         ("新名", "2018-13", Obstacle.BAD_DATE), ("新名", "２０１８", Obstacle.BAD_DATE),
         ("新名", "2018-3", Obstacle.BAD_DATE)],
    )  # fmt: skip
    def test_what_is_no_name_or_no_date_is_refused(
        self, agency: Agency, state: State, name: str, on: str, obstacle: Obstacle
    ) -> None:
        before = state()
        assert authority.rename(agency, name, on=on, by=None) == obstacle
        assert state() == before

    def test_articles_stay_where_they_are(self, agency: Agency) -> None:
        article = ArticleFactory(source=agency, source_name="汐城市公安局")
        authority.rename(agency, "汐城市公安总局", on="", by=None)
        assert Article.objects.get(pk=article.pk).source == agency
