"""Texts to measure with: a real corpus where one lies beside the project, else the sample pages, varied."""

from __future__ import annotations

import itertools
import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path

from config.environment import PROJECT

SHARED = Path(os.environ.get("BAOKU_SHARED", PROJECT.parent / "shared")) / "data" / "corpus"


def articles(count: int) -> tuple[str, list[tuple[str, list[str]]]]:
    """Return where the texts come from and `count` of them as (title, paragraphs), both scripts mixed."""
    files = sorted(SHARED.glob("*.jsonl.xz"))
    if files:
        mixed = itertools.chain.from_iterable(zip(*map(_lines, files), strict=False))
        return "real corpus", list(itertools.islice(mixed, count))
    samples = [(gold["title"] or "", gold["body"]) for gold in _samples()]
    varied = ((f"{title}{number}", body[number % len(body) :]) for number, (title, body) in enumerate(_cycle(samples)))
    return "samples, repeated", list(itertools.islice(varied, count))


def _lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row.get("title") or row.get("head") or "", [part for part in row["body"].split("\n") if part.strip()]


def _samples() -> list[dict[str, list[str]]]:
    gold = PROJECT / "tests" / "data" / "samples.jsonl"
    return [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]


def _cycle(samples: list[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    return itertools.cycle([sample for sample in samples if sample[1]])
