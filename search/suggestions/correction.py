"""What a reader may have meant who found nothing: words of the archive that sound or look like what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from archive.text.folding import fold
from search.analysis.names import is_chinese
from search.suggestions.archive import Archive
from search.suggestions.lattice import LETTERS, PIECES, guesses
from search.suggestions.vocabulary import Vocabulary

#: Queries with more articles than this are not doubted; those with any only for ten times as many.
FEW, TIMES = 3, 10
#: So many guesses the archive is asked for at most.
_ASKED = 8


@dataclass(frozen=True, slots=True)
class Correction:
    """Folded words, and how many public articles hold them."""

    text: str
    count: int


def correct(typed: str, vocabulary: Vocabulary, archive: Archive) -> Correction | None:
    """Return the likeliest words in place of the typed ones; None if there are none that find more."""
    parts = fold(typed).split()
    if not parts or not all(map(_is_plain, parts)):
        return None
    found = archive.count(parts)
    if found > FEW:
        return None
    better = _best(_whole(parts, vocabulary, archive) or _part_by_part(parts, vocabulary, archive))
    return better if better and better.count >= max(1, TIMES * found) else None


def corrections(typed: str, vocabulary: Vocabulary, archive: Archive, *, most: int) -> list[Correction]:
    """Return words of the archive in place of the typed ones, which stand in one row, the likeliest first."""
    return list(islice(_whole(fold(typed).split(), vocabulary, archive), most))


def _whole(parts: Sequence[str], vocabulary: Vocabulary, archive: Archive) -> list[Correction]:
    """What all parts may be as one row of words: dian xin zha pian. Han that was parted by a blank stays parted."""
    if len(parts) > 1 and not all(map(LETTERS.fullmatch, parts)):
        return []
    found = sorted(guesses(parts, vocabulary.words, cache(archive.meet)), key=lambda guess: guess.price)
    texts = [text for text in dict.fromkeys(guess.text for guess in found) if text != "".join(parts)]
    asked = [Correction(text, archive.count([text])) for text in texts[:_ASKED]]
    return [one for one in asked if one.count]


def _part_by_part(parts: Sequence[str], vocabulary: Vocabulary, archive: Archive) -> list[Correction]:
    """Correct those parts that nothing is found for by themselves."""
    if len(parts) < 2:
        return []
    better = [part if archive.count([part]) else _replaced(part, vocabulary, archive) for part in parts]
    words = [word for word in better if word]
    if len(words) < len(parts) or words == list(parts):
        return []
    return [Correction(" ".join(words), archive.count(words))]


def _replaced(part: str, vocabulary: Vocabulary, archive: Archive) -> str:
    best = _best(_whole([part], vocabulary, archive))
    return best.text if best else ""


def _best(found: Sequence[Correction]) -> Correction | None:
    return next((one for one in found if one.count), None)


def _is_plain(part: str) -> bool:
    """Chinese characters and letters, not numbers, marks or operators: those nobody mistypes by sound."""
    return all(LETTERS.fullmatch(piece) or is_chinese(piece) for piece in PIECES.findall(part))
