"""Compares articles with the whole archive: sketch them, find who shares fingerprints, read the few, link the alike."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.db import transaction

from archive.duplicates import linking, sketches
from archive.duplicates.candidates import COMPARED, HOLDERS_KEPT, Candidate, Size, rank
from archive.duplicates.judging import judge
from archive.duplicates.sketches import Text
from archive.models import Article, Likeness

_TOGETHER = 400  # keys in one query, which names them twice


@transaction.atomic(savepoint=False)
def compare(articles: Iterable[Article]) -> None:
    """Link the articles, new or changed, with every article of the archive that they are duplicates of.

    Call it in the transaction that wrote them, after its event: that lock lets only one writer at a time come here,
    so that of two equal texts the later one meets the earlier. Articles whose words have not changed cost two queries.
    """
    given = {article.pk: article for article in articles}
    known = sketches.digests_of(given)
    texts = sketches.changed_texts(given.values(), known)
    if texts:
        changed = [text.key for text in texts if text.key in known]
        sketches.forget(changed)
        linking.replace(changed, _likenesses(texts))
    linking.tell(given.keys())


@transaction.atomic(savepoint=False)
def set_aside(keys: Iterable[int]) -> None:
    """Compare nothing with the articles of these keys any more, until `take_up` is called.

    Findings of others that point to them go, unless a person has settled them.
    """
    for some in _portions(keys):
        sketches.let_sleep(some)
        linking.tell_no_more(some)


@transaction.atomic(savepoint=False)
def take_up(keys: Iterable[int], *, since: datetime.datetime, besides: Collection[int] = ()) -> None:
    """Compare articles that were set aside with all others again. Call it like `compare`.

    since: when they were set aside. What was written after that has not been compared with them, and is now; or they
    are, where they are fewer. besides: articles that were set aside along with them, and so have been compared.
    """
    back = set(keys)
    written = Article.objects.exclude(state=Article.State.DISCARDED).filter(updated_at__gte=since)
    newer = {*written.values_list("pk", flat=True)} - back - set(besides)
    for some in _portions(back):
        sketches.wake(some)
    for some in _portions(back if len(back) < len(newer) else newer):
        sketches.make_old(some)
        compare(Article.objects.filter(pk__in=some).order_by("pk"))
    for some in _portions(back):
        linking.tell(some)


def _likenesses(texts: Sequence[Text]) -> Iterator[Likeness]:
    """Keep the sketches and yield what the texts are to older ones and to those before them here."""
    candidates = _find(texts)
    words = {text.key: text.words for text in texts}
    words |= sketches.stored_words({one.key for found in candidates.values() for one in found} - words.keys())
    for text in texts:
        for one in candidates[text.key]:
            if likeness := _compared(text.key, one, words):
                yield likeness


def _find(texts: Sequence[Text]) -> dict[int, list[Candidate]]:
    """Return for each text whom to compare it with, and keep its sketch."""
    holders, sizes = sketches.holders_of({value for text in texts for value in text.values})
    # A text without a rare fingerprint (a short one has none) may have equals that no holder leads to.
    common = {text.digest for text in texts if all(len(holders[value]) >= HOLDERS_KEPT for value in text.values)}
    equals = sketches.equals_of(common, COMPARED)
    candidates, kept = {}, {}
    for text in texts:
        kept[text.key] = [value for value in text.values if len(holders[value]) < HOLDERS_KEPT]
        ranked = rank(text.values, holders, sizes)
        candidates[text.key] = ranked if kept[text.key] else _with_equals(equals[text.digest], ranked)
        for value in kept[text.key]:
            holders[value].append(text.key)
        sizes[text.key] = Size(len(text.values), len(kept[text.key]))
        if text.digest:
            equals[text.digest].append(text.key)
    sketches.keep(texts, kept)
    return candidates


def _with_equals(equals: Sequence[int], ranked: Sequence[Candidate]) -> list[Candidate]:
    """Put equal texts in front."""
    same = [Candidate(key, 1.0, 1.0) for key in equals]
    return [*same, *(one for one in ranked if one.key not in equals)][:COMPARED]


def _compared(key: int, other: Candidate, words: Mapping[int, str]) -> Likeness | None:
    """The likeness of two texts, written from the later article's side."""
    later, earlier = max(key, other.key), min(key, other.key)
    verdict = judge(words.get(later, ""), words.get(earlier, ""), distinctive=other.distinctive)
    if verdict is None:
        return None
    shares = {"share": verdict.share, "other_share": verdict.other_share}
    return Likeness(article_id=later, other_id=earlier, kind=verdict.kind, **shares)


def _portions(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _TOGETHER):
        yield ordered[start : start + _TOGETHER]
