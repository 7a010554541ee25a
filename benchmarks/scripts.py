"""How well reading in the other script goes on real articles: `python -m benchmarks.scripts [--articles 300]`.

For as many articles of each script as are asked for it counts what a round trip does not bring back, whether every mark
stands on the characters that were sought, where our segmentation answers otherwise than the OpenCC package, and how
long it takes. Texts are those beside the project, else the samples.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import django
import opencc

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from archive.rendition.runs import occurrences, runs_of
from archive.text.conversion import Conversion, convert
from archive.text.folding import fold
from archive.text.scripts import Script, detect
from benchmarks.corpus import articles

#: There and back, by the script of the original.
ROUND_TRIPS = {
    Script.HANS: (
        (Conversion.S2T, Conversion.T2S),
        (Conversion.S2TW, Conversion.T2S),
        (Conversion.S2HK, Conversion.T2S),
    ),
    Script.HANT: (
        (Conversion.T2S, Conversion.S2T),
        (Conversion.T2S, Conversion.S2TW),
        (Conversion.T2S, Conversion.S2HK),
    ),
}
#: Words sought in each article, and their length in characters.
WORDS, LENGTHS = 5, (2, 3, 4)


@dataclass
class Tally:
    """What was counted of one way there and back. wrong: marks that stand on other characters than those sought."""

    articles: int = 0
    characters: int = 0
    changed: int = 0
    not_restored: int = 0
    otherwise: int = 0
    marks: int = 0
    wrong: int = 0
    seconds: float = 0.0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)


def of_script(script: Script, count: int) -> tuple[str, list[str]]:
    """Return where the texts come from, and `count` whole texts of that script."""
    source, found = articles(max(50 * count, 1000) if count > 20 else 200)
    texts = ("\n".join((title, *body)) for title, body in found)
    return source, list(itertools.islice((text for text in texts if detect(text).script is script), count))


def measure(texts: Iterable[str], there: Conversion, back: Conversion, *, compare: bool = True) -> Tally:
    """Convert every text there and back. compare: also with the OpenCC package, which is slow."""
    tally, library = Tally(), opencc.OpenCC(there.value)
    for number, text in enumerate(texts):
        began = time.perf_counter()
        shown = convert(text, there)
        tally.seconds += time.perf_counter() - began
        again = convert(shown.text, back).text
        tally.articles += 1
        tally.characters += len(text)
        tally.changed += _differing(text, shown.text)
        tally.not_restored += _differing(text, again)
        tally.pairs.update((one, other) for one, other in zip(text, again, strict=False) if one != other)
        tally.otherwise += _differing(shown.text, library.convert(text)) if compare else 0
        for right in marks_are_right(text, there, _words(text, number)):
            tally.marks += 1
            tally.wrong += not right
    return tally


def marks_are_right(text: str, conversion: Conversion, words: Sequence[str]) -> list[bool]:
    """For each mark in the original: whether the one in the converted text stands on what its characters became.

    Where the texts are of one length these are the characters at the very same places.
    """
    shown, spans = convert(text, conversion), occurrences(text, words)
    found, at = [], 0
    for run in runs_of(shown, marks=spans):
        if run.marked:
            found.append((at, at + len(run.text)))
        at += len(run.text)
    expected = spans if len(text) == len(shown.text) else [shown.span(start, end) for start, end in spans]
    return [here == there for here, there in itertools.zip_longest(found, expected)]


def _words(text: str, seed: int) -> list[str]:
    """Words out of the text itself, in their simplified or traditional form by turns, as readers type them."""
    choose, lines = random.Random(seed), [line for line in text.split("\n") if len(line) > max(LENGTHS)]  # noqa: S311
    found = []
    for number in range(WORDS if lines else 0):
        line, length = choose.choice(lines), choose.choice(LENGTHS)
        start = choose.randrange(len(line) - length)
        word = line[start : start + length]
        found.append(fold(word) if number % 2 else word)
    return [word for word in found if word.strip()]


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in itertools.zip_longest(one, other))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300, help="of each script")
    count = parser.parse_args().articles
    for script, ways in ROUND_TRIPS.items():
        source, texts = of_script(script, count)
        print(f"{script.value}: {len(texts)} articles, {sum(map(len, texts)):,} characters ({source})")
        for there, back in ways:
            _report(there, back, measure(texts, there, back))


def _report(there: Conversion, back: Conversion, tally: Tally) -> None:
    thousand = tally.characters / 1000 or 1
    pairs = " ".join(f"{one}→{other} {count}" for (one, other), count in tally.pairs.most_common(8))
    print(
        f"  {there.value} and back by {back.value}: {tally.changed / thousand:.1f} of 1,000 characters changed, "
        f"{tally.not_restored / thousand:.2f} of 1,000 not restored ({tally.not_restored}; {pairs}), "
        f"{tally.otherwise} otherwise than the package, {tally.wrong} of {tally.marks} marks wrong, "
        f"{1000 * tally.seconds / max(tally.articles, 1):.1f} ms an article"
    )


if __name__ == "__main__":
    main()
