"""Index and search the same articles with ours and with stock Haystack, Whoosh and jieba; compare with a full scan."""

from __future__ import annotations

import argparse
import os
import random
import tempfile

os.environ["BAOKU_DATA"] = tempfile.mkdtemp(prefix="baoku-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.core.management import call_command
from haystack import connections
from haystack.query import SearchQuerySet

from archive.models import Article
from archive.text.folding import fold
from archive.text.scripts import detect
from benchmarks.corpus import articles
from benchmarks.measure import latencies, spend
from search import indexer
from search.executor import SearchRequest, execute
from search.search_indexes import ArticleIndex


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args()
    source, texts = articles(options.articles)
    folded = load(texts)
    print(f"{len(folded)} articles ({source}), {sum(map(len, folded.values())):,} characters")

    ours = spend(indexer.rebuild)
    stock_backend = connections["stock"].get_backend()
    stock = spend(lambda: stock_backend.update(ArticleIndex(), Article.objects.public()))
    print(f"index   ours {ours.cpu:7.1f} CPU s   stock {stock.cpu:7.1f} CPU s   ratio {stock.cpu / ours.cpu:.1f}")

    queries = substrings(list(folded.values()), options.queries)
    wanted = [{pk for pk, text in folded.items() if fold(query) in text} for query in queries]
    report("ours ", *latencies(search_ours, queries), wanted)
    report("stock", *latencies(search_stock, queries), wanted)


def load(texts: list[tuple[str, list[str]]]) -> dict[int, str]:
    """Keep the texts as published articles and return their folded text by primary key."""
    call_command("migrate", verbosity=0)
    rows = [
        Article(title=title[:400], body=body, script=detect("\n".join(body)).script, state=Article.State.PUBLISHED)
        for title, body in texts
    ]
    Article.objects.bulk_create(rows)
    return {row.pk: fold("\n".join([row.title, *row.body])) for row in rows}


def substrings(texts: list[str], count: int) -> list[str]:
    """Cut `count` runs of two to six Han characters out of the texts, as a reader who copies words would."""
    chance, found = random.Random(1), []  # noqa: S311 - the same queries in every run
    while len(found) < count:
        text, length = chance.choice(texts), chance.randint(2, 6)
        start = chance.randrange(max(1, len(text) - length))
        piece = text[start : start + length]
        if len(piece) == length and all("\u4e00" <= char <= "\u9fff" for char in piece):
            found.append(piece)
    return found


def search_ours(query: str) -> int:
    return execute(SearchRequest(q=query)).count


def search_stock(query: str) -> int:
    return SearchQuerySet(using="stock").filter(content=query).count()


def report(name: str, answers: list[int], median: float, p95: float, wanted: list[set[int]]) -> None:
    right = sum(answer == len(truth) for answer, truth in zip(answers, wanted, strict=True))
    speed = f"p50 {median:7.1f} ms  p95 {p95:7.1f} ms"
    print(f"search  {name}   {speed}   right count for {right} of {len(answers)} copied substrings")


if __name__ == "__main__":
    main()
