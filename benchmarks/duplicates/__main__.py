"""Measure ours and the peers at finding reprints and excerpts and print the tables; `make bench-duplicates`."""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import sys
import tempfile

os.environ["BAOKU_DATA"] = tempfile.mkdtemp(prefix="baoku-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from benchmarks.duplicates.ours import Archive
from benchmarks.duplicates.runs import Result, measure_ours, measure_peer, within_ours, within_peer
from benchmarks.duplicates.tables import excerpt_table, finding_table, time_table
from benchmarks.duplicates.texts import corpus, excerpts
from benchmarks.duplicates.truth import alike


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.duplicates", description=__doc__)
    parser.add_argument("--articles", type=int, default=68_798, help="size of the archive")
    parser.add_argument("--sample", type=int, default=3_000, help="articles whose duplicates are counted exactly")
    parser.add_argument("--excerpts", type=int, default=100, help="excerpts of each length")
    parser.add_argument("--ours", action="store_true", help="skip the peers")
    options = parser.parse_args()
    chance = random.Random(7)  # noqa: S311 - the same sample in every run
    source, texts = corpus(options.articles)
    sample = {number: texts[number] for number in sorted(chance.sample(range(len(texts)), options.sample))}
    cut = excerpts(texts, options.excerpts, chance)
    truth = alike(sample, texts)
    print(f"{source}: {len(texts):,} articles, sample of {len(sample):,}, {len(cut)} excerpts", flush=True)

    within, whole = [within_ours(sample, truth)], [measure_ours(Archive(), texts, truth, cut)]
    _tell(whole[0])
    for make in _peers(options.ours):
        within.append(within_peer(make(), sample, truth))
        whole.append(measure_peer(make(), texts, truth, cut))
        _tell(whole[-1])
    print(f"\nThe sample by itself\n{finding_table(within)}", flush=True)
    print(f"\nThe sample in the whole archive\n{finding_table(whole)}")
    print(f"\nExcerpts that are found, by their length in characters\n{excerpt_table(whole)}")
    print(f"\nMilliseconds an upload takes, by the size of the archive\n{time_table(whole)}")


def _tell(result: Result) -> None:
    """The bare figures as soon as they are known: the tables come after the last peer."""
    print(f"done: {result}", file=sys.stderr, flush=True)


def _peers(skip: bool) -> list[type]:
    if skip:
        return []
    if importlib.util.find_spec("datasketch") is None:
        print("The peers are not measured: datasketch is not here; `make bench-duplicates` brings it.")
        return []
    peers = importlib.import_module("benchmarks.duplicates.peers")
    return [peers.JaccardLSH, peers.LooseLSH, peers.ContainmentLSH]


if __name__ == "__main__":
    main()
