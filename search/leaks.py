"""What the search still has of words that were taken from readers: answers the archive's leak check.

Words are asked for as a reader's would be, but not noted as asked in vain. The bytes of the index are the purge's
part: it looks for every removed line in every file, and its record says since when nothing is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from archive.models import Article
from archive.signals import Remains
from archive.text.folding import fold
from search import suggestions
from search.backends import IndexUnavailable
from search.backends.sessions import Session
from search.backends.whoosh import session
from search.engine.searching import Asked, search
from search.models import IndexChange
from search.query.syntax import And, Field, Phrase

#: Of so many articles that hold a word the keys are told.
_HOLDERS = 20
#: So many characters of a word are typed before suggestions are looked at.
_TYPED = 2


def remains_of(article: Article, words: Sequence[str]) -> list[Remains]:
    """Return what results, suggestions and the index itself still have of these folded words. Writes nothing."""
    try:
        at = session()
    except IndexUnavailable:
        return [Remains("index", 0, waiting=True)]
    results = _results(at, article, words)
    alone = {word for word in words if not results.elsewhere[word]}
    return [results, _suggestions(article, words, alone), _index(at, article, words)]


def _results(at: Session, article: Article, words: Sequence[str]) -> Remains:
    """Ask as readers do: out of what they may see."""
    holders = {word: frozenset(_holders(at, word)) for word in words}
    found = frozenset(word for word, keys in holders.items() if article.pk in keys)
    return Remains("results", len(words), found, {word: keys - {article.pk} for word, keys in holders.items()})


def _holders(at: Session, word: str) -> Iterator[int]:
    asked = Asked(tree=Phrase(word, fields=tuple(at.layout.texts)), order=("-pk",), stop=_HOLDERS)
    yield from (hit.pk for hit in at.search(asked).hits)


def _suggestions(article: Article, words: Sequence[str], alone: Collection[str]) -> Remains:
    """Type the beginning of each word. What no other article holds must not be proposed, nor a page that is gone.

    alone: those of the words that no other public article holds.
    """
    gone = article.state != Article.State.PUBLISHED
    told = {word: suggestions.suggest(word[:_TYPED]) for word in words}
    found = {
        word
        for word, proposed in told.items()
        for one in proposed
        if (gone and article.public_id in one.url) or (word in alone and word in fold(one.text))
    }
    return Remains("suggestions", len(words), frozenset(found))


def _index(at: Session, article: Article, words: Sequence[str]) -> Remains:
    """Ask what the index holds, whoever may see it, and since when its files are free of the older words."""
    changes = IndexChange.objects.filter(article_pk=article.pk)
    waiting = changes.filter(purged_at__isnull=True).exists()
    last = changes.exclude(purged_at=None).order_by("-purged_at").values_list("purged_at", flat=True).first()
    held = frozenset(word for word in words if _holds(at, article.pk, word))
    return Remains("index", len(words), held, waiting=waiting, since=last)


def _holds(at: Session, key: int, word: str) -> bool:
    tree = And((Field("pk", "exact", key), Phrase(word, fields=tuple(at.layout.texts))))
    return search(at.snapshot, Asked(tree=tree, order=("-pk",), stop=1)).count > 0
