"""What is indexed of a text: the same terms one text at a time, in their order, and of many texts at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import ahocorasick

from search.analysis.batch import (
    FIRST_SEGMENTED,
    LAST_SEGMENTED,
    MOST_OCCURRENCES,
    WORD_LENGTH,
    Places,
    Terms,
    Texts,
    terms,
)
from search.analysis.codes import Codes
from search.analysis.runs import BLANK_PATTERN, UNSPACED_PATTERN, Kind, Run, runs
from search.analysis.segmentation import Cut


class Analyzer:
    """Finds the terms of folded texts: pairs and last characters of unspaced runs, dictionary words and staff names
    of three characters and more, whole runs of letters and digits, and marks.

    `cut` is segmentation.segmenter()'s; `names` are folded. A name may stand inside a word or overlap another; it
    must hold an unspaced character and no blank, others are passed over: letters and digits are found as whole runs.
    Does not change, so threads may share it.
    """

    def __init__(self, cut: Cut, names: frozenset[str] = frozenset()) -> None:
        self.names = frozenset(filter(_is_term, names))
        self.cut = cut
        self._automaton = ahocorasick.Automaton()
        for name in self.names:
            self._automaton.add_word(name, name)
        self._automaton.make_automaton()

    def terms(self, text: str) -> Counter[str]:
        """Return the terms of one folded text with the number of their occurrences."""
        return Counter(term for _, term in self.occurrences(text))

    def occurrences(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the terms of one folded text with the place of their first character, in order.

        A term that occurs more than MOST_OCCURRENCES times is yielded no more often than that.
        """
        counts: Counter[str] = Counter()
        for start, term in sorted(self._all_occurrences(text)):
            counts[term] += 1
            if counts[term] <= MOST_OCCURRENCES:
                yield start, term

    def batch(self, folded: Codes, ends: Places) -> Terms:
        """Return the terms of many folded texts, given as code points with a line feed at each of `ends`."""
        return terms(Texts.of(folded, ends), self.cut, self._find if self.names else None)

    def _all_occurrences(self, text: str) -> set[tuple[int, str]]:
        """Of a set, for a name that is also a word is one term at one place."""
        found = {(run.start, run.text) for run in runs(text) if run.kind is not Kind.HAN}
        for run in runs(text):
            if run.kind is Kind.HAN:
                found.update((run.start + at, run.text[at : at + 2]) for at in range(len(run.text)))
                found.update(self._words(run))
        found.update(self._find(text))
        return found

    def _words(self, run: Run) -> Iterator[tuple[int, str]]:
        shown = "".join(char if FIRST_SEGMENTED <= ord(char) <= LAST_SEGMENTED else "\n" for char in run.text)
        start = run.start
        for word in self.cut(shown):
            if len(word) >= WORD_LENGTH:
                yield start, word
            start += len(word)

    def _find(self, text: str) -> Iterator[tuple[int, str]]:
        if self.names:
            for last, name in self._automaton.iter(text):
                yield last - len(name) + 1, name


def _is_term(name: str) -> bool:
    return len(name) >= WORD_LENGTH and bool(UNSPACED_PATTERN.search(name)) and not BLANK_PATTERN.search(name)
