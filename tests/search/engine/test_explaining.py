"""An explanation tells what was looked up and read, and its scores add up to those of the hits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.engine.explaining import NodeReport, explain
from search.engine.plain import PlainDocument, holds
from search.engine.searching import Asked, search
from search.engine.snapshot import Snapshot
from search.query.syntax import And, Field, Not, Or, Phrase, Prefer, Prefix, Term, Written
from tests.search.engine.indexes import LAYOUT, by_us, documents

DOCUMENTS = documents(120, seed=66)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return by_us(tmp_path_factory.mktemp("index"), [DOCUMENTS[:70], DOCUMENTS[70:]], [9])


def report(snapshot: Snapshot, term: Term) -> NodeReport:
    return explain(snapshot, Asked(term, stop=3)).tree


def test_the_scores_by_term_add_up_to_the_score_of_the_hit(snapshot: Snapshot) -> None:
    tree = And((Or((Term("海堤"), Phrase("他们的"), Term("堤"))), Not(Term("ai")), Field("script", "exact", "hans")))
    told = explain(snapshot, Asked(tree, stop=10))
    assert told.found == search(snapshot, Asked(tree, stop=10))
    assert len(told.hits) == 10
    for one in told.hits:
        assert sum(score for _, _, score in one.parts) == pytest.approx(one.hit.score)
        assert {text for text, _, _ in one.parts} <= {"海堤", "他们的", "堤"}


def test_each_node_tells_how_many_documents_match_it(snapshot: Snapshot) -> None:
    tree = And((Term("海堤"), Not(Term("合龙"))))
    told = explain(snapshot, Asked(Prefer(tree, Term("警方")), filters={"kind": Field("kind", "exact", "news")}))
    (required, preferred), kind = told.tree.children, told.filters["kind"]
    assert told.tree.matches == required.matches == search(snapshot, Asked(tree)).count
    assert preferred.matches == search(snapshot, Asked(Term("警方"))).count
    assert [one.matches for one in required.children[1].children] == [search(snapshot, Asked(Term("合龙"))).count]
    assert kind.matches == search(snapshot, Asked(Field("kind", "exact", "news"))).count
    assert told.found.count < told.tree.matches and told.ms > 0


@pytest.mark.parametrize(
    ("term", "way", "terms"),
    [
        (Term("海堤"), "term", ["海堤"]), (Term("堤"), "beginning", []), (Prefix("iph"), "beginning", []),
        (Phrase("他们的"), "reading", ["他们", "们的"]), (Term("5日"), "reading", []),
        (Written("詐騙"), "reading", ["诈骗"]),
    ],
)  # fmt: skip
def test_a_term_tells_by_what_it_was_found(snapshot: Snapshot, term: Term, way: str, terms: list[str]) -> None:
    for text in report(snapshot, term).texts:
        asked = replace(term, fields=(text.field,))
        assert (text.way, sorted(one for one, _ in text.terms)) == (way, sorted(terms))
        assert text.candidates >= text.holders and all(df >= text.candidates for _, df in text.terms)
        assert text.holders == sum(holds(asked, PlainDocument.of(one, LAYOUT)) for one in DOCUMENTS) > 0
