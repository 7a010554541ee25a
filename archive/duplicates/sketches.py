"""Sketches as rows: written with an article, gone with it, and read by fingerprint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.db.models import Window
from django.db.models.functions import RowNumber

from archive.duplicates.candidates import Size
from archive.models import Article, Fingerprint, Sketch
from archive.text.fingerprints import VERSION, digest, fingerprints, words_of

Value = TypeVar("Value", int, str)
#: Values in one query: under the limit on parameters of every database.
_AT_ONCE = 900
# Plain SQL where every upload reads and writes half a hundred rows or more: the ORM takes several times as long.
_HOLDERS = """
    SELECT f.value, f.sketch_id, s.size, s.kept
    FROM archive_fingerprint f JOIN archive_sketch s ON s.article_id = f.sketch_id
    WHERE f.value IN ({}) AND NOT s.dormant
"""
_KEEP = "INSERT INTO archive_fingerprint (value, sketch_id) VALUES (%s, %s)"


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text as it is compared. values: its fingerprints. dormant: whether the article is discarded."""

    key: int
    words: str
    digest: str
    values: frozenset[int]
    dormant: bool = False


def digests_of(keys: Iterable[int]) -> dict[int, str]:
    """Return the checksum of each of these articles' words as they were when sketched; "old" for an older method."""
    rows = Sketch.objects.filter(pk__in=list(keys)).values_list("pk", "digest", "version")
    return {key: words if version == VERSION else "old" for key, words, version in rows}


def changed_texts(articles: Iterable[Article], known: Mapping[int, str]) -> list[Text]:
    """Return the texts of the articles whose words are not those that are `known`."""
    given = [(article, words_of(article.body)) for article in articles]
    checked = [(article, words, digest(words)) for article, words in given]
    return [
        Text(article.pk, words, check, fingerprints(words), dormant=article.state == Article.State.DISCARDED)
        for article, words, check in checked
        if known.get(article.pk) != check
    ]


def stored_words(keys: Iterable[int]) -> dict[int, str]:
    """Return the words of these articles as they are compared."""
    return {
        key: words_of(body)
        for some in _portions(keys)
        for key, body in Article.objects.filter(pk__in=some).values_list("pk", "body")
    }


def forget(keys: Collection[int]) -> None:
    """Take away the sketches of these articles."""
    Fingerprint.objects.filter(sketch__in=keys).delete()
    Sketch.objects.filter(pk__in=keys).delete()


def let_sleep(keys: Collection[int]) -> None:
    """Leave these articles out when others look whom they share fingerprints with."""
    Sketch.objects.filter(pk__in=keys).update(dormant=True)


def wake(keys: Collection[int]) -> None:
    """Let others find these articles again."""
    Sketch.objects.filter(pk__in=keys).update(dormant=False)


def make_old(keys: Collection[int]) -> None:
    """Let the next comparison take the texts of these articles for changed ones."""
    Sketch.objects.filter(pk__in=keys).update(version=0)


def holders_of(values: Iterable[int]) -> tuple[defaultdict[int, list[int]], dict[int, Size]]:
    """Return for each fingerprint the keys of the articles kept with it, and the sizes of all these articles."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    sizes: dict[int, Size] = {}
    with connection.cursor() as cursor:
        for some in _portions(sorted(values)):
            cursor.execute(_HOLDERS.format(", ".join(["%s"] * len(some))), some)
            for value, key, size, kept in cursor.fetchall():
                holders[value].append(key)
                sizes[key] = Size(size, kept)
    return holders, sizes


def equals_of(digests: Iterable[str], limit: int) -> defaultdict[str, list[int]]:
    """Return for each checksum the keys of the articles with these words, the oldest first, `limit` at most of each."""
    equals: defaultdict[str, list[int]] = defaultdict(list)
    nth = Window(RowNumber(), partition_by="digest", order_by="pk")
    for some in _portions(sorted(filter(None, digests))):
        rows = (
            Sketch.objects.filter(digest__in=some, dormant=False)
            .annotate(nth=nth)
            .filter(nth__lte=limit)
            .order_by("pk")
        )
        for check, key in rows.values_list("digest", "pk"):
            equals[check].append(key)
    return equals


def keep(texts: Iterable[Text], kept: Mapping[int, Collection[int]]) -> None:
    """Write the sketches. kept: for each article those of its fingerprints that are kept with it."""
    Sketch.objects.bulk_create(
        Sketch(
            pk=text.key,
            version=VERSION,
            digest=text.digest,
            size=len(text.values),
            kept=len(kept[text.key]),
            dormant=text.dormant,
        )
        for text in texts
    )
    pairs = sorted((value, key) for key, values in kept.items() for value in values)  # as they stand in the index
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, pairs)


def _portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    left = iter(values)
    while some := list(islice(left, _AT_ONCE)):
        yield some
