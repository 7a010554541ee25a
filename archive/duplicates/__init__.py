"""Duplicates, reprints and excerpts: found at upload against the whole archive, flagged and linked, never dropped.

`compare` is called wherever an article's text is written; `likenesses_of` reads what it found.
"""

from archive.duplicates.comparing import compare
from archive.duplicates.linked import LikeArticle, likenesses_of, public_likenesses_of

__all__ = ["LikeArticle", "compare", "likenesses_of", "public_likenesses_of"]
