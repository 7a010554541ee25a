"""Hits and scores are those that stock Whoosh gives when it looks at everything, whoever wrote the index."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from whoosh import query as stock
from whoosh.filedb.filestore import FileStorage
from whoosh.scoring import bm25
from whoosh.util.numeric import byte_to_length, length_to_byte

from archive.text.folding import fold
from search.analysis.runs import occurrence
from search.engine.fields import schema
from search.engine.holders import holders, plan_of
from search.engine.layout import MISSING
from search.engine.scoring import ordinals
from search.engine.searching import Asked, Recency, search
from search.engine.segments import Segment
from search.engine.snapshot import Snapshot
from search.query.syntax import And, Everything, Field, Node, Not, Or, Prefer, Term
from tests.search.engine.indexes import ANALYZER, LAYOUT, by_stock, by_us, documents

DOCUMENTS = documents(260, seed=7)
COMMITS = [DOCUMENTS[:110], DOCUMENTS[110:115], DOCUMENTS[115:]]
REMOVED = [2, 3, 112, 258]
Make = Callable[..., Snapshot]


def compound_by_stock(folder: Path, *arguments: object) -> Snapshot:
    return by_stock(folder, *arguments, compound=True)  # type: ignore[arg-type]


def loose_by_stock(folder: Path, *arguments: object) -> Snapshot:
    return by_stock(folder, *arguments, compound=False)  # type: ignore[arg-type]


class Both:
    """An index, read by us and by stock Whoosh."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        index = FileStorage(str(snapshot.folder)).open_index(schema=schema(LAYOUT, ANALYZER))
        self.searcher = index.searcher()
        self.pks = list(self.searcher.reader().column_reader("n_pk", translate=False))

    def located(self) -> Iterator[tuple[Segment, int]]:
        """The segments, and where each begins."""
        return zip(self.snapshot.segments, self.snapshot.bounds.tolist(), strict=False)

    def by_us(self, tree: Node) -> dict[int, float]:
        return {hit.pk: hit.score for hit in search(self.snapshot, Asked(tree)).hits}

    def by_stock(self, query: stock.Query) -> dict[int, float]:
        """All hits, for with a limit stock Whoosh loses some."""
        return {self.pks[number]: score for score, number in self.searcher.search(query, limit=None).top_n}


@pytest.fixture(scope="module", params=[by_us, compound_by_stock, loose_by_stock])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    make: Make = request.param
    found = Both(make(tmp_path_factory.mktemp("index"), COMMITS, REMOVED))
    yield found
    found.searcher.close()


class SilentNot(stock.Not):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's negation without the constant 1 that it adds to the score. (Its AndNot lets first hits slip through.)"""

    def matcher(self, searcher: object, context: object = None) -> object:
        found = super().matcher(searcher, context)
        found._weight = 0.0
        return found


class Draws:
    """Random queries, for us and for Whoosh, over terms that are index terms and prove themselves."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.terms = {
            name: sorted({term for one in DOCUMENTS for term in ANALYZER.terms(fold(one.texts[name])) if _whole(term)})
            for name in ("title", "body")
        }

    def node(self, depth: int = 2) -> tuple[Node, stock.Query]:
        kind = self.chance.choice(["term", "term", "and", "or", "or", "not"]) if depth else "term"
        if kind == "term":
            return self.term()
        parts = [self.node(depth - 1) for _ in range(self.chance.randint(2, 3))]
        ours, theirs = [one for one, _ in parts], [one for _, one in parts]
        if kind == "and":
            return And(tuple(ours)), stock.And(theirs)
        if kind == "or":
            return Or(tuple(ours)), stock.Or(theirs)
        return And((ours[0], Not(ours[1]))), stock.And([theirs[0], SilentNot(theirs[1])])

    def term(self) -> tuple[Node, stock.Query]:
        name = self.chance.choice(["title", "body"])
        term = self.chance.choice(self.terms[name])
        return Term(term, fields=(name,)), stock.Term(name, term)


def _whole(term: str) -> bool:
    return plan_of(term).proof is not None


class TestEquality:
    def test_random_queries_give_the_hits_and_scores_of_stock_whoosh(self, both: Both) -> None:
        draws, found = Draws(seed=11), 0
        for _ in range(220):
            ours, theirs = draws.node()
            hits, expected = both.by_us(ours), both.by_stock(theirs)
            assert hits.keys() == expected.keys(), ours
            assert hits == {pk: pytest.approx(score, rel=1e-14, abs=0) for pk, score in expected.items()}, ours
            found += len(hits)
        assert found > 2_500

    def test_the_score_of_a_single_term_is_the_same_to_the_last_digit(self, both: Both) -> None:
        draws = Draws(seed=12)
        for _ in range(100):
            ours, theirs = draws.term()
            assert both.by_us(ours) == both.by_stock(theirs)

    def test_the_postings_of_every_term_are_those_that_stock_whoosh_reads(self, both: Both) -> None:
        reader, asked = both.searcher.reader(), 0
        for name, term in Draws(seed=13).chance.sample(sorted(reader.all_terms()), 400):
            held = [(segment.postings(name, term.decode()), int(start)) for segment, start in both.located()]
            ours = [(doc + start, weight) for one, start in held for doc, weight in zip(*map(list, one), strict=True)]
            matcher = both.searcher.postings(name, term)
            theirs = []
            while matcher.is_active():
                theirs.append((matcher.id(), matcher.weight()))
                matcher.next()
            deleted = [doc for doc, _ in ours if reader.is_deleted(doc)]
            assert [one for one in ours if one[0] not in deleted] == theirs
            asked += len(theirs)
        assert asked > 1_000


class TestVerifiedTerms:
    """A longer substring scores as one term: its documents and occurrences are counted in the texts."""

    @pytest.mark.parametrize("words", ["堤合龙", "的海堤", "5日", "covid-19", "群众国家", "龙", "他们的", "人民群众"])
    def test_documents_and_occurrences_are_counted_as_if_it_were_in_the_index(self, both: Both, words: str) -> None:
        snapshot, pattern = both.snapshot, re.compile(f"(?=({occurrence(words).pattern}))")
        counts = {one.pk: len(pattern.findall(fold(one.texts["body"]))) for one in DOCUMENTS}
        df = sum(map(bool, counts.values()))
        average, idf = snapshot.average_length("body"), math.log(len(DOCUMENTS) / (df + 1)) + 1
        hits = both.by_us(Term(words, fields=("body",)))
        assert hits.keys() == {pk for pk, count in counts.items() if count} - set(REMOVED) != set()
        for one in DOCUMENTS:
            if one.pk in hits:
                length = byte_to_length(length_to_byte(ANALYZER.terms(fold(one.texts["body"])).total()))
                assert hits[one.pk] == pytest.approx(bm25(idf, counts[one.pk], length, average, 0.75, 1.2), rel=1e-14)

    def test_an_occurrence_in_the_title_weighs_by_its_factor(self, both: Both) -> None:
        words = "堤合龙"
        weights = {
            int(segment.pks[doc]): weight
            for segment, _ in both.located()
            for doc, weight in zip(*map(list, holders(segment.files, "title", Term(words))), strict=True)
        }
        assert weights == {
            one.pk: 2.0 * fold(one.texts["title"]).count(words)
            for one in DOCUMENTS
            if words in fold(one.texts["title"])
        }


class TestTrees:
    def test_what_is_preferred_adds_to_the_score_and_not_to_the_hits(self, both: Both) -> None:
        required, preferred = Term("海堤"), Term("合龙")
        plain, more = both.by_us(required), both.by_us(preferred)
        found = both.by_us(Prefer(required, preferred, 0.5))
        assert found == {pk: pytest.approx(score + 0.5 * more.get(pk, 0), rel=1e-14) for pk, score in plain.items()}

    def test_a_conjunction_inside_a_disjunction_scores_only_where_it_matches(self, both: Both) -> None:
        first, second, third = Term("海堤"), Term("合龙"), Term("警方")
        whole = both.by_us(Or((first, And((second, third)))))
        one, other = both.by_us(first), both.by_us(And((second, third)))
        assert whole == {pk: pytest.approx(one.get(pk, 0) + other.get(pk, 0), rel=1e-14) for pk in one.keys() | other}

    def test_what_only_filters_scores_nothing(self, both: Both) -> None:
        condition = Field("script", "exact", "hans")
        assert set(both.by_us(Everything()).values()) == {0.0} == set(both.by_us(condition).values())
        scores = both.by_us(Term("海堤"))
        assert all(scores[pk] == score for pk, score in both.by_us(And((Term("海堤"), condition))).items())


class TestRecency:
    def test_newer_documents_gain_by_half_life_and_those_without_a_day_nothing(self, both: Both) -> None:
        today = date(2024, 3, 1)
        recency = Recency("day", today.toordinal(), half_life=365.0, weight=0.2)
        plain = both.by_us(Term("海堤"))
        found = search(both.snapshot, Asked(Term("海堤"), recency=recency)).hits
        days = {one.pk: one.numbers.get("day") for one in DOCUMENTS}
        for hit in found:
            gain = 0.0
            if day := days[hit.pk]:
                age = (today - date(day // 10_000, day // 100 % 100, day % 100)).days
                gain = 0.2 * 0.5 ** (age / 365)
            assert hit.score == pytest.approx(plain[hit.pk] * (1 + gain), rel=1e-12)
        assert len(found) == len(plain)

    def test_days_are_numbered_as_python_numbers_them(self) -> None:
        days = [
            date.fromordinal(number) for number in range(date(1899, 12, 1).toordinal(), date(2101, 2, 1).toordinal())
        ]
        numbers = np.array([day.year * 10_000 + day.month * 100 + day.day for day in days])
        assert ordinals(numbers).tolist() == [day.toordinal() for day in days]
        assert ordinals(np.array([MISSING])).tolist() == [MISSING]
