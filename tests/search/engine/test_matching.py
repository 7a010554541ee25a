"""What is found is what reading every text finds: in both scripts, for words, marks, digits, prefixes, conditions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.text.folding import fold, widths
from search.engine.layout import Document
from search.engine.matching import Matching, UnknownField, matching
from search.engine.plain import PlainDocument, holds
from search.engine.searching import Asked, search
from search.engine.snapshot import Snapshot
from search.query.syntax import (
    And,
    Clause,
    Everything,
    Field,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Term,
    Written,
)
from tests.search.engine.indexes import LAYOUT, by_stock, by_us, documents

DOCUMENTS = documents(260, seed=3)
REMOVED = {5, 6, 120}
PLAIN = {one.pk: PlainDocument.of(one, LAYOUT) for one in DOCUMENTS if one.pk not in REMOVED}


@pytest.fixture(scope="module", params=[by_us, by_stock])
def snapshot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    commits = [DOCUMENTS[:100], DOCUMENTS[100:103], DOCUMENTS[103:]]
    return request.param(tmp_path_factory.mktemp("index"), commits, sorted(REMOVED))


def found(snapshot: Snapshot, tree: Node) -> set[int]:
    return {
        int(pk)
        for segment, mask in zip(snapshot.segments, matching(snapshot, tree), strict=True)
        for pk in segment.pks[mask]
    }


def read(tree: Node) -> set[int]:
    return {pk for pk, one in PLAIN.items() if holds(tree, one)}


def piece(chance: random.Random, most: int = 8) -> str:
    """A piece of some line, cut anywhere, as a reader may copy it."""
    while True:
        lines = "\n".join(chance.choice(DOCUMENTS).texts.values()).split("\n")
        line = chance.choice(lines)
        start = chance.randrange(len(line) + 1)
        if words := line[start : start + chance.randint(1, most)].strip():
            return words


class TestWords:
    def test_any_piece_of_any_text_finds_what_reading_finds(self, snapshot: Snapshot) -> None:
        chance = random.Random(1)
        for _ in range(200):
            fields = chance.choice([(), (), ("title",), ("author",), ("body", "author")])
            tree = chance.choice([Term, Phrase, Prefix])(fold(piece(chance)), fields=fields)
            assert found(snapshot, tree) == read(tree), tree

    def test_both_scripts_find_the_same(self, snapshot: Snapshot) -> None:
        for one, other in [("詐騙", "诈骗"), ("電信網絡", "电信网络"), ("灘塗", "滩涂")]:
            assert fold(one) == other
            assert found(snapshot, Term(fold(one))) == read(Term(other)) != set()

    def test_the_very_script_is_found_in_the_form_it_was_written_in(self, snapshot: Snapshot) -> None:
        chance = random.Random(2)
        for _ in range(100):
            tree = Written(widths(piece(chance, 6)))
            assert found(snapshot, tree) == read(tree), tree
        assert found(snapshot, Written("詐騙")).isdisjoint(
            found(snapshot, And((Written("诈骗"), Not(Written("詐騙")))))
        )
        assert found(snapshot, Written("詐騙")) | found(snapshot, Written("诈骗")) == found(snapshot, Term("诈骗"))

    @pytest.mark.parametrize(
        "words", ["ai", "said", "iphone15", "iphone", "15", "a", "at&t", "covid-19", "covid", "3.5%", "3.5", "19 covid"]
    )
    def test_letters_and_digits_are_whole_runs(self, snapshot: Snapshot, words: str) -> None:
        assert found(snapshot, Term(words)) == read(Term(words))

    @pytest.mark.parametrize(
        "words", ["iph", "covid", "covid-1", "a", "1", "20", "s", "(covid", "海", "电信网", "2024年", "zz"]
    )
    def test_a_prefix_begins_a_run_of_letters_or_anything_in_han(self, snapshot: Snapshot, words: str) -> None:
        assert found(snapshot, Prefix(words)) == read(Prefix(words))

    @pytest.mark.parametrize(
        "words", ["𠮷", "𠮷野", "𠮷野家", "野家", "\ud842", "\U0001f986", "诈骗\U0001f986", "\x00", "龘龘龘"]
    )
    def test_characters_beyond_the_basic_plane_and_strange_ones_are_text_like_any_other(
        self, snapshot: Snapshot, words: str
    ) -> None:
        assert found(snapshot, Term(words)) == read(Term(words))

    def test_what_stands_in_two_lines_or_two_documents_is_not_found(self, snapshot: Snapshot) -> None:
        lines = [line for one in DOCUMENTS for line in one.texts["body"].split("\n")]
        for first, second in pairwise(lines[:60]):
            words = fold(first[-2:] + second[:2])
            if words.strip() == words:
                assert found(snapshot, Term(words)) == read(Term(words)), words

    def test_no_words_at_all_are_in_every_document(self, snapshot: Snapshot) -> None:
        assert found(snapshot, Term("")) == found(snapshot, Everything()) == set(PLAIN)


class TestTrees:
    def test_random_trees_are_answered_as_reading_answers_them(self, snapshot: Snapshot) -> None:
        chance = random.Random(4)
        for _ in range(80):
            tree = random_tree(chance, 3)
            assert found(snapshot, tree) == read(tree), tree
            assert {hit.pk for hit in search(snapshot, Asked(tree)).hits} == read(tree)

    def test_what_is_preferred_shuts_nothing_out(self, snapshot: Snapshot) -> None:
        assert found(snapshot, Prefer(Term("海堤"), Term("龘"))) == found(snapshot, Term("海堤")) != set()

    def test_nothing_and_everything(self, snapshot: Snapshot) -> None:
        assert found(snapshot, Nothing()) == found(snapshot, And((Term("海堤"), Nothing()))) == set()
        assert found(snapshot, And(())) == found(snapshot, Not(Nothing())) == set(PLAIN)
        assert found(snapshot, Or(())) == set()


class TestConditions:
    @pytest.mark.parametrize(
        "tree",
        [
            Field("day", "gte", 20230201), Field("day", "lt", 20230201), Field("day", "range", (20230101, 20231228)),
            Field("day", "in", [20240229, 20230101]), Field("day", "exact", "20240229"), Field("day", "gt", -5),
            Field("source", "in", (3, 9)), Field("source", "exact", -1), Field("source", "in", ()),
            Field("pk", "lte", 9),
            Field("script", "exact", "hans"), Field("script", "in", {"hant", "hans"}),
            Field("script", "startswith", "han"),
            Field("script", "exact", ""), Field("script", "exact", "latn"), Field("agencies", "exact", 2),
            Field("agencies", "in", (1, 6)), Field("places", "range", (440_001, 440_002)),
            Field("agencies", "exact", 99),
            Field("day", "gt", 10**30), Field("day", "lt", 10**30),
        ],
    )  # fmt: skip
    def test_columns_are_compared_by_value(self, snapshot: Snapshot, tree: Field) -> None:
        plain = Field(tree.name, tree.comparison, int(tree.value)) if tree.value == "20240229" else tree
        assert found(snapshot, tree) == read(plain)

    def test_years_and_months_follow_from_the_day(self, snapshot: Snapshot) -> None:
        assert found(snapshot, Field("year", "exact", 2023)) == read(Field("day", "range", (20230101, 20231231)))
        assert found(snapshot, Field("month", "in", (202402,))) == read(Field("day", "exact", 20240229))

    @pytest.mark.parametrize("words", ["海堤", "合龍", "ai", "covid", ""])
    def test_texts_hold_what_is_wanted_or_have_a_line_that_is_it_or_begins_so(
        self, snapshot: Snapshot, words: str
    ) -> None:
        lines = {pk: fold(one.document.texts["title"]).split("\n") for pk, one in PLAIN.items()}
        begin = {pk for pk, some in lines.items() if any(line.startswith(fold(words)) for line in some)}
        assert found(snapshot, Field("title", "exact", words)) == {pk for pk in lines if fold(words) in lines[pk]}
        assert found(snapshot, Field("title", "startswith", words)) == begin != set()
        assert not words or found(snapshot, Field("title", "contains", words)) == read(
            Term(fold(words), fields=("title",))
        )

    @pytest.mark.parametrize(
        "tree",
        [
            Field("nothing", "exact", 1), Field("day", "exact", "soon"), Field("day", "contains", 1),
            Field("script", "gt", "a"), Field("title", "gt", "a"), Field("day", "in", 5), Clause("source", "x"),
            Term("海堤", fields=("nothing",)),
        ],
    )  # fmt: skip
    def test_a_condition_that_no_field_can_bear_is_refused(self, snapshot: Snapshot, tree: Node) -> None:
        with pytest.raises(UnknownField):
            matching(snapshot, tree)


def random_tree(chance: random.Random, depth: int) -> Node:
    kind = chance.randrange(8) if depth else 0
    if kind < 4:
        return Term(fold(piece(chance, 4)))
    if kind == 4:
        return Not(random_tree(chance, depth - 1))
    if kind == 5:
        return Field("day", "range", (20230101, chance.choice([20230202, 20231201])))
    parts = tuple(random_tree(chance, depth - 1) for _ in range(chance.randint(1, 3)))
    return And(parts) if kind == 6 else Or(parts)


ALPHABET = "海堤合龙電电a1A ，-\n𠮷🦆カ𐐷é"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.text(ALPHABET, max_size=12), min_size=1, max_size=6),
    st.lists(st.text(ALPHABET, min_size=1, max_size=4)),
)
def test_any_text_is_found_as_reading_finds_it(texts: Sequence[str], queries: Sequence[str]) -> None:
    lines = ["\n".join(" ".join(line.split()) for line in text.split("\n")) for text in texts]
    rows = [Document(pk, {"title": "", "body": line}) for pk, line in enumerate(lines, 1)]
    plain = {one.pk: PlainDocument.of(one, LAYOUT) for one in rows}
    with TemporaryDirectory() as folder:
        snapshot = by_us(Path(folder), [rows])
        for words in [*queries, *lines]:
            for line in words.split("\n"):
                folded = fold(" ".join(line.split()))
                for tree in (Term(folded), Prefix(folded), Written(widths(" ".join(line.split())))):
                    if folded:
                        assert found(snapshot, tree) == {pk for pk, one in plain.items() if holds(tree, one)}, tree


def test_a_node_is_looked_up_once_in_a_query(snapshot: Snapshot) -> None:
    once = Matching(snapshot)
    tree = Term("堤合龙")
    assert once.mask(tree) is once.mask(tree)
    assert once.postings(tree, "body") is once.postings(Term("堤合龙", 3, 6), "body")
