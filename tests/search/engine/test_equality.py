"""What we write is what Whoosh's own writer would have written: the same terms, lengths, hits and scores."""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

import pytest
from whoosh.index import FileIndex, open_dir
from whoosh.query import And, ColumnQuery, Not, Or, Prefix, Query, Term
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from tests.search.engine.indexes import LAYOUT, by_stock, by_us, documents

_DOCUMENTS = documents(120, seed=11)
#: Whoosh scores a prefix otherwise where one term of a segment has it than where several have: the same segments.
_COMMITS = [_DOCUMENTS[:50], _DOCUMENTS[50:51], _DOCUMENTS[51:]]
_REMOVED = (5, 77, 110)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> FileIndex:
    """Written by Whoosh."""
    folder = tmp_path_factory.mktemp("stock")
    by_stock(folder, _COMMITS, _REMOVED)
    return open_dir(str(folder))


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> FileIndex:
    """Written by us."""
    folder = tmp_path_factory.mktemp("ours")
    by_us(folder, _COMMITS, _REMOVED)
    return open_dir(str(folder))


class Asked(NamedTuple):
    """A query, and from which day on; Whoosh has ranges of a column for filters only."""

    query: Query
    from_day: int | None


def answers(searcher: Searcher, asked: Asked) -> dict[int, float]:
    """All documents that Whoosh finds, by key, and their scores."""
    keys = list(searcher.reader().column_reader("n_pk", translate=False))
    days = ColumnQuery("n_day", lambda day: day >= asked.from_day) if asked.from_day else None
    return {keys[hit.docnum]: hit.score for hit in searcher.search(asked.query, limit=None, filter=days)}


def queries(index: FileIndex, count: int) -> list[Asked]:
    """Random queries of every kind over terms of the index, frequent and rare."""
    chance = random.Random(count)
    with index.reader() as reader:
        terms = {name: [term.decode() for term in reader.lexicon(name)] for name in LAYOUT.texts}

    def query(depth: int) -> Query:
        name = chance.choice(list(terms))
        term = chance.choice(terms[name])
        match chance.choice(["term", "prefix", "and", "or", "not"] if depth else ["term", "prefix"]):
            case "term":
                return Term(name, term)
            case "prefix":
                return Prefix(name, term[:1])
            case "and":
                return And([query(depth - 1) for _ in range(chance.randint(2, 3))])
            case "or":
                return Or([query(depth - 1) for _ in range(chance.randint(2, 4))])
        return And([query(depth - 1), Not(query(depth - 1))])

    return [Asked(query(2), chance.choice([None, None, 20230101, 20230228])) for _ in range(count)]


def test_the_vocabulary_is_the_same_with_the_same_frequencies(stock: FileIndex, ours: FileIndex) -> None:
    with stock.reader() as theirs, ours.reader() as mine:
        for name in LAYOUT.texts:
            terms = list(theirs.lexicon(name))
            assert list(mine.lexicon(name)) == terms and len(terms) > 20
            for term in terms:
                one, other = theirs.term_info(name, term), mine.term_info(name, term)
                assert (one.weight(), one.doc_frequency()) == (other.weight(), other.doc_frequency())
                assert (one.max_weight(), one.min_length()) == (other.max_weight(), other.min_length())
                assert one.max_length() == other.max_length()


def test_every_posting_is_the_same(stock: FileIndex, ours: FileIndex) -> None:
    with stock.reader() as theirs, ours.reader() as mine:
        for name in LAYOUT.texts:
            for term in theirs.lexicon(name):
                expected = _postings(theirs, name, term)
                assert _postings(mine, name, term) == expected


def test_field_lengths_are_the_same(stock: FileIndex, ours: FileIndex) -> None:
    with stock.searcher() as theirs, ours.searcher() as mine:
        for name in LAYOUT.texts:
            assert mine.avg_field_length(name) == theirs.avg_field_length(name)
            for number in range(len(_DOCUMENTS)):
                length = theirs.reader().doc_field_length(number, name)
                assert (mine.reader().doc_field_length(number, name) or 0) == (length or 0)


def test_random_queries_hit_the_same_documents_with_the_same_scores(stock: FileIndex, ours: FileIndex) -> None:
    hits = 0
    with stock.searcher() as theirs, ours.searcher() as mine:
        for asked in queries(stock, 220):
            expected = answers(theirs, asked)
            assert answers(mine, asked) == expected, asked
            hits += len(expected)
    assert hits > 1_500


def test_whoosh_can_merge_what_we_wrote(tmp_path: Path) -> None:
    by_us(tmp_path, [_DOCUMENTS[:80], _DOCUMENTS[80:]], _REMOVED)
    index = open_dir(str(tmp_path))
    with index.searcher() as searcher:
        asked = queries(index, 60)
        before = [answers(searcher, one).keys() for one in asked]
    index.optimize()
    assert len(index._segments()) == 1
    with index.searcher() as searcher:
        assert [answers(searcher, one).keys() for one in asked] == before
        assert len(answers(searcher, Asked(Prefix("body", "的"), None))) > 5


def _postings(reader: IndexReader, name: str, term: bytes) -> list[tuple[int, float]]:
    matcher = reader.postings(name, term)
    found = []
    while matcher.is_active():
        found.append((matcher.id(), matcher.weight()))
        matcher.next()
    return found
