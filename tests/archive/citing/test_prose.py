"""Chicago, APA and the Chinese footnote."""

from __future__ import annotations

import pytest

from archive.citing import Run, apa, chicago, footnote, plain
from tests.archive.citing.samples import ADDRESS, FOUR, page_facts, some_facts

ELEVEN = tuple(f"作者{number}" for number in range(1, 12))


class TestChicago:
    def test_note(self) -> None:
        expected = f"沈砚舟 and 陆知微, “三号海堤昨日合龙,” 汐城晚报, September 12, 2024, {ADDRESS}."
        assert plain(chicago.note(some_facts())) == expected

    def test_bibliography(self) -> None:
        expected = f"沈砚舟 and 陆知微. “三号海堤昨日合龙.” 汐城晚报, September 12, 2024. {ADDRESS}."
        assert plain(chicago.bibliography(some_facts())) == expected

    def test_unsigned_the_note_begins_with_the_title_and_the_list_with_the_newspaper(self) -> None:
        facts = some_facts(authors=())
        assert plain(chicago.note(facts)).startswith("“三号海堤昨日合龙,” 汐城晚报, September")
        assert plain(chicago.bibliography(facts)).startswith("汐城晚报. “三号海堤昨日合龙.” September")

    def test_four_authors_are_one_and_others_in_a_note_and_all_in_the_list(self) -> None:
        facts = some_facts(authors=FOUR)
        assert plain(chicago.note(facts)).startswith("沈砚舟 et al., “")
        assert plain(chicago.bibliography(facts)).startswith("沈砚舟, 陆知微, 何汀, and 周遥. “")

    def test_of_eleven_the_list_names_seven(self) -> None:
        listed = plain(chicago.bibliography(some_facts(authors=ELEVEN)))
        assert listed.startswith("作者1, 作者2, 作者3, 作者4, 作者5, 作者6, 作者7, et al. “")

    def test_quotation_marks_in_a_title_become_single_ones(self) -> None:
        facts = some_facts(title="告别“看潮做饭”")
        assert "“告别‘看潮做饭’.”" in plain(chicago.bibliography(facts))

    def test_no_full_stop_follows_a_question_mark(self) -> None:
        facts = some_facts(title="海堤何时合龙？")
        assert "“海堤何时合龙？” 汐城晚报" in plain(chicago.bibliography(facts))
        assert "“海堤何时合龙？,” 汐城晚报" in plain(chicago.note(facts))

    def test_undated_it_says_when_it_was_read(self) -> None:
        facts = some_facts(date=())
        assert plain(chicago.note(facts)).endswith(f"汐城晚报, n.d., accessed November 22, 2026, {ADDRESS}.")
        assert plain(chicago.bibliography(facts)).endswith(f"汐城晚报, n.d. Accessed November 22, 2026. {ADDRESS}.")

    def test_a_month_stays_a_month(self) -> None:
        assert ", September 2024, " in plain(chicago.note(some_facts(date=(2024, 9))))

    def test_only_latin_names_of_newspapers_are_italic(self) -> None:
        assert Run("Tide Daily", italic=True) in chicago.note(some_facts(outlet="Tide Daily"))
        assert not any(run.italic for run in chicago.note(some_facts()))


class TestApa:
    def test_newspaper(self) -> None:
        expected = f"沈砚舟, & 陆知微. (2024, September 12). 三号海堤昨日合龙. 汐城晚报. {ADDRESS}"
        assert plain(apa.reference(some_facts())) == expected

    def test_an_unsigned_newspaper_article_begins_with_its_title(self) -> None:
        expected = f"三号海堤昨日合龙. (2024, September 12). 汐城晚报. {ADDRESS}"
        assert plain(apa.reference(some_facts(authors=()))) == expected

    def test_the_site_of_an_unsigned_page_is_its_group_author(self) -> None:
        expected = f"远汀网. (2024, September 12). 三号海堤昨日合龙. {ADDRESS}"
        assert plain(apa.reference(page_facts(authors=()))) == expected

    @pytest.mark.parametrize(
        ("date", "written"), [((2024, 9), "(2024, September)"), ((2024,), "(2024)"), ((), "(n.d.)")]
    )
    def test_the_date_is_as_exact_as_it_is_known(self, date: tuple[int, ...], written: str) -> None:
        assert f" {written}. 三号" in plain(apa.reference(some_facts(date=date)))

    def test_undated_it_says_when_it_was_retrieved(self) -> None:
        assert plain(apa.reference(some_facts(date=()))).endswith(f"Retrieved November 22, 2026, from {ADDRESS}")

    def test_of_more_than_twenty_authors_the_last_one_follows_nineteen(self) -> None:
        many = tuple(f"作者{number}" for number in range(1, 23))
        assert "作者19, . . . 作者22. (2024" in plain(apa.reference(some_facts(authors=many)))


class TestFootnote:
    def test_newspaper(self) -> None:
        expected = f"沈砚舟、陆知微：《三号海堤昨日合龙》，《汐城晚报》2024年9月12日，{ADDRESS}，2026年11月22日访问。"
        assert plain(footnote.footnote(some_facts())) == expected

    def test_a_reprint_is_told_with_its_title(self) -> None:
        facts = some_facts(republisher="远汀网", title_here="告别《潮水表》")
        assert "2024年9月12日，远汀网以《告别〈潮水表〉》为题转载，" in plain(footnote.footnote(facts))

    def test_a_page_of_unknown_date(self) -> None:
        facts = page_facts(authors=FOUR, date=())
        assert plain(footnote.footnote(facts)).startswith("沈砚舟等：《三号海堤昨日合龙》，远汀网，日期不详，")

    def test_its_words_are_those_of_the_script_of_the_article(self) -> None:
        facts = some_facts(language="zh-Hant", republisher="濱海電訊", date=())
        assert "，日期不詳，濱海電訊轉載，" in plain(footnote.footnote(facts))

    def test_other_languages_get_the_note_of_chicago(self) -> None:
        facts = some_facts(language="")
        assert footnote.footnote(facts) == chicago.note(facts)
