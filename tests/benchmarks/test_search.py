"""How `make bench-search` measures: the same articles, the same queries, and the truth by a scan."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

from archive.text.folding import fold
from archive.text.scripts import Script, detect
from benchmarks.search import invented, mix
from benchmarks.search.engines import ENGINES
from benchmarks.search.engines.engine import PAGE, Engine
from benchmarks.search.engines.ours import Ours, OursAlone
from benchmarks.search.engines.sqlite_trigrams import SQLiteTrigrams
from benchmarks.search.engines.sqlite_words import SQLiteWords
from benchmarks.search.figures import Asked, Build, Figures, Found, percentile
from benchmarks.search.rows import Corpus, Row, write
from benchmarks.search.tables import asking_table, building_table, finding_table
from benchmarks.search.truth import Scan
from benchmarks.search.website import parameters

COUNT = 200


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("corpus")
    write(folder, invented.articles(COUNT + 5), held_back=5)
    return Corpus("invented", folder, COUNT)


@pytest.fixture(scope="module")
def rows(corpus: Corpus) -> list[Row]:
    return list(corpus.rows(False, COUNT))


@pytest.fixture(scope="module")
def scan(corpus: Corpus) -> Scan:
    return Scan(corpus.rows(True, COUNT))


@pytest.fixture(scope="module", params=[OursAlone, SQLiteTrigrams, SQLiteWords])
def engine(request: pytest.FixtureRequest, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folded = not issubclass(request.param, Ours)
    made: Engine = request.param(tmp_path_factory.mktemp("engine") / "index")
    made.build(corpus.file(folded), COUNT)
    made.open()
    return made


class TestInventedArticles:
    def test_the_same_seed_gives_the_same_articles(self) -> None:
        assert list(invented.articles(20)) == list(invented.articles(20)) != list(invented.articles(20, seed=1))

    def test_both_scripts_occur(self, rows: list[Row]) -> None:
        scripts = Counter(detect(row.body).script for row in rows)
        assert scripts[Script.HANS] > scripts[Script.HANT] > COUNT / 5

    def test_a_few_words_come_very_often_and_many_seldom(self, rows: list[Row]) -> None:
        found = Counter(word for row in rows for word in fold(row.text).replace("，", "。").split("。"))
        names = Counter(fold(row.title)[:2] for row in rows)
        assert len(found) > 10 * COUNT / 3
        assert names.most_common(1)[0][1] > 5 * Counter(names.values()).most_common(1)[0][0]


class TestMix:
    def test_kinds_come_in_their_shares(self, rows: list[Row]) -> None:
        assert Counter(query.kind for query in mix.queries(rows, 200)) == mix.SHARES

    def test_the_same_articles_give_the_same_queries(self, rows: list[Row]) -> None:
        assert mix.queries(rows, 60) == mix.queries(rows, 60)
        assert mix.substrings(rows, 60) == mix.substrings(rows, 60)

    def test_what_was_drawn_from_an_article_is_found_in_one(self, rows: list[Row], scan: Scan) -> None:
        for query in mix.queries(rows, 200):
            assert query.none or scan.matching(query), query
        assert all(scan.holding(words) for words in mix.substrings(rows, 100))


class TestEngines:
    def test_counts_of_exact_engines_are_those_of_the_scan_and_words_find_less(
        self, engine: Engine, rows: list[Row], scan: Scan
    ) -> None:
        queries = mix.queries(rows, 100)
        counts = [engine.ask(query, facets=False).count for query in queries]
        if isinstance(engine, SQLiteWords):
            assert 0 < sum(counts) < sum(scan.counts(queries))
        else:
            assert counts == scan.counts(queries)

    def test_pages_hold_matches_and_the_newest_come_first_where_asked(
        self, engine: Engine, rows: list[Row], scan: Scan
    ) -> None:
        days = {row.pk: row.day for row in rows}
        by_words = isinstance(engine, SQLiteWords)  # which sees no marks between two words
        for query in mix.queries(rows, 100):
            page = list(engine.ask(query, facets=False).pks)
            assert by_words or set(page) <= scan.matching(query)
            assert len(page) <= PAGE
            if query.newest:
                assert [days[pk] for pk in page] == sorted((days[pk] for pk in page), reverse=True)

    def test_facets_count_what_is_found(self, engine: Engine, rows: list[Row], scan: Scan) -> None:
        for query in mix.queries(rows, 40):
            answer = engine.ask(query, facets=True)
            found = [row for row in rows if row.pk in scan.matching(query)]
            if answer.count == len(found):
                assert answer.facets["script"] == Counter(row.script for row in found)
                agencies = itertools.chain.from_iterable(row.agencies for row in found)
                assert answer.facets["agency"] == Counter(map(str, agencies))

    def test_an_added_article_is_found(self, engine: Engine, corpus: Corpus) -> None:
        folded = not isinstance(engine, Ours)
        row = list(corpus.rows(folded, COUNT + 1))[-1]
        asked = mix.Query("word", every=(row.title,))
        before = engine.ask(asked, facets=False).count
        engine.add([row])
        assert engine.ask(asked, facets=False).count == before + 1

    def test_every_engine_has_a_module_of_its_own(self) -> None:
        folder = Path(mix.__file__).parent / "engines"
        assert all((folder / f"{one.place.partition(':')[0]}.py").exists() for one in ENGINES.values())


class TestFigures:
    def test_a_percentile_is_a_value_that_was_measured(self) -> None:
        assert [percentile(range(1, 101), share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
        assert percentile([7.0], 0.5) == 7.0

    def test_the_median_of_the_passes_counts(self) -> None:
        assert Asked(passes=[[1.0, 9.0], [3.0, 1.0], [2.0, 5.0]]).warm == [2.0, 5.0]

    def test_recall_and_precision_go_by_articles(self) -> None:
        found = Found()
        found.weigh({1, 2, 3}, frozenset({2, 3, 4, 5}))
        assert (found.right, found.true, found.found, found.exact) == (2, 4, 3, 0)

    def test_tables_show_ratios_to_ours_and_dashes_for_what_is_not_known(self) -> None:
        ours = Figures("ours", "ours", Build(1.0, 2.0, 1e6, 5e6, 1), plain=Asked([1.0], [[2.0]], [4]))
        peer = Figures("whoosh", "Whoosh", Build(4.0, 4.0, 3e6, 5e6, 1, earlier=True), plain=Asked([9.0], [[5.0]], [3]))
        built, asked = building_table([ours, peer], 100, 1_000_000), asking_table([ours, peer], [4], facets=False)
        assert built.splitlines()[2].split()[:3] == ["Whoosh*", "25", "4.0"]
        assert "2.50" in asked.splitlines()[2]
        assert asked.splitlines()[1].split()[-2] == "1/1"
        assert asked.splitlines()[2].split()[-2] == "0/1"
        assert finding_table([peer]).splitlines()[1].count("–") == 4


@pytest.mark.parametrize(
    ("query", "typed"),
    [
        (mix.Query("two words", every=("海堤", "合龙")), {"q": "海堤 合龙"}),
        (mix.Query("either word", either=("海堤", "渡轮")), {"q": "海堤 OR 渡轮"}),
        (mix.Query("not a word", every=("海堤",), none=("渡轮",)), {"q": "海堤 -渡轮"}),
        (mix.Query("phrase", every=("海堤合龙",)), {"q": "“海堤合龙”"}),
        (mix.Query("prefix", prefix="海堤"), {"q": "海堤*"}),
        (mix.Query("newest first", every=("海堤",), newest=True), {"q": "海堤", "sort": "-date"}),
        (
            mix.Query("range of days", every=("海堤",), days=(20200131, 20200302)),
            {"q": "海堤", "from": "2020-01-31", "to": "2020-03-02"},
        ),
    ],
)
def test_the_website_is_asked_in_a_readers_words(query: mix.Query, typed: dict[str, str]) -> None:
    assert parameters(query, facets=True) == typed | {"size": "20", "facets": "1"}
