"""Lists what the detectors find in articles of ../shared/data/corpus, with the words around it, for judging by eye.

    python -m benchmarks.personal_data [ARTICLES] [SEED]

ARTICLES: how many of each corpus, drawn at random (1,000). Prints each find, the counts by kind and the time.
"""

from __future__ import annotations

import json
import lzma
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from archive.ingest.detectors.personal_data import find_numbers

PROJECT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("BAOKU_SHARED", PROJECT.parent / "shared")) / "data" / "corpus"
SIZES = {"mainland_simplified_68798.jsonl.xz": 68_798, "hk_traditional_6300.jsonl.xz": 6_300}
FIELDS = ("head", "title", "author", "body")
BEFORE, BEHIND = 30, 15


def articles(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of articles drawn from both corpora, always the same ones for a seed."""
    for name, size in SIZES.items():
        drawn = set(random.Random(seed).sample(range(size), min(count, size)))  # noqa: S311 - a sample, no secret
        with lzma.open(CORPUS / name, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number in drawn:
                    row = json.loads(line)
                    yield f"{name[:2]} {number}", "\n".join(str(row.get(field) or "") for field in FIELDS)


def main(count: int = 1_000, seed: int = 1) -> None:
    if not CORPUS.is_dir():
        sys.exit(f"{CORPUS} is not there")
    counts, read, seconds = Counter[str](), 0, 0.0
    for place, text in articles(count, seed):
        began = time.perf_counter()
        found = find_numbers(text)
        seconds += time.perf_counter() - began
        read += 1
        for kind, start, end in found:
            counts[kind] += 1
            around = f"{text[max(0, start - BEFORE) : start]}【{text[start:end]}】{text[end : end + BEHIND]}"
            print(f"{kind:14} {place:9} {around!r}")
    print(f"\n{read} articles, {seconds / read * 1000:.2f} ms each; {counts.total()} finds: {dict(counts)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
