"""Articles are put into topics and taken out of them here, and their notes written; each change is an event."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive.models import Article, Event, Topic, TopicArticle
from archive.text.storable import storable
from archive.topics.editing import Detect
from archive.topics.outcomes import Line, NotesKept, Outcome

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: Lines that are read at once.
MOST_LINES = 500
NOTE_ROOM = 200  # characters
#: An article's address for readers in any language, with whatever follows; its address on the desk; its id or number.
_PUBLIC = re.compile(r"/a/([0-9A-Za-z_-]{1,16})(?=[/.?#]|$)")
_DESK = re.compile(r"/archive/article/([0-9]{1,15})/")
_ID = re.compile(r"[0-9A-Za-z_-]{1,16}")


def put_lines(topic: Topic, typed: str, *, by: User | None) -> list[Line]:
    """Put in the articles that the lines name by address, id or number, and say of each line what became of it.

    Empty lines are passed over, and those behind the first MOST_LINES are not read.
    """
    lines = [line.strip() for line in typed.splitlines() if line.strip()][:MOST_LINES]
    named = [_name(line) for line in lines]
    public = {name for name, _number in named if name}
    by_id = {one.public_id: one for one in Article.objects.filter(public_id__in=public).defer("evidence")}
    by_number = Article.objects.defer("evidence").in_bulk([number for _name, number in named if number])
    articles = [by_id.get(name) or by_number.get(number) for name, number in named]
    new = put(topic, [one for one in articles if one], by=by)
    return [_line(line, one, new) for line, one in zip(lines, articles, strict=True)]


def put(topic: Topic, articles: Iterable[Article], *, by: User | None) -> set[int]:
    """Put articles in, in any state: readers see those that are public. Returns the keys of those that are new in it.

    Nothing happens to a topic that was deleted meanwhile.
    """
    wanted = list(dict.fromkeys(article.pk for article in articles))
    with transaction.atomic():
        if not Topic.objects.select_for_update().filter(pk=topic.pk).exists():
            return set()
        held = set(topic.entries.filter(article__in=wanted).values_list("article", flat=True))
        new = [key for key in wanted if key not in held]
        TopicArticle.objects.bulk_create(TopicArticle(topic=topic, article_id=key, added_by=by) for key in new)
        _tell("articles put in topic", topic, new, by)
    return set(new)


def take_out(topic: Topic, keys: Collection[int], *, by: User | None) -> int:
    """Take articles out of the topic; the articles themselves stay. keys: of articles. Returns how many went."""
    with transaction.atomic():
        entries = topic.entries.filter(article__in=keys)
        gone = list(entries.values_list("article", flat=True))
        entries.delete()
        _tell("articles taken out of topic", topic, gone, by)
    return len(gone)


def annotate(topic: Topic, typed: Mapping[int, tuple[str, str]], *, by: User | None, detect: Detect) -> NotesKept:
    """Keep notes. typed: {key of an article: (the note as the person saw it, as it is to be)}, a page of them."""
    wanted = {key: (was, _one_line(note)) for key, (was, note) in typed.items() if _one_line(note) != was}
    with transaction.atomic():
        entries = {one.article_id: one for one in topic.entries.select_for_update().filter(article__in=wanted)}
        stored = {key: entry.note for key, entry in entries.items() if entry.note != wanted[key][1]}
        private = {key: note for key, (_was, note) in wanted.items() if key in stored and detect(note)}
        overtaken = {key: wanted[key][1] for key, now in stored.items() if now != wanted[key][0] and key not in private}
        fit = [key for key in stored if key not in private and key not in overtaken]
        for key in fit:
            entries[key].note = wanted[key][1]
        TopicArticle.objects.bulk_update([entries[key] for key in fit], ["note"])
        _tell("topic notes changed", topic, fit, by)
    return NotesKept(len(fit), overtaken, private)


def _name(line: str) -> tuple[str, int]:
    """The public id that a line names, and the number of the desk; "" and 0 for none."""
    if found := _PUBLIC.search(line):
        return found[1], 0
    if found := _DESK.search(line):
        return "", int(found[1])
    if not _ID.fullmatch(line):
        return "", 0
    return line, int(line) if line.isdecimal() and len(line) < 16 else 0


def _line(text: str, article: Article | None, new: set[int]) -> Line:
    """What became of a line; the first one that names an article takes it out of `new`."""
    if article is None:
        return Line(text, Outcome.NOT_FOUND, None)
    if article.pk not in new:
        return Line(text, Outcome.ALREADY, article)
    new.discard(article.pk)
    is_public = article.state == Article.State.PUBLISHED
    return Line(text, Outcome.ADDED if is_public else Outcome.LATER, article)


def _one_line(note: str) -> str:
    words: str = " ".join(storable(note).split())
    return words[:NOTE_ROOM]


def _tell(action: str, topic: Topic, keys: Collection[int], by: User | None) -> None:
    """Write the event, and the moment of the change into the topic; nothing where nothing changed."""
    if keys:
        Topic.objects.filter(pk=topic.pk).update(changed_at=timezone.now())
        Event.objects.record(action, topic, actor=by, topic=topic.title, articles=len(keys), ids=sorted(keys))
