"""From folded text to index terms, and from a folded query to the terms that every article with it must hold."""

from __future__ import annotations

from itertools import pairwise

from search.analysis.runs import Kind, Run, han_runs, marks, needs_whole_runs, runs, words
from search.analysis.segmentation import Cut, dictionary_hash

#: Raise it whenever index_terms() gives another answer for any text.
TERMS_VERSION = 1
#: The shortest dictionary word that is indexed: words of two characters are pairs already.
WORD_LENGTH = 3


def index_terms(text: str, cut: Cut) -> set[str]:
    """Return the terms of folded `text`; `cut` is segmenter()'s."""
    unspaced = han_runs(text)
    terms = {*words(text), *marks(text)}
    for run in unspaced:
        terms.update(map("".join, pairwise(run)))
        terms.add(run[-1])
    terms.update(word for word in cut("\n".join(unspaced)) if len(word) >= WORD_LENGTH)
    return terms


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
    return {"terms": TERMS_VERSION, "dictionary": dictionary_hash()}


def _at_edge(run: Run, length: int) -> bool:
    """Tell whether the run may go on in the text where the query begins or ends."""
    return run.start == 0 or run.end == length


def _closed(run: Run, following: Run | None, length: int) -> bool:
    """Tell whether the Han run ends within the query, so that its last character ends a run of the text, too."""
    return following is not None or run.end < length
