"""The authority file on the desk: merge, split, rename, undo; what the form keeps; who may do it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive import authority, publishing
from archive.models import Agency, AgencyChange, Article, Event
from search.models import IndexChange
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
DECISIONS = "admin:archive_agency_decisions"


def client_of(group: str) -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[group]))
    return client


@pytest.fixture
def manager() -> Client:
    return client_of("Managers")


@pytest.fixture
def agency() -> Agency:
    agency = AgencyFactory(name="汐城晚报社", aliases=["晚报社", "晚报周末版"])
    ArticleFactory(source=agency, source_name="晚报周末版", state="published")
    return agency


@pytest.fixture
def other() -> Agency:
    return AgencyFactory(name="汐城晚报", aliases=["汐晚"])


def page(name: str, agency: Agency) -> str:
    return reverse(f"admin:archive_agency_{name}", args=[agency.pk])


def undo(client: Client, change: AgencyChange) -> Any:
    return client.post(reverse(DECISIONS), {"change": change.pk}, follow=True)


class TestMerge:
    def test_shows_what_would_move_before_anything_does(self, manager: Client, agency: Agency, other: Agency) -> None:
        shown = manager.get(page("merge", agency), {"into": " 汐晚 "})
        effect = shown.context["effect"]
        assert (effect.as_source, effect.mentioned, effect.names) == (1, 0, ["晚报周末版", "晚报社", "汐城晚报社"])
        assert Agency.objects.count() == 2

    def test_moves_it_and_leads_to_the_way_back(self, manager: Client, agency: Agency, other: Agency) -> None:
        answer = manager.post(page("merge", agency), {"into": "汐晚", "reason": "doublet"}, follow=True)
        assert answer.redirect_chain[-1][0] == page("change", other)
        assert f"{reverse(DECISIONS)}?agency={other.pk}" in answer.content.decode()
        assert Article.objects.get().source == other
        assert Event.objects.get(action="merged").data["reason"] == "doublet"

    @pytest.mark.parametrize("typed", ["", "无名", "晚报社", "候选报"])
    def test_needs_another_confirmed_agency(self, manager: Client, agency: Agency, typed: str) -> None:
        AgencyFactory(name="候选报", confirmed=False)
        assert manager.get(page("merge", agency), {"into": typed}).status_code == 200
        answer = manager.post(page("merge", agency), {"into": typed})
        assert answer.status_code in (200, 422) and Agency.objects.count() == 2

    def test_readers_of_the_old_address_are_led_on(self, manager: Client, agency: Agency, other: Agency) -> None:
        old = agency.get_absolute_url()
        manager.post(page("merge", agency), {"into": other.name})
        for end in ("", "feed/"):
            answer = Client().get(old + end)
            assert (answer.status_code, answer["Location"]) == (301, other.get_absolute_url() + end)
            assert "no-cache" in answer["Cache-Control"], "a browser that kept it would miss the undo"
        undo(manager, AgencyChange.objects.get())
        assert [Client().get(old + end).status_code for end in ("", "feed/")] == [200, 200]

    def test_the_old_address_tells_nothing_while_no_public_article_names_the_other(
        self, manager: Client, other: Agency
    ) -> None:
        gone = AgencyFactory()
        ArticleFactory(source=gone)
        old = gone.get_absolute_url()
        authority.merge(gone, other, by=None)
        assert [Client().get(old + end).status_code for end in ("", "feed/")] == [404, 404]

    def test_the_old_address_is_that_of_an_agency_which_has_it_now(
        self, manager: Client, agency: Agency, other: Agency
    ) -> None:
        old, slug = agency.get_absolute_url(), agency.slug
        authority.merge(agency, other, by=None)
        new = AgencyFactory(slug=slug)
        assert [Client().get(old + end).status_code for end in ("", "feed/")] == [404, 404]
        ArticleFactory(source=new, state="published")
        assert [Client().get(old + end).status_code for end in ("", "feed/")] == [200, 200]


class TestTheWayToTheReaders:
    def test_is_shown_for_an_agency_that_readers_find(self, manager: Client, agency: Agency) -> None:
        shown = manager.get(page("change", agency)).content.decode()
        assert f'href="{agency.get_absolute_url()}"' in shown

    def test_is_hidden_while_readers_find_nothing(self, manager: Client, agency: Agency, other: Agency) -> None:
        for article in Article.objects.public():
            assert publishing.withdraw(article, by=None, reason="x", category="error") is None
        for one in (agency, other, AgencyFactory(confirmed=False)):
            shown = manager.get(page("change", one)).content.decode()
            assert f'href="{one.get_absolute_url()}"' not in shown and "viewsitelink" not in shown


class TestSplitAndRename:
    def test_ticked_names_become_an_agency_with_their_articles(self, manager: Client, agency: Agency) -> None:
        shown = manager.get(page("split", agency)).context["names"]
        assert [(one.alias.name, one.printed) for one in shown] == [("晚报周末版", 1), ("晚报社", 0)]
        alias = agency.aliases.get(name="晚报周末版")
        manager.post(page("split", agency), {"alias": [alias.pk], "name": "晚报周末版"})
        assert Article.objects.get().source == Agency.objects.get(name="晚报周末版")

    @pytest.mark.parametrize("typed", [{}, {"alias": ["x"], "name": "y"}, {"alias": ["999"], "name": "y"}])
    def test_nothing_ticked_is_said_and_what_was_typed_stays(self, manager: Client, agency: Agency, typed: Any) -> None:
        answer = manager.post(page("split", agency), {"name": '<新"名>', **typed})
        assert answer.status_code == 422 and Agency.objects.count() == 1
        assert typed or "&lt;新&quot;名&gt;" in answer.content.decode()

    def test_an_agency_without_other_names_has_nothing_to_split(self, manager: Client) -> None:
        assert manager.get(page("split", AgencyFactory())).context["names"] == []

    def test_a_new_name_with_its_date_is_shown_to_readers(self, manager: Client, agency: Agency) -> None:
        manager.post(page("rename", agency), {"name": "汐城传媒", "on": "2018-03"})
        shown = Client().get(agency.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "汐城传媒</h1>" in shown
        assert "汐城晚报社" in shown and "2018-03" in shown

    def test_a_wrong_date_is_refused_and_what_was_typed_stays(self, manager: Client, agency: Agency) -> None:
        answer = manager.post(page("rename", agency), {"name": "汐城传媒", "on": "去年"})
        assert answer.status_code == 422 and 'value="去年"' in answer.content.decode()
        assert Agency.objects.get().name == "汐城晚报社"


class TestDecisions:
    def test_lists_what_was_decided_and_undoes_it(self, manager: Client, agency: Agency, other: Agency) -> None:
        manager.post(page("rename", agency), {"name": "汐城传媒"})
        manager.post(page("merge", agency), {"into": other.name})
        rename, merge = AgencyChange.objects.order_by("pk")
        rows = manager.get(reverse(DECISIONS)).context["rows"]
        assert [(row.change, row.waits) for row in rows] == [(merge, False), (rename, True)]
        assert "error" in undo(manager, rename).content.decode()
        undo(manager, merge), undo(manager, rename)
        assert Agency.objects.get(pk=agency.pk).name == "汐城晚报社"
        assert not AgencyChange.objects.standing().exists()

    def test_is_narrowed_to_one_agency(self, manager: Client, agency: Agency, other: Agency) -> None:
        for one in (agency, other):
            manager.post(page("rename", one), {"name": f"新{one.name}"})
        rows = manager.get(reverse(DECISIONS), {"agency": other.pk}).context["rows"]
        assert [row.change.agency for row in rows] == [other.pk]
        assert manager.get(reverse(DECISIONS), {"agency": "x"}).status_code == 200

    def test_a_reviewer_undoes_what_reviewers_decide_and_nothing_else(self, agency: Agency, other: Agency) -> None:
        reviewer, candidate = client_of("Reviewers"), AgencyFactory(confirmed=False)
        authority.confirm(candidate, by=None)
        renamed = authority.rename(other, "汐城传媒", on="", by=None)
        assert isinstance(renamed, AgencyChange)
        assert reviewer.post(reverse(DECISIONS), {"change": renamed.pk}).status_code == 403
        undo(reviewer, AgencyChange.objects.get(kind="confirm"))
        candidate.refresh_from_db()
        assert not candidate.confirmed

    @pytest.mark.parametrize(("typed", "status"), [({}, 400), ({"change": "x"}, 400), ({"change": 99999}, 404)])
    def test_what_is_no_button_is_refused(self, manager: Client, typed: Any, status: int) -> None:
        assert manager.post(reverse(DECISIONS), typed).status_code == status

    def test_queries_do_not_grow_with_the_decisions(self, manager: Client, django_assert_max_num_queries: Any) -> None:
        for _ in range(12):
            authority.confirm(AgencyFactory(confirmed=False), by=UserFactory())
        with django_assert_max_num_queries(14):
            manager.get(reverse(DECISIONS))


class TestWhoMay:
    @pytest.mark.parametrize("name", ["merge", "split", "rename"])
    @pytest.mark.parametrize("group", ["Uploaders", "Reviewers"])
    def test_confirmed_agencies_are_the_managers(self, group: str, name: str, agency: Agency, other: Agency) -> None:
        client = client_of(group)
        assert client.get(page(name, agency)).status_code == 403
        assert client.post(page(name, agency), {"into": other.name, "name": "x"}).status_code == 403
        assert Agency.objects.count() == 2 and not AgencyChange.objects.exists()

    def test_a_reviewer_merges_a_candidate(self, other: Agency) -> None:
        candidate = AgencyFactory(confirmed=False)
        assert client_of("Uploaders").post(page("merge", candidate), {"into": other.name}).status_code == 403
        assert client_of("Reviewers").post(page("merge", candidate), {"into": other.name}).status_code == 302
        assert Agency.objects.get() == other

    def test_uploaders_do_not_see_the_decisions(self) -> None:
        assert client_of("Uploaders").get(reverse(DECISIONS)).status_code == 403

    @pytest.mark.parametrize("name", ["merge", "split", "rename"])
    def test_an_agency_that_is_not_there_is_not_found(self, manager: Client, name: str) -> None:
        assert manager.get(reverse(f"admin:archive_agency_{name}", args=[99999])).status_code == 404


class TestTheForm:
    def save(self, agency: Agency, **typed: str) -> Any:
        rows = list(agency.aliases.order_by("name"))
        data = {
            **{name: getattr(agency, name) for name in ("name", "slug", "kind", "level", "region")},
            **{"confirmed": "on", "parent": "", "aliases-TOTAL_FORMS": len(rows), "aliases-INITIAL_FORMS": len(rows)},
        }
        for n, alias in enumerate(rows):
            data |= {f"aliases-{n}-id": alias.pk, f"aliases-{n}-agency": agency.pk, f"aliases-{n}-name": alias.name}
        return client_of("Managers").post(page("change", agency), {**data, **typed})

    def test_before_and_after_are_kept(self, agency: Agency) -> None:
        assert self.save(agency, region="汐城市", **{"aliases-1-until": "2009"}).status_code == 302
        changed = Event.objects.get(action="agency changed").data["changes"]
        assert changed["region"] == ["", "汐城市"]
        assert changed["names"] == [
            ["晚报周末版", "晚报社", "汐城晚报社"],
            ["晚报周末版", "晚报社 (–2009)", "汐城晚报社"],
        ]

    def test_nothing_is_recorded_where_nothing_changed(self, agency: Agency) -> None:
        self.save(agency)
        assert not Event.objects.exists()

    def test_an_article_that_prints_a_name_taken_away_is_no_longer_the_agencys(self, agency: Agency) -> None:
        self.save(agency, **{"aliases-0-DELETE": "on"})
        assert Article.objects.get().source is None

    @pytest.mark.parametrize(
        ("typed", "kept"), [("2018", True), ("2018-02-30", False), ("Mai", False), ("2018-3", False)]
    )
    def test_dates_are_years_months_or_days(self, agency: Agency, typed: str, kept: bool) -> None:
        answer = self.save(agency, **{"aliases-1-since": typed})
        assert (answer.status_code == 302) is kept
        assert agency.aliases.filter(since=typed).exists() is kept

    def test_a_name_does_not_end_before_it_begins(self, agency: Agency) -> None:
        assert self.save(agency, **{"aliases-1-since": "2018", "aliases-1-until": "2017-12"}).status_code == 200
        assert self.save(agency, **{"aliases-1-since": "2018-03", "aliases-1-until": "2018"}).status_code == 302

    def test_an_agency_never_comes_to_stand_above_itself_however_long_the_way(self, agency: Agency) -> None:
        below = AgencyFactory(parent=AgencyFactory(parent=agency))
        assert self.save(agency, parent=below.name).status_code == 200
        assert Agency.objects.get(pk=agency.pk).parent is None

    def test_a_circle_that_is_there_already_hangs_nothing(self, agency: Agency) -> None:
        other = AgencyFactory(parent=agency)
        Agency.objects.filter(pk=agency.pk).update(parent=other)
        third = AgencyFactory()
        assert self.save(third, parent=agency.name).status_code == 302

    def test_the_index_follows_what_it_knows_of_an_agency(self, agency: Agency) -> None:
        IndexChange.objects.all().delete()
        self.save(agency, region="汐城市")
        assert IndexChange.objects.count() == 1

    def test_bodies_below_are_shown(self, agency: Agency) -> None:
        AgencyFactory(name="晚报编辑部", parent=agency)
        assert "晚报编辑部" in client_of("Managers").get(page("change", agency)).content.decode()

    def test_what_happened_is_told_by_the_log(self, agency: Agency) -> None:
        answer = client_of("Managers").get(page("history", agency))
        assert answer.status_code == 302 and f"subject_id__exact={agency.pk}" in answer["Location"]
