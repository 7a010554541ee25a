"""Why people decided as they did. The chained log keeps no free text, which may have to be masked: reviews do."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from archive.models import Article, Event, Finding, Review
from archive.review import collation

#: Actions of the log, and the decision that is written down with each.
DECISIONS = {
    "published": Review.Decision.PUBLISH,
    "returned": Review.Decision.RETURN,
    "withdrawn": Review.Decision.WITHDRAW,
    "restored": Review.Decision.RESTORE,
    "refused": Review.Decision.REFUSE,
}
OF_FINDINGS = ("finding kept", "finding cleared")
#: An event and its review are written in one transaction.
AT_ONCE = datetime.timedelta(seconds=2)


def reasons(events: Sequence[Event]) -> dict[int, str]:
    """Return for events, by their keys, the reason that a review or a finding keeps; personal data is covered.

    Costs two queries beside those of `to_cover`, however many events.
    """
    found, hide = {**dict(_of_reviews(events)), **_of_findings(events)}, to_cover(events)
    return {key: collation.veil(words, hide.get(key, set())) for key, words in found.items() if words}


def to_cover(events: Sequence[Event]) -> dict[int, set[str]]:
    """Return for events of articles, by their keys, the personal data that stands covered on the desk. Two queries."""
    hide = _words_to_hide({event.subject_id for event in events if event.subject_type == "article"})
    return {event.pk: hide[event.subject_id] for event in events if hide.get(event.subject_id)}


def _of_reviews(events: Sequence[Event]) -> Iterable[tuple[int, str]]:
    decided = [event for event in events if event.action in DECISIONS and event.subject_type == "article"]
    rows: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in Review.objects.filter(article__in=_keys(decided)).exclude(reason=""):
        rows[str(review.article_id), review.decision].append(review)
    for event in decided:
        near = [one for one in rows[event.subject_id, DECISIONS[event.action]] if belongs(one.decided_at, event)]
        if near:
            yield event.pk, min(near, key=lambda one: abs(one.decided_at - event.at)).reason


def _of_findings(events: Sequence[Event]) -> dict[int, str]:
    settled = {event.pk: event.data.get("finding") for event in events if event.action in OF_FINDINGS}
    notes = dict(Finding.objects.filter(pk__in=set(settled.values()) - {None}).values_list("pk", "note"))
    return {key: notes[finding] for key, finding in settled.items() if notes.get(finding)}


def belongs(at: datetime.datetime, event: Event) -> bool:
    """Whether a row of this moment was written together with the event."""
    return abs(at - event.at) <= AT_ONCE


def _words_to_hide(keys: set[str]) -> dict[str, set[str]]:
    articles = Article.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    articles = articles.only("pk").prefetch_related("findings")
    return {str(article.pk): collation.words_to_hide(article) for article in articles}


def _keys(events: Iterable[Event]) -> list[int]:
    return [int(event.subject_id) for event in events if event.subject_id.isdecimal()]
