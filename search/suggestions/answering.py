"""The doors: what to propose while a reader types, and in place of words that find nothing."""

from __future__ import annotations

from dataclasses import replace

from archive.text.conversion import traditional
from archive.text.folding import fold, widths
from search.analysis.segmentation import segmenter
from search.backends import IndexUnavailable
from search.backends.whoosh import session
from search.suggestions.asking import IndexedArchive
from search.suggestions.correction import Correction, correct
from search.suggestions.current import vocabulary
from search.suggestions.typeahead import Suggestion, complete
from search.suggestions.vocabulary import Vocabulary

LIMIT = 8


def suggest(typed: str, limit: int = LIMIT) -> list[Suggestion]:
    """Return at most `limit` words, agencies and titles that go on as `typed` begins, each with its public articles.

    Words are in the script that was typed. Nothing is proposed while the index cannot be read or is being read for
    the first time. Never raises for anything that was typed.
    """
    try:
        known = _known()
        found = complete(typed, *known, limit=limit) if known else []
    except IndexUnavailable:
        return []
    return [replace(one, text=_in_script(one.text, typed)) if one.kind == "word" else one for one in found]


def did_you_mean(typed: str) -> Correction | None:
    """Return words of the archive that were likely meant, in the script that was typed; None if there are none.

    Only queries of plain words are looked at, and only where they find next to nothing. Never raises.
    """
    try:
        known = _known()
        better = correct(typed, *known) if known else None
    except IndexUnavailable:
        return None
    return replace(better, text=_in_script(better.text, typed)) if better else None


def _known() -> tuple[Vocabulary, IndexedArchive] | None:
    """The vocabulary and the archive to ask. Raises IndexUnavailable."""
    at = session()
    cut = segmenter(at.root / "segmenter")
    words = vocabulary(at, cut)
    return (words, IndexedArchive(at, cut)) if words else None


def _in_script(folded: str, typed: str) -> str:
    """Folded text is simplified; who typed traditional characters reads them."""
    return traditional(folded) if fold(typed) != widths(typed) else folded
