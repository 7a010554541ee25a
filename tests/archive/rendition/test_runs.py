"""Found words, readings and short figures stay on their characters, whatever the text was converted to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.rendition.runs import Run, occurrences, runs_of
from archive.text.alignment import Aligned
from archive.text.conversion import Conversion, convert
from archive.text.folding import fold


def words(runs: tuple[Run, ...]) -> list[str]:
    return [run.text for run in runs if run.marked]


class TestOccurrences:
    def test_a_word_is_found_in_either_script_and_any_width(self):
        assert occurrences("海堤合龍，ＡＢ", ["合龙", "ab"]) == [(2, 4), (5, 7)]

    def test_words_that_overlap_or_touch_are_one_mark(self):
        assert occurrences("三号海堤合龙", ["海堤", "堤合", "龙"]) == [(2, 6)]

    def test_latin_words_are_whole_words(self):
        assert occurrences("SAID AI 2015 15日", ["ai", "15"]) == [(5, 7), (13, 15)]

    def test_a_blank_stands_for_any(self):
        assert occurrences("看潮　 做饭", ["看潮 做饭"]) == [(0, 6)]

    def test_patterns_in_what_is_asked_are_text(self):
        assert occurrences("a.*b 甲", [".*", "("]) == [(1, 3)]


class TestRuns:
    def test_a_plain_text_is_one_run_and_an_empty_one_is_none(self):
        assert runs_of(Aligned("海堤")) == (Run("海堤"),)
        assert runs_of(Aligned("")) == ()

    def test_a_reading_stands_at_its_character_within_a_mark(self):
        runs = runs_of(Aligned("旧埭外侧"), marks=[(0, 3)], readings={1: "dài"})
        assert runs == (
            Run("旧", marked=True),
            Run("埭", marked=True, reading="dài"),
            Run("外", marked=True),
            Run("侧"),
        )

    def test_a_reading_beyond_the_text_is_left_out(self):
        assert runs_of(Aligned("旧"), readings={5: "dài"}) == (Run("旧"),)

    def test_marks_of_different_length_stay_on_their_words(self):
        shown = Aligned.of([("用", "用"), ("打印机", "印表機器"), ("打", "打")])
        assert words(runs_of(shown, marks=[(1, 2)])) == ["印表機器"]
        assert words(runs_of(shown, marks=[(4, 5)])) == ["打"]

    def test_one_or_two_figures_stand_upright_and_others_lie(self):
        runs = runs_of(Aligned("3月12日共2024人，4.86公里，A1，5"), upright=True)
        assert [run.text for run in runs if run.upright] == ["3", "12", "5"]

    @given(
        st.text("海堤合龙后里发 1a", max_size=30), st.lists(st.text("海堤后里发1a", min_size=1, max_size=3), max_size=3)
    )
    def test_what_is_marked_is_what_was_sought(self, text, sought):
        spans = occurrences(text, sought)
        for conversion in Conversion:
            runs = runs_of(convert(text, conversion), marks=spans, readings={2: "x"}, upright=True)
            assert fold("".join(run.text for run in runs)) == fold(text)
            assert fold("|".join(words(runs)).replace("|", "")) == fold("".join(text[a:b] for a, b in spans))
