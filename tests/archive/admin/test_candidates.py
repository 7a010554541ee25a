"""Candidates on the desk: who sees them, what a press does, and that nothing of them is public."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive import authority
from archive.models import Agency, AgencyChange, Event, Finding
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> str:
    return reverse("admin:archive_agency_candidates")


@pytest.fixture
def candidate() -> Agency:
    found = AgencyFactory(name="汐城市公安局", kind="government", level="municipal", region="汐城市", confirmed=False)
    ArticleFactory.create_batch(2, state="published", mentions=[found])
    return found


def client_of(group: str) -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[group]))
    return client


@pytest.fixture
def reviewer() -> Client:
    return client_of("Reviewers")


def press(client: Client, page: str, verb: str, agency: Agency, **typed: Any) -> Any:
    return client.post(page, {"verb": verb, "candidate": agency.pk, **typed})


class TestThePage:
    def test_lists_each_name_with_its_numbers_and_the_words_it_was_read_from(
        self, reviewer: Client, page: str, candidate: Agency
    ) -> None:
        candidate.article_links.update(evidence=[{"quote": "记者从市公安局获悉"}])
        shown = reviewer.get(page).content.decode()
        assert all(words in shown for words in ("汐城市公安局", "记者从市公安局获悉", f'id="c{candidate.pk}"'))

    def test_a_body_that_one_article_mentions_stands_apart(
        self, reviewer: Client, page: str, candidate: Agency
    ) -> None:
        rare, credited = AgencyFactory(kind="government", confirmed=False), AgencyFactory(confirmed=False)
        ArticleFactory(mentions=[rare]), ArticleFactory(source=credited)
        assert list(reviewer.get(page).context["page"]) == [candidate, credited]
        assert list(reviewer.get(page, {"once": "1"}).context["page"]) == [rare]

    def test_is_narrowed_by_kind(self, reviewer: Client, page: str, candidate: Agency) -> None:
        assert "汐城市公安局" not in reviewer.get(page, {"kind": "outlet"}).content.decode()
        assert "汐城市公安局" in reviewer.get(page, {"kind": "government"}).content.decode()

    def test_uploaders_and_strangers_do_not_see_it(self, page: str, candidate: Agency) -> None:
        assert client_of("Uploaders").get(page).status_code == 403
        assert Client().get(page).status_code == 302
        assert press(client_of("Uploaders"), page, "confirm", candidate).status_code == 403
        assert not Agency.objects.confirmed().exists()

    def test_the_list_of_agencies_leads_there_with_their_number(
        self, reviewer: Client, page: str, candidate: Agency
    ) -> None:
        shown = reviewer.get(reverse("admin:archive_agency_changelist")).content.decode()
        assert f'<a href="{page}">' in shown and "<b>1</b>" in shown
        assert candidate.name not in shown

    def test_queries_do_not_grow_with_the_candidates(
        self, reviewer: Client, page: str, candidate: Agency, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(10):
            ArticleFactory(source=AgencyFactory(confirmed=False))
        with django_assert_max_num_queries(18):
            reviewer.get(page)

    def test_counts_stand_beside_the_kinds(self, reviewer: Client, page: str, candidate: Agency) -> None:
        ArticleFactory(mentions=[AgencyFactory(kind="government", confirmed=False)])
        AgencyFactory(confirmed=False, dismissed=True)
        assert reviewer.get(page).context["counts"] == {"outlet": 0, "government": 1, "once": 1, "dismissed": 1}

    def test_names_are_found_by_characters_in_either_script(
        self, reviewer: Client, page: str, candidate: Agency
    ) -> None:
        assert list(reviewer.get(page, {"q": "公安厅"}).context["page"]) == []
        assert list(reviewer.get(page, {"q": "城市公安侷"}).context["page"]) == [candidate]

    def test_personal_data_is_covered_in_name_words_and_title(self, reviewer: Client, page: str) -> None:
        number = "13800138000"
        named = AgencyFactory(name=f"记者{number}", confirmed=False)
        article = ArticleFactory(source=named, title=f"线索请致电{number}")
        named.article_links.update(evidence=[{"quote": f"来源：记者{number}"}])
        article.findings.create(kind="mobile-number", text=number, in_body=True)
        shown = reviewer.get(page).content.decode()
        assert "线索请致电█" in shown and number not in shown.replace(f'value="{named.pk}"', "")

    def test_an_agency_whose_name_is_part_of_it_is_proposed_as_its_owner(
        self, reviewer: Client, page: str, candidate: Agency
    ) -> None:
        outlet = AgencyFactory(name="汐城晚报")
        AgencyFactory(name="汐城", kind="outlet"), AgencyFactory(name="汐城晚报社公安处", kind="government")
        found = AgencyFactory(name="汐城晚報社", confirmed=False)
        ArticleFactory(source=found)
        rows = {row.candidate: row.owners for row in reviewer.get(page).context["rows"]}
        assert rows[found] == [outlet] and rows[candidate] == []
        assert press(reviewer, page, "merge", found, into=outlet.name).status_code == 302
        assert authority.find("汐城晚报社") == outlet


class TestDecisionsTogether:
    def test_all_that_are_ticked_are_confirmed_and_each_can_be_undone(
        self, reviewer: Client, page: str, candidate: Agency
    ) -> None:
        other, third = AgencyFactory(confirmed=False), AgencyFactory(confirmed=False)
        answer = reviewer.post(page, {"together": "confirm", "ticked": [candidate.pk, other.pk]})
        assert answer.status_code == 302
        assert set(Agency.objects.confirmed()) == {candidate, other} and not third.confirmed
        assert AgencyChange.objects.standing().count() == 2

    def test_or_dismissed(self, reviewer: Client, page: str, candidate: Agency) -> None:
        reviewer.post(page, {"together": "dismiss", "ticked": [candidate.pk]})
        assert Agency.objects.get().dismissed

    @pytest.mark.parametrize("ticked", [[], ["999999"]])
    def test_nothing_ticked_is_said(self, reviewer: Client, page: str, candidate: Agency, ticked: list[str]) -> None:
        answer = reviewer.post(page, {"together": "confirm", "ticked": ticked}, follow=True)
        assert "error" in [message.level_tag for message in answer.context["messages"]]
        assert not Agency.objects.confirmed().exists()

    def test_a_confirmed_agency_among_them_is_left_alone(self, reviewer: Client, page: str) -> None:
        reviewer.post(page, {"together": "dismiss", "ticked": [AgencyFactory().pk]})
        assert not Agency.objects.get().dismissed

    @pytest.mark.parametrize("typed", [{"together": "burn"}, {"together": "confirm", "ticked": ["x"]}])
    def test_what_is_no_button_is_refused(self, reviewer: Client, page: str, typed: Any) -> None:
        assert reviewer.post(page, typed).status_code == 400


class TestDecisions:
    def test_a_confirmed_body_has_a_public_page_and_before_it_has_none(
        self, reviewer: Client, page: str, candidate: Agency
    ) -> None:
        assert Client().get(candidate.get_absolute_url()).status_code == 404
        assert press(reviewer, page, "confirm", candidate).status_code == 302
        assert Client().get(candidate.get_absolute_url()).status_code == 200

    def test_a_candidate_is_merged_by_typing_any_name_of_the_other(
        self, reviewer: Client, page: str, candidate: Agency
    ) -> None:
        other = AgencyFactory(name="汐城公安", kind="government", aliases=["汐公"])
        assert press(reviewer, page, "merge", candidate, into=" 汐公 ").status_code == 302
        assert list(Agency.objects.all()) == [other]
        assert other.article_links.count() == 2

    def test_a_name_that_nobody_bears_is_refused_and_stays_typed(
        self, reviewer: Client, page: str, candidate: Agency
    ) -> None:
        answer = press(reviewer, page, "merge", candidate, into='<无名">')
        assert answer.status_code == 422
        assert 'value="&lt;无名&quot;&gt;"' in answer.content.decode()
        assert Agency.objects.get() == candidate

    def test_another_candidate_is_no_place_to_merge_into(self, reviewer: Client, page: str, candidate: Agency) -> None:
        other = AgencyFactory(confirmed=False)
        assert press(reviewer, page, "merge", candidate, into=other.name).status_code == 422

    def test_a_dismissed_name_can_be_proposed_again(self, reviewer: Client, page: str, candidate: Agency) -> None:
        press(reviewer, page, "dismiss", candidate)
        assert "汐城市公安局" not in reviewer.get(page).context["page"].object_list
        assert "汐城市公安局" in reviewer.get(page, {"dismissed": "1"}).content.decode()
        press(reviewer, page, "take-back", candidate)
        assert list(reviewer.get(page).context["page"]) == [candidate]

    @pytest.mark.parametrize(
        ("typed", "status"),
        [({}, 400), ({"verb": "burn", "candidate": 1}, 400), ({"verb": "confirm", "candidate": "x"}, 400),
         ({"verb": "confirm", "candidate": 999999}, 404)],
    )  # fmt: skip
    def test_what_is_no_button_is_refused(self, reviewer: Client, page: str, typed: Any, status: int) -> None:
        assert reviewer.post(page, typed).status_code == status

    def test_a_confirmed_agency_is_not_decided_about_here(self, reviewer: Client, page: str) -> None:
        assert press(reviewer, page, "dismiss", AgencyFactory()).status_code == 404


class TestTheForm:
    def test_a_parent_is_chosen_by_any_of_its_names(self, candidate: Agency) -> None:
        parent = AgencyFactory(name="汐城市人民政府", kind="government", aliases=["汐城市政府"])
        assert self.save(candidate, "汐城市政府").status_code == 302
        candidate.refresh_from_db()
        assert candidate.parent == parent

    @pytest.mark.parametrize("typed", ["无名局", "汐城市公安局"])
    def test_an_unknown_parent_and_the_agency_itself_are_refused(self, candidate: Agency, typed: str) -> None:
        assert self.save(candidate, typed).status_code == 200
        candidate.refresh_from_db()
        assert candidate.parent is None

    def test_a_candidate_that_is_confirmed_here_is_confirmed_as_on_the_page(self, candidate: Agency) -> None:
        candidate.article_links.first().article.findings.create(kind="unknown-outlet", text=candidate.name)
        assert self.save(candidate, "", confirmed="on").status_code == 302
        assert Event.objects.filter(action="confirmed", subject_id=str(candidate.pk)).exists()
        assert not Finding.objects.exists()

    def test_names_are_found_in_either_script(self, candidate: Agency) -> None:
        AgencyFactory(name="南岸資訊網")
        for typed in ("南岸资讯", "南岸資訊"):
            found = client_of("Managers").get(reverse("admin:archive_agency_changelist"), {"q": typed})
            assert [agency.name for agency in found.context["cl"].result_list] == ["南岸資訊網"]

    def save(self, agency: Agency, parent: str, **typed: str) -> Any:
        alias = agency.aliases.get()
        data = {
            **{name: getattr(agency, name) for name in ("name", "slug", "kind", "level", "region")},
            **{"parent": parent, "aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 1},
            **typed,
            **{"aliases-0-id": alias.pk, "aliases-0-agency": agency.pk, "aliases-0-name": alias.name},
        }
        return client_of("Managers").post(reverse("admin:archive_agency_change", args=[agency.pk]), data)
