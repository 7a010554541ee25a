"""Ask for each kind of public page from many readers at once and print what they waited; `make bench-pages`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.pages.addresses import addresses_of
from benchmarks.pages.load import Load, press, tags_of
from benchmarks.published import count_of, published, served
from benchmarks.search import mix
from benchmarks.search.rows import prepare

_CACHE = Path("/tmp/baoku-bench-search")  # noqa: S108 - closed to others when it is made; shared with bench-search


def main() -> None:
    options = _options()
    options.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    for articles in options.articles:
        measure(articles, options)


def measure(articles: int | None, options: argparse.Namespace) -> None:
    """Print a line for each kind of page, asked for with empty hands and by readers who have seen it."""
    corpus = prepare(options.cache, options.corpus, articles)
    data = published(corpus, options.cache)
    queries = mix.queries(list(corpus.rows(False, corpus.count)), options.addresses)
    with served(data) as (_server, port):
        site = f"http://127.0.0.1:{port}"
        print(f"\n{count_of(data):,} articles ({corpus.source}); {options.readers} readers, {options.seconds} s a kind")
        print(f"{'page':<22}{'kB':>7}{'req/s':>8}{'p50':>8}{'p95':>8}{'p99':>8} ms {'304/s':>8}{'p95':>8} ms")
        for kind, paths in addresses_of(data, queries, options.addresses).items():
            if paths and kind in (options.kinds or [kind]):
                tags, size = tags_of(site, paths)
                asked = press(site, paths, {}, options.readers, options.seconds)
                again = press(site, paths, tags, options.readers, options.seconds / 2)
                print(_line(kind, size, asked, again), flush=True)


def _line(kind: str, size: float, asked: Load, again: Load) -> str:
    times = f"{asked.p50:8.1f}{asked.p95:8.1f}{asked.p99:8.1f}"
    faults = f"  {asked.faults} FAULTS" if asked.faults else ""
    mixed = "" if again.not_modified == again.requests else f"  ({again.not_modified}/{again.requests} of them 304)"
    return f"{kind:<22}{size / 1000:7.1f}{asked.rate:8.0f}{times}    {again.rate:8.0f}{again.p95:8.1f}{faults}{mixed}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--corpus", help="a file of articles as JSON lines (.jsonl, .xz) or a folder of such")
    parser.add_argument("--articles", type=_counts, default=[10_000, None], help="sizes of archives: 10000,all")
    parser.add_argument("--addresses", type=int, default=200, help="of each kind, at most")
    parser.add_argument("--readers", type=int, default=8, help="who ask at once")
    parser.add_argument("--seconds", type=float, default=10, help="of asking for each kind")
    parser.add_argument("--kinds", type=lambda words: words.split(","), help="only these kinds of pages")
    parser.add_argument("--cache", type=Path, default=_CACHE, help="where archives are kept")
    return parser.parse_args()


def _counts(words: str) -> list[int | None]:
    return [None if word == "all" else int(word) for word in words.split(",")]


if __name__ == "__main__":
    main()
