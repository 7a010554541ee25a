"""Compare rankings: `python -m benchmarks.relevance [--tune] [--variants] [--only questions|titles|exact]`."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.relevance import baselines, ours, titles
from benchmarks.relevance.measures import HEAD, Measures, line, measure
from benchmarks.relevance.ours import FORMULAS, Exact
from benchmarks.relevance.sets import QUESTIONS, Article, Asked, missing, questions

_PARTS = ("questions", "titles", "exact")
#: What is tried in the ranking of exact hits, one thing at a time.
_WEIGHED = {
    **{f"title × {factor:g}": Exact(title=factor) for factor in (1, 2, 3, 5)},
    **{f"words in a row + {row:g}": Exact(row=row) for row in (0, 0.5, 1, 2)},
    **{
        f"recency {weight:g}, {half_life} days": Exact(recency=weight, half_life=half_life)
        for weight, half_life in ((0.1, 365), (0.1, 730), (0.2, 730), (0.5, 365))
    },
}


def main() -> None:
    options = _options()
    if missing():
        print("The sets to measure with (../shared/data) are not beside this project.")
        return
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if "questions" in options.only:
            for name in QUESTIONS:
                _relaxed(questions(name), options, work / name)
        articles = titles.archive() if {"titles", "exact"} & set(options.only) else []
        if "titles" in options.only:
            asked = titles.by_some_words(articles)
            for one in (asked, titles.without_titles(asked)):
                _relaxed(one, options, work / "titles")
        if "exact" in options.only:
            _exact(articles, options, work / "exact")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relevance", description=__doc__)
    parser.add_argument("--tune", action="store_true", help="ask other questions than those that are reported")
    parser.add_argument("--variants", action="store_true", help="our formula with one thing changed at a time")
    parser.add_argument("--only", choices=_PARTS, action="append", help="only this part; may be given several times")
    options = parser.parse_args()
    options.only = options.only or _PARTS
    return options


def _relaxed(asked: Asked, options: argparse.Namespace, folder: Path) -> None:
    chosen = asked.others if options.tune else asked.reported
    _head(f"{asked.name}: {len(chosen):,} questions to {len(asked.articles):,} articles")
    for found in _rankings(asked, options, folder):
        print(line(found), flush=True)


def _rankings(asked: Asked, options: argparse.Namespace, folder: Path) -> Iterator[Measures]:
    chosen = asked.others if options.tune else asked.reported
    snapshot = ours.indexed(asked.articles, folder / "ours")
    for name in FORMULAS if options.variants else ["ours", "ours, BM25 alone"]:
        yield measure(name, partial(ours.near, snapshot, FORMULAS[name]), asked, chosen)
    if options.variants:
        return
    for name, terms in (("BM25, words", baselines.words), ("BM25, pairs", baselines.pairs)):
        yield measure(name, baselines.Bm25(asked.articles, terms), asked, chosen)
    for engine in baselines.present():
        with baselines.engine(engine, asked.articles, folder / engine) as ranking:
            yield measure(baselines.ENGINES[engine], ranking, asked, chosen)


def _exact(articles: Sequence[Article], options: argparse.Namespace, folder: Path) -> None:
    kinds = (titles.by_some_words(articles), titles.by_words_in_a_row(articles), titles.by_one_word(articles))
    factors = sorted({weighed.title for weighed in _WEIGHED.values()})
    snapshots = {factor: ours.indexed(articles, folder / str(factor), factor) for factor in factors}
    for asked in kinds:
        chosen = asked.others if options.tune else asked.reported
        _head(f"{asked.name}: {len(chosen):,} questions to {len(articles):,} articles, exact hits")
        for name, weighed in _WEIGHED.items():
            ranking = partial(ours.exact, snapshots[weighed.title], weighed)
            print(line(measure(name, ranking, asked, chosen)), flush=True)


def _head(title: str) -> None:
    print(f"\n{title}\n{HEAD}", flush=True)


if __name__ == "__main__":
    main()
