"""Whether words that were taken from readers still stand in what staff wrote about topics for them."""

from __future__ import annotations

from collections.abc import Iterable

from archive.models import Topic, TopicArticle
from archive.text.folding import fold


def words_left(words: Iterable[str]) -> frozenset[str]:
    """Return those of the folded words that stand in a title, introduction or note of a shown topic. Two queries."""
    told = list(Topic.objects.shown().values_list("title", "introduction"))
    seen = TopicArticle.objects.of_public_articles().filter(topic__state=Topic.State.SHOWN)
    notes = seen.exclude(note="").values_list("note", flat=True)
    text = fold("\n".join([*(words for row in told for words in row), *notes]))
    return frozenset(word for word in words if word in text)
