"""Invented texts for these tests: prose without meaning, of any length, that shares nothing by chance."""

from __future__ import annotations

import random

from archive.models import Article, Likeness
from tests.factories import ArticleFactory

_CHARACTERS = [chr(code) for code in range(0x4E00, 0x5E00)]


def prose(length: int, seed: object) -> str:
    """Return `length` characters, the same for the same seed."""
    return "".join(random.Random(str(seed)).choices(_CHARACTERS, k=length))


def article(*paragraphs: str, **fields: object) -> Article:
    """An article with this body, not compared with anything yet."""
    return ArticleFactory(body=list(paragraphs), **fields)


def linked() -> set[tuple[int, int]]:
    """All pairs that are linked, the later article first."""
    return set(Likeness.objects.values_list("article", "other"))
