"""The doors, over a real index and the gate: nothing that is not public is ever proposed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from archive import publishing
from archive.models import Article
from search.indexing import indexer
from search.suggestions import did_you_mean, suggest
from search.suggestions.correction import Correction
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

Publish = Callable[..., Article]
ADDRESS = "/api/v1/suggest"


@pytest.fixture
def archive(publish: Publish) -> list[Article]:
    bureau = AgencyFactory(name="滨海市公安局", slug="binhai-police", kind="government", aliases=["滨海公安"])
    return [
        publish(title="电信诈骗案件下降", body=["滨海警方提醒：防范电信诈骗。"], mentions=[bureau], indexed=False),
        publish(title="電信詐騙手法翻新", body=["市民須提防電信詐騙。"], script="hant", indexed=False),
        publish(title="三号海堤合龙", body=["堤身沉降仍须观测。"]),
    ]


def texts(typed: str) -> list[str]:
    return [one.text for one in suggest(typed)]


class TestProposed:
    @pytest.mark.parametrize("typed", ["榨骗", "诈编", "dxzp", "dianxin zhapian", "zhapian"])
    def test_slips_and_pinyin_lead_to_the_archives_words(self, archive: list[Article], typed: str) -> None:
        found = did_you_mean(typed)
        assert found is not None and found.text in ("诈骗", "电信诈骗")
        assert found.count == 2

    def test_who_types_traditional_characters_reads_them(self, archive: list[Article]) -> None:
        assert did_you_mean("榨騙") == Correction("詐騙", 2)
        assert "電信詐騙" in texts("電信詐")

    def test_words_agencies_and_titles_of_both_scripts_are_offered(self, archive: list[Article]) -> None:
        found = {(one.kind, one.text): one for one in suggest("dianxin")}
        assert found["word", "电信诈骗"].count == 2
        assert found["title", "電信詐騙手法翻新"].url == archive[1].get_absolute_url()
        (agency,) = suggest("滨海公")
        assert (agency.kind, agency.text, agency.count) == ("agency", "滨海市公安局", 1)
        assert agency.url == "/agencies/binhai-police/"

    def test_nothing_is_proposed_without_an_index(self, index_folder: object) -> None:
        assert suggest("电信") == []
        assert did_you_mean("榨骗") is None


class TestWhatIsNotPublic:
    @pytest.mark.parametrize("state", ["draft", "returned", "withdrawn"])
    def test_no_state_but_published_is_ever_proposed(self, archive: list[Article], state: str) -> None:
        ArticleFactory(title="海怪机密档案", body=["海怪机密档案不宜公开。"], state=state)
        indexer.rebuild()
        for typed in ("海怪", "海怪机密", "jimidangan", "hgjm"):
            assert not [text for text in texts(typed) if "怪" in text or "机密" in text]
        assert did_you_mean("jimidangan") is None

    def test_a_withdrawn_article_is_proposed_no_more_at_once(self, publish: Publish, archive: list[Article]) -> None:
        secret = publish(title="海怪机密档案", body=["海怪机密档案不宜公开。"])
        assert "海怪机密档案" in texts("海怪")
        assert did_you_mean("jimidangan") == Correction("机密档案", 1)
        publishing.withdraw(secret, by=UserFactory(), reason="test")
        for typed in ("海怪", "jimidangan", "hgjm", "海怪机", "机密"):
            assert texts(typed) == []
        assert did_you_mean("jimidangan") is None

    def test_a_candidate_is_no_agency(self, publish: Publish) -> None:
        AgencyFactory(name="沧澜通讯社", confirmed=False)
        publish(title="三号海堤合龙", source_name="沧澜通讯社")
        assert texts("沧澜") == []


class TestApi:
    def test_an_answer_has_these_keys(self, archive: list[Article], client: Client) -> None:
        answer = client.get(ADDRESS, {"q": "电信诈"})
        assert answer.json()["suggestions"][0] == {
            "text": "电信诈骗",
            "kind": "word",
            "count": 2,
            "note": answer.json()["suggestions"][0]["note"],
            "url": "",
        }
        assert "2" in answer.json()["suggestions"][0]["note"]
        assert answer["Cache-Control"] == "public, no-cache"

    def test_it_only_reads(self, client: Client, index_folder: object) -> None:
        assert client.post(ADDRESS, {"q": "电"}).status_code == 405

    @pytest.mark.parametrize("typed", ["", "\x00", "“”", "a" * 5000, "电" * 300, "标题:电信", "𠀀", "%' OR 1=1"])
    def test_whatever_is_typed_is_answered(self, archive: list[Article], client: Client, typed: str) -> None:
        answer = client.get(ADDRESS, {"q": typed})
        assert answer.status_code == 200
        assert answer.json() == {"suggestions": []}
