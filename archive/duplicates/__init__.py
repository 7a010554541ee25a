"""Duplicates, reprints and excerpts: found at upload against the whole archive, flagged and linked, never dropped."""

from archive.duplicates.linked import LikeArticle, likenesses_of, public_likenesses_of

__all__ = ["LikeArticle", "likenesses_of", "public_likenesses_of"]
