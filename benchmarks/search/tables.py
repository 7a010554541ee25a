"""The figures in columns, each beside its ratio to ours."""

from __future__ import annotations

import math
from collections.abc import Sequence

from benchmarks.search.asking import ADDED
from benchmarks.search.figures import Asked, Figures, percentile
from benchmarks.search.mix import SHARES, Query
from benchmarks.search.retrieval import SETS

_SHARES = (0.50, 0.95, 0.99)
_WIDTH = 27


def building_table(engines: Sequence[Figures], count: int, source_bytes: int) -> str:
    """Articles a second, bytes on disk and memory. An asterisk: an index from an earlier run, with its figures."""
    head = _line("", "articles/s", "s", "s/ours", "CPU s", "index/text", "size/ours", "peak MB")
    ours = engines[0].build
    rows = [
        _line(
            one.title + ("*" if one.build.earlier else ""),
            f"{count / one.build.wall:,.0f}",
            f"{one.build.wall:,.1f}",
            _ratio(one.build.wall, ours.wall),
            f"{one.build.cpu:,.1f}",
            f"{one.build.bytes / source_bytes:.2f}",
            _ratio(one.build.bytes, ours.bytes),
            f"{one.build.peak / 1e6:,.0f}",
        )
        for one in engines
    ]
    return "\n".join([head, *rows])


def asking_table(engines: Sequence[Figures], truth: Sequence[int], facets: bool) -> str:
    """Milliseconds a query of the mix takes, by percentile, ratios, and how many counts are right."""
    ratios = [f"p{share * 100:.0f}/ours" for share in _SHARES]
    head = _line("", "p50", "p95", "p99", "max", *ratios, "first p95", "true counts", "anon MB")
    ours = _asked(engines[0], facets)
    rows = [_asking_line(one, _asked(one, facets), ours, truth) for one in engines if _asked(one, facets).passes]
    return "\n".join([head, *rows])


def kinds_table(engines: Sequence[Figures], queries: Sequence[Query]) -> str:
    """Median milliseconds by kind of query, without facets."""
    head = _line("", *(kind.replace(" ", "-")[:10] for kind in SHARES))
    rows = [_line(one.title, *_by_kind(one.plain.warm, queries)) for one in engines if one.plain.passes]
    return "\n".join([head, *rows])


def finding_table(engines: Sequence[Figures]) -> str:
    """Recall and precision of copied substrings, and MRR@10 of questions."""
    head = _line("", "recall", "precision", "exact sets", *(f"MRR {name}" for name in SETS))
    rows = [
        _line(
            one.title,
            _part(one.found.right, one.found.true),
            _part(one.found.right, one.found.found),
            f"{one.found.exact}/{one.found.asked}",
            *(f"{one.ranks[name]:.3f}" if name in one.ranks else "–" for name in SETS),
        )
        for one in engines
    ]
    return "\n".join([head, *rows])


def adding_table(engines: Sequence[Figures]) -> str:
    """Milliseconds until added articles are found, and the time to open the index."""
    head = _line("", "open ms", *(text for size in ADDED for text in (f"+{size} ms", "ms/ours")))
    rows = [
        _line(
            one.title,
            f"{one.open:,.0f}",
            *(
                text
                for size in ADDED
                for text in (_or_dash(one.added.get(size)), _ratio(one.added.get(size), engines[0].added.get(size)))
            ),
        )
        for one in engines
    ]
    return "\n".join([head, *rows])


def _asking_line(one: Figures, asked: Asked, ours: Asked, truth: Sequence[int]) -> str:
    own, base = _known(asked.warm), _known(ours.warm)
    right = sum(count == true for count, true in zip(asked.counts, truth, strict=True))
    return _line(
        one.title,
        *(f"{percentile(own, share):,.2f}" for share in (*_SHARES, 1.0)),
        *(_ratio(percentile(own, share), percentile(base, share)) for share in _SHARES),
        f"{percentile(_known(asked.first), 0.95):,.2f}",
        f"{right}/{len(truth)}",
        f"{one.anonymous / 1e6:,.0f}",
    )


def _asked(one: Figures, facets: bool) -> Asked:
    return one.facets if facets else one.plain


def _by_kind(taken: Sequence[float], queries: Sequence[Query]) -> list[str]:
    by_kind = [[ms for ms, query in zip(taken, queries, strict=True) if query.kind == kind] for kind in SHARES]
    return [f"{percentile(_known(ms), 0.5):,.2f}" if _known(ms) else "–" for ms in by_kind]


def _known(values: Sequence[float]) -> list[float]:
    return [value for value in values if not math.isnan(value)]


def _ratio(value: float | None, ours: float | None) -> str:
    return f"{value / ours:,.2f}" if value is not None and ours else "–"


def _part(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "–"


def _or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


def _line(name: str, *cells: str) -> str:
    return f"{name:<{_WIDTH}}" + "".join(f"{cell:>12}" for cell in cells)
