"""What the archive tells others, sent inside the transaction of the change: if a receiver fails, nothing happened.

The search app listens and writes its outbox row in the same transaction, so no publication is without one.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.dispatch import Signal

#: The article became public, or a public article's words changed. Arguments: article (Article); newly (bool), whether
#: it was not public before: absent where it was.
article_published = Signal()

#: Many articles became public at once. Arguments: articles (list of Article).
articles_published = Signal()

#: The article is no longer public. Arguments: article (Article).
article_withdrawn = Signal()

#: Many articles are no longer public. Arguments: keys (set of int).
articles_withdrawn = Signal()

#: Other articles than before share the text of these. Arguments: keys (set of int), of the later one of each pair.
likenesses_changed = Signal()

#: What is known of articles changed beside their words: their agencies. Arguments: keys (set of int), public or not.
articles_changed = Signal()

#: Who keeps copies of articles is asked what is left of removed words. Arguments: article (Article), words (list of
#: folded str). Each receiver answers with a list of Remains; it changes nothing.
remains_sought = Signal()


@dataclass(frozen=True, slots=True)
class Remains:
    """What one place answered. asked: how many words it was asked for.

    found: those by which it still gives the article away. elsewhere: those that other public articles hold, with the
    keys of these. waiting: the place has still to follow the change. since: when it last proved itself clean.
    """

    place: str
    asked: int
    found: frozenset[str] = frozenset()
    elsewhere: Mapping[str, frozenset[int]] = field(default_factory=dict)
    waiting: bool = False
    since: datetime.datetime | None = None
