"""The results in columns."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.duplicates.runs import Result


def finding_table(results: Sequence[Result]) -> str:
    """Precision and recall, a line for each method."""
    head = f"{'':<46} {'precision':>10} {'recall':>8} {'≤ 50 each':>10} {'articles':>9} {'compared':>9}"
    rows = [
        f"{one.name:<46} {_part(one.right):>10} {_part(one.pairs):>8} {_part(one.few):>10} {_part(one.articles):>9}"
        f" {_mean(one.proposals):>9}"
        for one in results
    ]
    counts = f"{results[0].pairs[1]:,} pairs, {results[0].few[1]:,} of articles with at most 50"
    return "\n".join([head, *rows, counts])


def excerpt_table(results: Sequence[Result]) -> str:
    """Recall by length, a line for each method."""
    lengths = sorted(results[0].excerpts)
    head = f"{'':<46} " + " ".join(f"{length:>8}" for length in lengths)
    rows = [
        f"{one.name:<46} "
        + " ".join(f"{_part((sum(one.excerpts[length]), len(one.excerpts[length]))):>8}" for length in lengths)
        for one in results
    ]
    return "\n".join([head, *rows])


def time_table(results: Sequence[Result]) -> str:
    """Median and 95th percentile by size, by the wall and by the processor, two lines for each method."""
    sizes = sorted(results[0].times)
    head = f"{'median / p95':<46} " + " ".join(f"{size:>15,}" for size in sizes)
    rows = [
        f"{(one.name if clock == 'wall' else '    of the processor'):<46} "
        + " ".join(_pair(getattr(one.times[size], clock)) for size in sizes)
        for one in results
        for clock in ("wall", "cpu")
    ]
    spent = f"ours compared what was imported in {results[0].load_seconds:.0f} s of the processor"
    return "\n".join([head, *rows, spent])


def _pair(times: tuple[float, float]) -> str:
    return f"{times[0]:>7.1f} /{times[1]:>6.1f}"


def _part(counted: tuple[int, int]) -> str:
    part, whole = counted
    return f"{part / whole:.4f}" if whole else "–"


def _mean(counted: tuple[int, int]) -> str:
    return f"{counted[0] / counted[1]:.1f}" if counted[1] else "–"
