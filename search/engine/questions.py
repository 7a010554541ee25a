"""What of a question in plain language is worth looking for: its pairs and runs, without the words that ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from search.analysis.runs import Kind, runs
from search.analysis.segmentation import Cut

#: Words with one of these in them ask for something, such as 为什么 or 哪一年; 哪吒 is a name.
_ASKING_PARTS = re.compile("什么|甚么|哪(?!吒)|谁|怎|多少|请问")
#: So do these, whose characters are common in other words (任何, 几乎, 几内亚).
_ASKING_WORD = re.compile("何[时年处地人种者事]?|[为如有]何|第几|几[个年月日岁位次天种]?|是否|吗|呢")


def weights(text: str, cut: Cut, across: float) -> dict[str, float]:
    """Return the index terms of a folded question, each with the part (0 to 1) that it counts for.

    Terms are the pairs of unspaced runs and whole runs of letters and digits; words that merely ask part the runs.
    A pair within a word counts 1, one across the border of two words `across`: it says less. A question of nothing
    but asking words is taken at its word. `cut` is segmentation.segmenter()'s.
    """
    return _weights(text, cut, across, spoken=True) or _weights(text, cut, across, spoken=False)


def _weights(text: str, cut: Cut, across: float, *, spoken: bool) -> dict[str, float]:
    found: dict[str, float] = {}
    for run in runs(text):
        if run.kind is Kind.WORD:
            found[run.text] = 1.0
        elif run.kind is Kind.HAN:
            for term, weight in _pairs(list(cut(run.text)), across, spoken=spoken):
                found[term] = max(weight, found.get(term, 0.0))
    return found


def _pairs(words: list[str], across: float, *, spoken: bool) -> Iterator[tuple[str, float]]:
    """Yield the pairs within words, and those across two neighbours none of which asks."""
    asking = [spoken and _asks(word) for word in words]
    for word, skipped in zip(words, asking, strict=True):
        if not skipped:
            for pair in pairwise(word):
                yield "".join(pair), 1.0
    for (one, skipped), (other, skipped_too) in pairwise(zip(words, asking, strict=True)):
        if not skipped and not skipped_too:
            yield one[-1] + other[0], across


def _asks(word: str) -> bool:
    return bool(_ASKING_WORD.fullmatch(word) or _ASKING_PARTS.search(word))
