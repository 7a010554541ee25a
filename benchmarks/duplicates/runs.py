"""One run for each table: who finds what, and how long it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.duplicates.candidates import COMPARED
from archive.duplicates.judging import judge
from benchmarks.duplicates.clock import Times, clock, times
from benchmarks.duplicates.ours import Archive
from benchmarks.duplicates.texts import Excerpt

SIZES = (1_000, 10_000)
UPLOADS = 300

Pairs = Mapping[int, set[int]]


@dataclass(slots=True)
class Result:
    """What one method did.

    pairs: found and true, of the true ones; few: the same for articles with at most as many duplicates as ours keeps;
    articles: of those that have any, how many got one. right: of the pairs found, how many are true; proposals: how
    many texts it compared or proposed for one. excerpts: by length, whether found. times: by size of the archive.
    """

    name: str
    pairs: tuple[int, int] = (0, 0)
    few: tuple[int, int] = (0, 0)
    articles: tuple[int, int] = (0, 0)
    right: tuple[int, int] = (0, 0)
    proposals: tuple[int, int] = (0, 0)
    excerpts: defaultdict[int, list[bool]] = field(default_factory=lambda: defaultdict(list))
    times: dict[int, Times] = field(default_factory=dict)
    load_seconds: float = 0.0

    def weigh(self, found: Pairs, truth: Pairs) -> None:
        """Count what was found of the truth."""
        few = [number for number, others in truth.items() if len(others) <= COMPARED]
        self.pairs = _counted(found, truth, truth)
        self.few = _counted(found, truth, few)
        have = [number for number, others in truth.items() if others]
        self.articles = (sum(bool(found.get(number, set()) & truth[number]) for number in have), len(have))
        all_found = sum(len(found.get(number, ())) for number in truth)
        self.right = (self.pairs[0], all_found)


def within_ours(sample: Mapping[int, str], truth: Pairs) -> Result:
    """The sample as an archive of its own."""
    archive, numbers = Archive(), list(sample)
    result = Result("ours", load_seconds=archive.load(list(sample.values())))
    found = {numbers[one]: {numbers[other] for other in others} for one, others in archive.links().items()}
    result.weigh(found, {number: others & sample.keys() for number, others in truth.items()})
    return result


def within_peer(peer: Any, sample: Mapping[int, str], truth: Pairs) -> Result:
    """The same for a peer: all are loaded, then each is asked for."""
    numbers, texts = list(sample), list(sample.values())
    peer.load(texts)
    result = Result(peer.name)
    found = _ask_all(peer, result, dict(enumerate(texts)), texts)
    named = {numbers[one]: {numbers[other] for other in others} for one, others in found.items()}
    result.weigh(named, {number: others & sample.keys() for number, others in truth.items()})
    return result


def measure_ours(archive: Archive, texts: Sequence[str], truth: Pairs, cut: Sequence[Excerpt]) -> Result:
    """Fill an archive with everything, timing uploads on the way, and look at the links that it has in the end."""
    result = Result("ours")
    for size in (*(size for size in SIZES if size + UPLOADS < len(texts)), len(texts) - UPLOADS):
        done = len(archive.numbers)
        result.load_seconds += archive.load(texts[done:size])
        taken = [archive.upload(text) for text in texts[size : size + UPLOADS]]
        result.times[size if size in SIZES else len(texts)] = times(taken)
    result.weigh(archive.links(), truth)
    _look_for_excerpts(result, cut, texts, archive.try_upload)
    return result


def measure_peer(peer: Any, texts: Sequence[str], truth: Pairs, cut: Sequence[Excerpt]) -> Result:
    """Fill a peer with everything, timing questions on the way, then ask for each of the sample."""
    result, done = Result(peer.name), 0
    for size in (*(size for size in SIZES if size < len(texts)), len(texts)):
        peer.load(texts[done:size])
        done = size
        asked = texts[-UPLOADS:]
        result.times[size] = times(clock(lambda text=text: peer.ask_and_compare(text, texts)) for text in asked)
    result.weigh(_ask_all(peer, result, {number: texts[number] for number in truth}, texts), truth)
    _look_for_excerpts(result, cut, texts, lambda text: peer.ask_and_compare(text, texts)[1])
    return result


def _ask_all(peer: Any, result: Result, asked: Mapping[int, str], texts: Sequence[str]) -> dict[int, set[int]]:
    """Found is a pair if either of the two leads to the other."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    proposals = 0
    for number, text in asked.items():
        proposed, held = peer.ask_and_compare(text, texts)
        proposals += len(proposed)
        for other in held - {number}:
            found[number].add(other)
            found[other].add(number)
    result.proposals = (proposals, len(asked))
    return found


def _look_for_excerpts(
    result: Result, cut: Sequence[Excerpt], texts: Sequence[str], look: Callable[[str], set[int]]
) -> None:
    for excerpt in cut:
        if judge(excerpt.words, texts[excerpt.source]):
            result.excerpts[excerpt.length].append(excerpt.source in look(excerpt.words))


def _counted(found: Pairs, truth: Pairs, numbers: Any) -> tuple[int, int]:
    return (
        sum(len(found.get(number, set()) & truth[number]) for number in numbers),
        sum(len(truth[number]) for number in numbers),
    )
