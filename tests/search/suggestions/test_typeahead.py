"""While a reader types, words, agencies and titles are offered that go on so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.suggestions.archive import Named
from search.suggestions.lexicon import Entry
from search.suggestions.typeahead import Suggestion, complete
from tests.search.suggestions.invented import InventedArchive, vocabulary

ARCHIVE = InventedArchive(
    ["电信诈骗案件下降，诈骗", "电信公司回应，电信诈骗", "上海提醒防范电信诈骗，上海", "诈骗犯落网，滨海市公安局"],
    hidden=["诈骗机密"],
)
ARCHIVE.known_agencies = {7: Named("滨海市公安局", "/agency/binhai/", count=1)}
TITLES = [Entry(text.split("，")[0], 9 - key, key) for key, text in ARCHIVE.bodies.items()]
WORDS = vocabulary(
    "电信", "电信公司", "电信诈骗", "诈骗", "诈骗犯", "诈骗机密", "上海",
    titles=[Entry("诈骗机密", 99, 99), *TITLES],
    agencies=[Entry("滨海市公安局", 1, 7), Entry("滨海公安", 2, 7), Entry("滨海机密局", 3, 8)],
    weights={"电信诈骗": 30, "电信": 40, "诈骗犯": 5},
)  # fmt: skip


def offered(typed: str, limit: int = 8) -> list[str]:
    return [one.text for one in complete(typed, WORDS, ARCHIVE, limit=limit)]


def words(typed: str) -> list[str]:
    return [one.text for one in complete(typed, WORDS, ARCHIVE, limit=8) if one.kind == "word"]


class TestWords:
    @pytest.mark.parametrize("typed", ["电信", "電信", "ｄｉａｎｘｉｎｚ", "dianxinz", "dian xin z", "DXZ", "dxzp"])
    def test_they_are_found_in_either_script_and_in_pinyin(self, typed: str) -> None:
        assert "电信诈骗" in words(typed)

    def test_the_most_frequent_comes_first(self) -> None:
        assert words("dian") == ["电信", "电信诈骗", "电信公司"]

    def test_each_comes_with_its_public_articles(self) -> None:
        assert complete("电信诈", WORDS, ARCHIVE, limit=8)[0] == Suggestion("电信诈骗", "word", 3)

    def test_what_was_typed_is_not_offered_again(self) -> None:
        assert words("电信") == ["电信诈骗", "电信公司"]

    def test_words_before_the_last_one_are_kept_and_narrow_the_count(self) -> None:
        assert complete("上海 电信", WORDS, ARCHIVE, limit=8)[0] == Suggestion("上海 电信诈骗", "word", 1)

    def test_letters_that_begin_no_word_may_stand_for_several(self) -> None:
        assert words("shanghaitixing") == []
        assert words("shtxff") == []


class TestNames:
    def test_an_agency_is_found_by_any_of_its_names_once(self) -> None:
        agency = Suggestion("滨海市公安局", "agency", 1, "/agency/binhai/")
        assert [one for one in complete("滨海", WORDS, ARCHIVE, limit=8) if one.kind == "agency"] == [agency]
        assert agency in complete("bhga", WORDS, ARCHIVE, limit=8)

    def test_titles_that_begin_so_come_before_such_as_hold_the_words(self) -> None:
        found = [one.text for one in complete("电信诈骗", WORDS, ARCHIVE, limit=8) if one.kind == "title"]
        assert found == ["电信诈骗案件下降", "上海提醒防范电信诈骗"]
        assert "电信公司回应" in offered("dxgsh")

    def test_no_more_are_offered_than_asked_for(self) -> None:
        assert len(offered("d", limit=3)) <= 3
        assert len(offered("电", limit=4)) == 4


class TestWhatIsNotPublic:
    @pytest.mark.parametrize("typed", ["诈骗", "诈骗机", "zhapianj", "zpjm", "滨海", "滨海机", "bhj"])
    def test_it_is_never_offered(self, typed: str) -> None:
        assert not [text for text in offered(typed) if "机密" in text]


@pytest.mark.parametrize("typed", ["", " ", "　", "“", "电" * 41, "z" * 41, "\x00"])
def test_nothing_is_offered_for_what_begins_nothing(typed: str) -> None:
    assert offered(typed) == []


@given(st.text("电信诈骗上海 dianxzp'，1", max_size=12))
def test_whatever_is_typed_all_that_is_offered_is_there(typed: str) -> None:
    for one in complete(typed, WORDS, ARCHIVE, limit=8):
        assert one.count > 0
        if one.kind == "word":
            assert one.count == ARCHIVE.count(one.text.split())
