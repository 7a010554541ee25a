"""The scores as tables and lists of our worst pages."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator

from benchmarks.extraction.scoring import Score

HEADS = (
    *("title", "date", "wrong", "source", "F1", "recall", "prec.", "F1 set", "rec. set", "<.5", "must", "mustn't"),
    *("fails", "ms p50", "ms p95"),
)
_LOW = 0.5
_FIELDS = 6  # of a page that are judged


def table(scores: dict[str, list[Score]]) -> str:
    """Return one row a library. F1 set, rec. set: means of the sets' means, so that a large set weighs like a small."""
    width = max(map(len, scores)) + 2
    rows = [" " * width + "".join(f"{head:>9}" for head in HEADS)]
    rows += [f"{name:{width}}" + "".join(f"{cell:>9}" for cell in _cells(found)) for name, found in scores.items()]
    return "\n".join(rows)


def _cells(found: list[Score]) -> Iterator[str]:
    for name in ("title", "date", "date_wrong", "source", "f1", "recall", "precision"):
        yield _shown(_mean(getattr(score, name) for score in found))
    for name in ("f1", "recall"):
        yield _shown(_mean_of_sets(found, lambda score, name=name: getattr(score, name)))
    yield str(sum(score.f1 is not None and score.f1 < _LOW for score in found))
    for name in ("kept", "kept_out"):
        yield _shown(_mean(getattr(score, name) for score in found))
    yield str(sum(bool(score.outcome.error) for score in found))
    taken = [score.outcome.milliseconds for score in found]
    yield f"{statistics.median(taken):.0f}"
    yield f"{statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]:.0f}"


def counts(found: list[Score]) -> str:
    """Return how many pages each field was judged on."""
    named = {"title": "title", "date": "date", "source": "source", "f1": "body", "kept_out": "must-not strings"}
    judged = {label: sum(getattr(score, name) is not None for score in found) for name, label in named.items()}
    return f"{len(found)} pages; judged for " + ", ".join(f"{label} {number}" for label, number in judged.items())


def worst(found: list[Score], number: int) -> Iterator[str]:
    """Yield what differs on our worst pages: every wrong field, then the lowest bodies."""
    ranked = sorted(found, key=_goodness)
    for score in ranked[:number]:
        if _goodness(score) < _FIELDS:
            yield f"{score.page.set}  {score.page.name}"
            yield from (f"    {line}" for line in _differences(score))


def _goodness(score: Score) -> float:
    fields = (score.title, score.date, score.source, score.f1, score.kept, score.kept_out)
    return sum(1.0 if value is None else value for value in fields)


def _differences(score: Score) -> Iterator[str]:
    page, got = score.page, score.outcome
    if got.error:
        yield f"failed  {got.error}"
    for name, value in (("title", score.title), ("date", score.date), ("source", score.source)):
        if value == 0:
            yield f"{name:7} is {getattr(got, name)!r}, should be {getattr(page, name)!r}"
    if score.f1 is not None and score.f1 < 1:
        yield f"body    F1 {score.f1:.3f}  recall {score.recall:.3f}  precision {score.precision:.3f}"
        yield from _lines_off(page.body or "", got.body)
    yield from (f"lacks   {words!r}" for words in page.must if words not in got.body)
    yield from (f"keeps   {words!r}" for words in page.must_not if words in got.body)


def _lines_off(gold: str, got: str) -> Iterator[str]:
    """Yield up to four lines of each side that the other does not hold."""
    for label, these, other in (("missing", gold, got), ("extra", got, gold)):
        flat = "".join(other.split())
        off = [line.strip() for line in these.splitlines() if "".join(line.split()) not in flat]
        yield from (f"{label:8}{line[:90]}" for line in off[:4])


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None


def _mean_of_sets(found: list[Score], value: Callable[[Score], float | None]) -> float | None:
    sets = dict.fromkeys(score.page.set for score in found)
    return _mean(_mean(value(score) for score in found if score.page.set == name) for name in sets)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".replace("0.", ".", 1) if value < 1 else "1"
