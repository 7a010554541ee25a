"""Fields that hold an agency's name ask for the known ones while they are filled: a few at a time, in either script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive import authority
from archive.authority import Match
from tests.drafts import make_draft
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db

NAMES = reverse("admin:archive_agency_names")


def offered(client, typed: str, **more: str) -> list[str]:
    answer = client.get(NAMES, {"q": typed, **more})
    assert answer.status_code == 200
    return [one["text"] for one in answer.json()["suggestions"]]


class TestMatching:
    def test_what_was_typed_comes_first_then_what_begins_with_it_then_what_holds_it(self):
        for name in ("南汐城报", "汐城报业集团", "汐城报"):
            AgencyFactory(name=name)
        assert [one.name for one in authority.matching(" 汐城报 ")] == ["汐城报", "汐城报业集团", "南汐城报"]

    def test_names_are_found_in_either_script_and_by_their_other_names(self):
        AgencyFactory(name="汐城電訊", aliases=["汐電"])
        assert authority.matching("汐城电") == [Match("汐城電訊")]
        assert authority.matching("汐电") == [Match("汐城電訊", "汐電")]

    def test_an_agency_comes_once_however_many_of_its_names_fit(self):
        AgencyFactory(name="汐城报", aliases=["汐城报社", "老汐城报"])
        assert authority.matching("汐城") == [Match("汐城报")]

    def test_candidates_and_dismissed_names_are_not_offered(self):
        AgencyFactory(name="候选报", confirmed=False)
        AgencyFactory(name="不是报", confirmed=False, dismissed=True)
        assert authority.matching("报") == []

    @pytest.mark.parametrize("typed", ["", " ", "%", "_", "无"])
    def test_nothing_and_what_is_no_name_give_nothing(self, typed):
        AgencyFactory(name="汐城报")
        assert authority.matching(typed) == []


class TestTheAnswer:
    def test_at_most_twenty_in_two_queries(self, as_, django_assert_max_num_queries):
        for number in range(60):
            AgencyFactory(name=f"汐城报{number}", aliases=[f"旧汐城报{number}", f"新汐城报{number}"])
        client = as_("reviewer")
        client.get(NAMES)
        with django_assert_max_num_queries(6):  # two of them, beside those for who asks
            assert len(offered(client, "汐城")) == 20
        with django_assert_max_num_queries(2):
            assert len(authority.matching("汐城")) == 20

    def test_of_outlets_alone_where_only_those_will_do(self, as_):
        AgencyFactory(name="汐城报")
        AgencyFactory(name="汐城局", kind="government")
        assert offered(as_("uploader"), "汐城", kind="outlet") == ["汐城报"]
        assert len(offered(as_("uploader"), "汐城", kind="x")) == 2

    @pytest.mark.parametrize(("role", "status"), [("nobody", 302), ("reader", 302)])
    def test_is_for_staff_alone(self, as_, role, status):
        assert as_(role).get(NAMES, {"q": "汐"}).status_code == status

    def test_long_and_odd_questions_are_answered(self, as_):
        client = as_("reviewer")
        for typed in ("汐" * 10_000, "\x00", "'", '"><script>'):
            assert offered(client, typed) == []


def test_no_page_holds_the_names_of_agencies_that_it_does_not_speak_of(as_):
    AgencyFactory(name="别处的报")
    known, candidate = AgencyFactory(name="汐城晚报"), AgencyFactory(name="未知社", confirmed=False)
    article = make_draft()
    article.agency_links.create(agency=candidate, role="mentioned")
    for name, keys in (
        ("archive_article_review", [article.pk]),
        ("archive_agency_candidates", []),
        ("archive_agency_merge", [known.pk]),
        ("archive_agency_change", [known.pk]),
        ("archive_uploadbatch_upload", []),
    ):
        shown = as_("manager").get(reverse(f"admin:{name}", args=keys)).content.decode()
        assert "别处的报" not in shown, name
        assert f'data-suggest="{NAMES}' in shown, name


def test_the_fields_of_a_bulk_edit_ask_too(as_):
    article = make_draft()
    shown = as_("reviewer").post(reverse("admin:archive_article_bulk_edit"), {"chosen": [article.pk]}).content.decode()
    assert shown.count(f'data-suggest="{NAMES}"') == 2
