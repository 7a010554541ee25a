"""What the queue is narrowed to: read from an address, put back into one, and turned into conditions on articles."""

from __future__ import annotations

import datetime
import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode

from archive.models import Article, Finding, TextBlock, UploadItem
from archive.models.articles import ArticleQuerySet
from archive.text.conversion import simplified, traditional

#: The lines of the queue.
STATES = (Article.State.DRAFT, Article.State.RETURNED, Article.State.DISCARDED)
#: Flags beside the kinds of findings: nothing is open, something is, something that blocks publication is.
CLEAN, FLAGGED, BLOCKED = "clean", "flagged", "blocked"
FLAGS = (CLEAN, FLAGGED, BLOCKED, *Finding.Kind.values)
#: Which day `since` and `until` are about.
DAYS = ("published", "uploaded")
ORDERS = ("", "oldest", "newest")
#: Stands for "none at all" where a key is asked for: no outlet, nobody.
NONE = 0
MOST_WORDS = 8
#: The short texts that a search in the queue looks through, beside file names and the body.
_SEARCHED = (
    *("title", "original_title", "kicker", "subtitle", "source_name", "site_name"),
    *("url", "public_id", "desk_note", "capture__file_name"),
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a person asked the queue for; as it stands, every draft that waits.

    outlet, assignee: a key, or NONE for articles without. uploader, batch: a key. since, until: days of publication,
    or with dated="uploaded" of the upload, both included. words: each has to be found.
    """

    state: str = Article.State.DRAFT.value
    flag: str = ""
    outlet: int | None = None
    batch: int | None = None
    assignee: int | None = None
    uploader: int | None = None
    dated: str = DAYS[0]
    since: datetime.date | None = None
    until: datetime.date | None = None
    words: str = ""
    order: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Narrowing:
        """Read the parameters of an address. What makes no sense narrows nothing."""
        return cls(
            state=_one_of(STATES, given.get("state", "")),
            flag=_one_of(("", *FLAGS), given.get("flag", "")),
            outlet=_key(given.get("outlet", "")),
            batch=_key(given.get("batch", "")),
            assignee=_key(given.get("assignee", "")),
            uploader=_key(given.get("uploader", "")),
            dated=_one_of(DAYS, given.get("dated", "")),
            since=_day(given.get("since", "")),
            until=_day(given.get("until", "")),
            words=" ".join(given.get("words", "").replace("\0", " ").split()[:MOST_WORDS])[:200],
            order=_one_of(ORDERS, given.get("order", "")),
        )

    @property
    def query(self) -> str:
        """The parameters that lead here again, "" where nothing is narrowed: `read` turns them into an equal value."""
        plain = Narrowing()
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in asked.items() if value != getattr(plain, name)})

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the state and the order is asked for."""
        return bool(Narrowing(state=self.state, order=self.order, dated=self.dated) != self)

    def of(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Return those of `articles` that are asked for, in no order."""
        found = articles.filter(self.condition)
        return _with_words(found, self.words.split()) if self.words else found

    @property
    def condition(self) -> Q:
        """All that is asked for but the words, as one condition on articles."""
        conditions = [_flagged(self.flag), _of_outlet(self.outlet), _in_batch(self.batch), self._in_time()]
        conditions += [_equal("assigned_to", self.assignee), _equal("created_by", self.uploader)]
        return Q(*conditions, state=self.state)

    def _in_time(self) -> Q:
        if self.dated == "uploaded":
            return _between("created_at", *(_midnight(day) for day in (self.since, _after(self.until))))
        return _between("published_on", self.since, _after(self.until))


def _flagged(flag: str) -> Q:
    """Articles with such an open finding. Pinyin that was moved aside is told, but it flags nothing."""
    found = Finding.objects.open().filter(article=OuterRef("pk"))
    telling = Exists(found.exclude(kind=Finding.Kind.PINYIN))
    if not flag:
        return Q()
    if flag in (CLEAN, FLAGGED):
        return Q(telling) if flag == FLAGGED else ~Q(telling)
    return Q(Exists(found.blocking() if flag == BLOCKED else found.filter(kind=flag)))


def _of_outlet(key: int | None) -> Q:
    if key == NONE:
        return Q(source=None)
    return Q() if key is None else Q(source=key) | Q(site=key)


def _in_batch(key: int | None) -> Q:
    return Q() if key is None else Q(Exists(UploadItem.objects.filter(article=OuterRef("pk"), batch=key)))


def _equal(field: str, key: int | None) -> Q:
    return Q() if key is None else Q(**{field: key or None})


def _between(field: str, begin: Any, end: Any) -> Q:
    """From `begin` on and before `end`."""
    since = Q(**{f"{field}__gte": begin}) if begin else Q()
    return since & (Q(**{f"{field}__lt": end}) if end else Q())


def _with_words(articles: ArticleQuerySet, words: list[str]) -> ArticleQuerySet:
    """Articles that hold every word, in either script, in their titles, names, note, address, file names or text."""
    parts = [part for name in _SEARCHED for part in (F(name), Value("\n"))]
    searched = articles.annotate(searched=Concat(*parts, output_field=TextField()))
    return searched.filter(*(_holds(word) for word in words))


def _holds(word: str) -> Q:
    in_text = TextBlock.objects.filter(_like("cleaned", word), article=OuterRef("pk"), role__in=TextBlock.BODY_ROLES)
    in_file_name = UploadItem.objects.filter(_like("name", word), article=OuterRef("pk"))
    return _like("searched", word) | Q(Exists(in_file_name)) | Q(Exists(in_text))


def _like(field: str, word: str) -> Q:
    spellings = dict.fromkeys((word, simplified(word), traditional(word)))
    return functools.reduce(operator.or_, (Q(**{f"{field}__icontains": spelling}) for spelling in spellings))


def _one_of(known: tuple[str, ...], value: str) -> str:
    """The value if it is known, else the first that is."""
    return str(value if value in known else known[0])


def _key(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 16 else None


def _day(value: str) -> datetime.date | None:
    try:
        return parse_date(value)
    except ValueError:  # well written, but not in the calendar
        return None


def _after(day: datetime.date | None) -> datetime.date | None:
    return day + datetime.timedelta(days=1) if day and day < datetime.date.max else None


def _midnight(day: datetime.date | None) -> datetime.datetime | None:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time())) if day else None
