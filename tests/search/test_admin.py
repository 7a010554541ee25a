"""Search on the desk: the dictionary and what was asked in vain, for those who review."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Article, Event
from search.missed import note_miss
from search.models import DictionaryWord, MissedQuery
from tests.archive.admin.conftest import ROLES
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WORDS, MISSED = "admin:search_dictionaryword_changelist", "admin:search_missedquery_changelist"


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(UserFactory(username="reviewer", groups=["Reviewers"]))
    return client


@pytest.mark.parametrize("page", [WORDS, "admin:search_dictionaryword_add", MISSED])
@pytest.mark.parametrize(("role", "status"), list(zip(ROLES, (302, 302, 403, 200, 200), strict=True)))
def test_it_is_for_reviewers(client: Client, index_folder: object, page: str, role: str, status: int) -> None:
    groups = {"uploader": ["Uploaders"], "reviewer": ["Reviewers"], "manager": ["Managers"]}.get(role)
    if role != "nobody":
        client.force_login(UserFactory(groups=groups))
    assert client.get(reverse(page)).status_code == status


def test_nobody_writes_queries_by_hand(reviewer: Client, index_folder: object) -> None:
    assert reviewer.get(reverse("admin:search_missedquery_add")).status_code == 403


class TestDictionary:
    def add(self, client: Client, word: str):  # type: ignore[no-untyped-def]
        return client.post(reverse("admin:search_dictionaryword_add"), {"word": word, "kind": "person", "note": ""})

    def test_a_word_is_added_under_a_name_and_told_in_the_log(self, reviewer: Client, index_folder: object) -> None:
        assert self.add(reviewer, "陸仁嘉").status_code == 302
        word = DictionaryWord.objects.get()
        assert (word.key, word.added_by.username) == ("陆仁嘉", "reviewer")
        assert Event.objects.filter(action="word added", subject_id=word.pk).exists()

    @pytest.mark.parametrize("word", ["陆仁", "Lu Renjia", "陆仁嘉"])
    def test_a_word_that_cannot_be_one_is_refused_with_the_reason(
        self, reviewer: Client, index_folder: object, word: str
    ) -> None:
        DictionaryWord.objects.create(word="陸仁嘉")
        answer = self.add(reviewer, word)
        assert answer.context["errors"]
        assert DictionaryWord.objects.count() == 1

    def test_the_list_tells_what_waits_for_a_rebuild(self, reviewer: Client, publish: Callable[..., Article]) -> None:
        publish()
        assert reviewer.get(reverse(WORDS)).context["waiting"] == 0
        self.add(reviewer, "陸仁嘉")
        answer = reviewer.get(reverse(WORDS))
        assert answer.context["waiting"] == 1
        assert "陸仁嘉" in answer.content.decode()

    def test_it_is_searched_in_either_script(self, reviewer: Client, index_folder: object) -> None:
        self.add(reviewer, "陸仁嘉")
        assert reviewer.get(reverse(WORDS), {"q": "陆仁"}).context["cl"].result_count == 1

    def test_a_word_that_is_taken_out_is_told_in_the_log(self, reviewer: Client, index_folder: object) -> None:
        self.add(reviewer, "陸仁嘉")
        address = reverse("admin:search_dictionaryword_delete", args=[DictionaryWord.objects.get().pk])
        assert reviewer.post(address, {"post": "yes"}).status_code == 302
        assert not DictionaryWord.objects.exists()
        assert Event.objects.filter(action="word removed").exists()


def test_what_was_asked_in_vain_is_listed_with_the_nearest_words(
    reviewer: Client, publish: Callable[..., Article]
) -> None:
    publish(body=["警方提醒防范诈骗。"])
    for query in ("榨骗", "榨骗", "<b>无此"):
        note_miss(query)
    page = reviewer.get(reverse(MISSED)).content.decode()
    assert page.index("榨骗") < page.index("&lt;b&gt;无此")
    assert ">诈骗</a> (1)" in page
    assert "<b>无此" not in page


def test_a_settled_query_can_be_struck_off(reviewer: Client, index_folder: object) -> None:
    note_miss("榨骗")
    address = reverse("admin:search_missedquery_delete", args=[MissedQuery.objects.get().pk])
    assert reviewer.post(address, {"post": "yes"}).status_code == 302
    assert not MissedQuery.objects.exists()
