"""From a folded query to the index terms that every text with it must hold, and to the one that proves it."""

from __future__ import annotations

from itertools import pairwise

from search.analysis.codes import tables_hash
from search.analysis.runs import Kind, Run, needs_whole_runs, runs
from search.analysis.segmentation import dictionary_hash

#: Raise it whenever Analyzer gives other terms for any text.
TERMS_VERSION = 2


def query_terms(text: str) -> set[str]:
    """Return terms that every text holding folded `text` must have. May be empty."""
    found = list(runs(text))
    may_cut = not needs_whole_runs(text)
    terms: set[str] = set()
    for run, following in zip(found, [*found[1:], None], strict=False):
        if run.kind is Kind.HAN:
            terms.update(map("".join, pairwise(run.text)))
            if _closed(run, following, len(text)):
                terms.add(run.text[-1])
        elif not (may_cut and run.kind is Kind.WORD and _at_edge(run, len(text))):
            terms.add(run.text)
    return terms


def proof(text: str) -> str | None:
    """Return the term that by itself proves folded `text` to occur: a pair, a whole word, a mark; else None."""
    found = list(runs(text))
    if len(found) != 1 or found[0].text != text:
        return None
    if found[0].kind is Kind.HAN:
        return text if len(text) == 2 else None
    return text


def analysis_version() -> dict[str, str | int]:
    """What the index's version stamp says of the analysis."""
    return {"terms": TERMS_VERSION, "dictionary": dictionary_hash(), "characters": tables_hash()}


def _at_edge(run: Run, length: int) -> bool:
    """Tell whether the run may go on in the text where the query begins or ends."""
    return run.start == 0 or run.end == length


def _closed(run: Run, following: Run | None, length: int) -> bool:
    """Tell whether the Han run ends within the query, so that its last character ends a run of the text, too."""
    return following is not None or run.end < length
