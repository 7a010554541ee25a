"""The texts to measure with: a corpus as it is, and excerpts cut from it under other headers."""

from __future__ import annotations

import json
import lzma
import random
from dataclasses import dataclass
from pathlib import Path

from archive.text.fingerprints import words_of
from benchmarks.corpus import SHARED, articles

LENGTHS = (60, 100, 200, 300)  # characters


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of which `length` characters stand in the text `source`, a few of them changed, under a header."""

    source: int
    length: int
    words: str


def corpus(count: int) -> tuple[str, list[str]]:
    """Return where the texts come from and `count` of them as they are compared, without marks and white space."""
    files = sorted(Path(SHARED).glob("mainland*.jsonl.xz"))
    if not files:
        source, given = articles(count)
        return source, [words_of(body) for _title, body in given]
    with lzma.open(files[0], "rt", encoding="utf-8") as lines:
        return files[0].stem, [
            words_of([json.loads(line)["body"]]) for line, _ in zip(lines, range(count), strict=False)
        ]


def excerpts(words: list[str], each: int, chance: random.Random) -> list[Excerpt]:
    """Cut `each` excerpts of every length: two characters in a hundred changed, a third of foreign text in front."""
    long_enough = [number for number, text in enumerate(words) if len(text) > max(LENGTHS)]
    return [_excerpt(words, chance.choice(long_enough), length, chance) for length in LENGTHS for _ in range(each)]


def _excerpt(words: list[str], source: int, length: int, chance: random.Random) -> Excerpt:
    start = chance.randrange(len(words[source]) - length)
    passage = list(words[source][start : start + length])
    for _ in range(length // 50):
        passage[chance.randrange(length)] = "某"
    header = chance.choice(words)[: length // 3]
    return Excerpt(source, length, header + "".join(passage))
