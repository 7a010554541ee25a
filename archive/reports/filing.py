"""Takes a reader's report in, within limits that keep the desk from being flooded."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from archive.models import Article, ProblemReport
from archive.reports.senders import digest_of

PER_HOUR, PER_DAY = 5, 20  # of one sender
OPEN_ABOUT_ONE = 20  # about one article, that nobody has settled yet
OPEN_IN_AN_HOUR = 200  # about all of them, taken within the last hour and not settled yet
_AN_HOUR = datetime.timedelta(hours=1)


class Refusal(StrEnum):
    """Why a report was not taken. Nothing of it is kept."""

    SENDER = "sender"  # enough from this sender for now
    ARTICLE = "article"  # the desk knows of this article
    EVERYBODY = "everybody"  # more than the desk can read


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader wrote. kind: of ProblemReport.Kind. paragraph: 0 for none."""

    kind: str
    words: str
    paragraph: int = 0
    contact: str = ""


def file(article: Article, said: Words, *, address: str | None) -> ProblemReport | Refusal:
    """Keep a report about a public article, or say why not. The same words again are the report that is there.

    address: the sender's, None where it is not known; it is not kept.
    """
    now = timezone.now()
    sender = digest_of(address, timezone.localdate(now))
    with transaction.atomic():
        known = article.reports.open().filter(sender=sender, kind=said.kind, words=said.words).first()
        if known is not None:
            return known
        refusal = _refusal(article, sender, now)
        return refusal or ProblemReport.objects.create(
            article=article,
            kind=said.kind,
            words=said.words,
            paragraph=said.paragraph,
            contact=said.contact,
            sender=sender,
        )


def _refusal(article: Article, sender: str, now: datetime.datetime) -> Refusal | None:
    lately = now - _AN_HOUR
    today = ProblemReport.objects.filter(sender=sender)  # a digest lasts a day
    if today.filter(made_at__gt=lately).count() >= PER_HOUR or today.count() >= PER_DAY:
        return Refusal.SENDER
    if article.reports.open().count() >= OPEN_ABOUT_ONE:
        return Refusal.ARTICLE
    if ProblemReport.objects.open().filter(made_at__gt=lately).count() >= OPEN_IN_AN_HOUR:
        return Refusal.EVERYBODY
    return None
