"""Texts as sets of pieces: what folding makes equal, what containment says, what fingerprints cannot miss."""

from __future__ import annotations

import random
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from archive.text.fingerprints import (
    SHINGLE,
    SHORTEST,
    WINDOW,
    _hashes,
    containment,
    digest,
    fingerprints,
    shingles,
    words_of,
)
from archive.text.folding import fold

HAN = [chr(code) for code in range(0x4E00, 0x9FA5)]
texts = st.text(alphabet=st.sampled_from(HAN + list("0123456789abc")), max_size=300)
passages = st.text(alphabet=st.sampled_from(HAN), min_size=SHORTEST, max_size=120)
MARKS = "，。！？、；：「」『』“”《》（）【】…—·~ 　\t\n"


def variants() -> dict[str, list[str]]:
    """Every character's forms in other scripts and widths."""
    found = defaultdict(list)
    for char in HAN + [chr(code) for code in range(0xFF10, 0xFF5B)]:
        found[fold(char)].append(char)
    return found


VARIANTS = variants()


class TestWords:
    @given(text=texts, chance=st.randoms(use_true_random=False))
    def test_script_width_case_and_marks_make_no_difference(self, text: str, chance: random.Random) -> None:
        plain = fold(text)
        other = "".join(chance.choice(VARIANTS.get(char, [char])) + chance.choice(["", *MARKS]) for char in plain)
        assert words_of([other]) == words_of([plain])
        assert digest(words_of([other])) == digest(words_of([plain]))
        assert fingerprints(words_of([other])) == fingerprints(words_of([plain]))

    @given(st.lists(texts, max_size=5))
    def test_paragraphs_make_no_difference(self, paragraphs: list[str]) -> None:
        assert words_of(paragraphs) == words_of(["".join(paragraphs)])

    def test_a_traditional_page_has_the_words_of_the_simplified_one(self) -> None:
        assert words_of(["雲渡縣２０２６年防汛會議，昨日召開。"]) == words_of(["云渡县2026年防汛会议", "昨日召开"])

    def test_nothing_but_marks_has_no_digest(self) -> None:
        assert digest(words_of(["……", "　"])) == ""

    def test_a_lone_surrogate_is_no_error(self) -> None:
        assert digest("\ud800") and not fingerprints("\ud800")


class TestContainment:
    @given(texts.filter(bool))
    def test_a_text_holds_all_of_itself(self, text: str) -> None:
        assert containment(shingles(text), shingles(text)) == (1.0, 1.0)

    @given(before=texts, text=texts.filter(lambda text: len(text) >= SHINGLE), after=texts)
    def test_a_text_within_another_is_all_there(self, before: str, text: str, after: str) -> None:
        assert containment(shingles(text), shingles(before + text + after))[0] == 1.0

    @given(texts, texts)
    def test_it_reads_the_same_from_both_sides(self, one: str, other: str) -> None:
        assert containment(shingles(one), shingles(other)) == containment(shingles(other), shingles(one))[::-1]

    def test_nothing_holds_nothing(self) -> None:
        assert containment(shingles(""), shingles("海堤")) == (0.0, 0.0)


class TestFingerprints:
    @given(st.text(alphabet="ab一二", max_size=200) | texts)
    def test_they_are_the_smallest_hash_of_each_window(self, text: str) -> None:
        hashes = _hashes(text)
        windows = [hashes[start : start + WINDOW] for start in range(len(hashes) - WINDOW + 1)]
        assert fingerprints(text) == {min(window) for window in windows}

    @given(before=texts, passage=passages, after=texts, other=texts)
    def test_a_shared_passage_is_never_missed(self, before: str, passage: str, after: str, other: str) -> None:
        assert fingerprints(passage) <= fingerprints(before + passage + after) & fingerprints(passage + other)
        assert fingerprints(passage)

    def test_a_text_of_one_repeated_character_has_one(self) -> None:
        assert len(fingerprints("哈" * 5000)) == 1

    def test_they_are_the_same_on_every_machine(self) -> None:
        """Stored values outlive a program: another answer needs another VERSION."""
        assert sorted(fingerprints("昨天上午十点二十分三号海堤在平潮时分合龙堤身沉降仍须观测两个汛期")) == [115023233]
