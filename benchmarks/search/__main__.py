"""Build and ask ours and the peers on the same articles and print what each took; `make bench-search`."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.search import mix, tables
from benchmarks.search.asking import add_all, ask_all
from benchmarks.search.building import build_all
from benchmarks.search.client import PEERS
from benchmarks.search.figures import Figures
from benchmarks.search.retrieval import rank_all
from benchmarks.search.rows import Corpus, prepare
from benchmarks.search.website import measure_website

_FAST = ("whoosh", "tantivy", "fts5-trigram", "fts5-words", "postgres")
_ALL = (*_FAST, "haystack")
_CACHE = Path("/tmp/baoku-bench-search")  # noqa: S108 - closed to others when it is made, and found again by name


def main() -> None:
    options = _options()
    options.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    corpus = prepare(options.cache, options.corpus, options.articles)
    peers = _present(options.peers)
    print(f"{corpus.source}: {corpus.count:,} articles, {corpus.bytes(corpus.count) / 1e6:.0f} MB of text", flush=True)
    if "engine" in options.parts:
        ours = ["ours", *options.variants]
        _compare([*ours, *(name for name in peers if name != "haystack")], corpus, corpus.count, options)
        if "haystack" in peers:
            _compare(["ours", "haystack"], corpus, min(options.haystack_articles, corpus.count), options)
    if "website" in options.parts:
        queries = mix.queries(list(corpus.rows(False, corpus.count)), options.queries)
        print(measure_website(corpus, queries, options.cache, passes=options.passes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--corpus", help="a file of articles as JSON lines (.jsonl, .xz) or a folder of such")
    parser.add_argument("--articles", type=int, help="how many to index; all, or 20,000 invented ones")
    parser.add_argument("--haystack-articles", type=int, default=2_000, help="how many for Haystack: it takes hours")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--substrings", type=int, default=200)
    parser.add_argument("--questions", type=int, default=300, help="of each retrieval set; 0 for none")
    parser.add_argument("--passes", type=int, default=3, help="after the first one; the median of each query counts")
    parser.add_argument("--builds", type=int, default=1, help="how often each index is built, in turns")
    parser.add_argument("--peers", type=_names, default=_ALL, metavar="A,B", help=f"of {', '.join(_ALL)}; or none")
    parser.add_argument("--variants", type=_names, default=("ours-alone",), help="of ours-alone, ours-jieba; or none")
    parser.add_argument("--parts", type=_names, default=("engine", "website"), help="engine, website")
    parser.add_argument("--postgres", metavar="DSN", help="an empty UTF-8 database; else from BAOKU_BENCH_POSTGRES")
    parser.add_argument("--cache", type=Path, default=_CACHE, help="where indexes are kept")
    parser.add_argument("--fresh", action="store_true", help="build the peers' indexes anew")
    parser.add_argument("--kinds", action="store_true", help="print medians by kind of query too")
    options = parser.parse_args()
    if options.postgres:
        os.environ["BAOKU_BENCH_POSTGRES"] = options.postgres
    return options


def _names(words: str) -> tuple[str, ...]:
    return () if words == "none" else tuple(words.split(","))


def _present(peers: Sequence[str]) -> list[str]:
    """Leave out the peers that cannot run here, and say why."""
    sys.path.append(str(PEERS))
    lacking = {
        "tantivy": "" if importlib.util.find_spec("tantivy") else "`make bench-search` brings it",
        "postgres": "" if "BAOKU_BENCH_POSTGRES" in os.environ else "no server: give --postgres DSN",
    }
    for name in peers:
        if lacking.get(name):
            print(f"{name} is left out: {lacking[name]}")
    return [name for name in peers if not lacking.get(name)]


def _compare(names: Sequence[str], corpus: Corpus, count: int, options: argparse.Namespace) -> None:
    """Build, ask, find, rank and add; a table after each."""
    rows = list(corpus.rows(False, count))
    queries, words = mix.queries(rows, options.queries), mix.substrings(rows, options.substrings)
    engines = build_all(names, corpus, count, times=options.builds, fresh=options.fresh)
    _show(f"Building, {count:,} articles", tables.building_table(engines, count, corpus.bytes(count)))
    asked = [one for one in engines if one.name not in options.variants]
    truth = ask_all(asked, corpus, count, queries, words, options.passes)
    _show(f"{len(queries)} queries, ms, {count:,} articles", tables.asking_table(asked, truth, facets=False))
    _show("The same with facets by year, outlet, script and agency", tables.asking_table(asked, truth, facets=True))
    if options.kinds:
        _show("Median ms by kind of query", tables.kinds_table(asked, queries))
    add_all(asked, corpus, count)
    _show("Adding", tables.adding_table(asked))
    questions = rank_all(asked, options.cache, options.questions) if options.questions else 0
    _show(f"Finding: {len(words)} copied substrings, {questions} questions of each set", tables.finding_table(asked))
    _faults(asked)


def _show(title: str, table: str) -> None:
    print(f"\n{title}\n{table}", flush=True)


def _faults(engines: Sequence[Figures]) -> None:
    for one in engines:
        if one.faults:
            print(f"{one.title}: {len(one.faults)} faults, such as {one.faults[0]}")


if __name__ == "__main__":
    main()
