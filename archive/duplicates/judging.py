"""Decides from two texts whether they are duplicates, and of what kind."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Likeness
from archive.text.fingerprints import containment, shingles

#: The criterion: so much of the shorter text stands in the longer one.
HALF = 0.5
#: What is asked of short texts, of which half says little.
NEARLY_ALL = 0.8
#: Below this a text is a headline, a caption, a line on a closed page.
SHORT = 50  # characters

Kind = Likeness.Kind


@dataclass(frozen=True, slots=True)
class Verdict:
    """kind: seen from the first text. share: how much of it stands in the second. other_share: the other way round."""

    kind: Likeness.Kind
    share: float
    other_share: float


def judge(words: str, other: str, *, distinctive: bool = True) -> Verdict | None:
    """Compare two texts in full and return what they are to each other; None where they are two different texts.

    words, other: as archive.text.fingerprints.words_of gives them. distinctive: whether they share more than what many
    articles share. If not, half of one in the other is a notice that stands below everything; half of both is not.
    """
    if words == other:
        return Verdict(Kind.EXACT_TEXT, 1.0, 1.0) if words else None
    share, other_share = containment(shingles(words), shingles(other))
    short = min(len(words), len(other)) < SHORT
    enough = (max if distinctive else min)(share, other_share) >= HALF
    if not enough or (short and max(share, other_share) < NEARLY_ALL):
        return None
    return Verdict(_kind(share, other_share), share, other_share)


def _kind(share: float, other_share: float) -> Likeness.Kind:
    if min(share, other_share) >= HALF:
        return Kind.NEAR
    return Kind.CONTAINED if share > other_share else Kind.CONTAINS
