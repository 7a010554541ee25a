"""Duplicates, reprints and excerpts: found at upload against the whole archive, flagged and linked, never dropped.

`compare` is called wherever an article's text is written; `likenesses_of` reads what it found, and `family_of` lays it
out from origin to reprint. `set_aside` is called where articles are discarded, `take_up` where they come back.
"""

from archive.duplicates.comparing import compare, set_aside, take_up
from archive.duplicates.lineage import Family, are_alike, family_of
from archive.duplicates.linked import LikeArticle, likenesses_of, public_likenesses_of
from archive.duplicates.origins import came_first

__all__ = [
    "Family",
    "LikeArticle",
    "are_alike",
    "came_first",
    "compare",
    "family_of",
    "likenesses_of",
    "public_likenesses_of",
    "set_aside",
    "take_up",
]
