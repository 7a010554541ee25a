"""The articles of a topic as lines of its page on the desk, personal data covered, and what was typed there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import Article, Topic, TopicArticle
from archive.review import collation
from archive.topics import Line, NotesKept

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the topic. note: as stored. typed: what stands in the field. wrong: why that is not stored."""

    article: Article
    title: str
    note: str
    typed: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A line that was pasted, and what became of it."""

    line: Line
    title: str


def address(topic: Topic, page: str = "") -> str:
    """The topic's page on the desk."""
    url = reverse("admin:archive_topic_change", args=[topic.pk])
    return f"{url}?page={page}" if page.isascii() and page.isdecimal() and len(page) < 9 else url


def page_of(topic: Topic, number: str) -> Page[TopicArticle]:
    """The topic's articles, the newest first, each with its findings."""
    newest = F("article__published_on").desc(nulls_last=True)
    held = topic.entries.select_related("article").prefetch_related("article__findings").defer("article__evidence")
    return Paginator(held.order_by(newest, "-article"), PER_PAGE).get_page(number)


def entries(page: Iterable[TopicArticle], kept: NotesKept | None) -> list[Entry]:
    """The lines of a page. kept: what became of the notes that were typed."""
    return [_entry(one, kept) for one in page]


def reported(lines: list[Line]) -> list[Reported]:
    articles = [line.article for line in lines if line.article]
    prefetch_related_objects(articles, "findings")
    return [Reported(line, collation.covered_title(line.article) if line.article else "") for line in lines]


def typed_notes(data: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    """{key of an article: (note as it was shown, note as it was typed)} of the form's fields was-KEY and note-KEY."""
    keys = [name.removeprefix("note-") for name in data if name.startswith("note-")]
    known = [key for key in keys if key.isascii() and key.isdecimal() and len(key) < 16]
    return {int(key): (data.get(f"was-{key}", ""), data[f"note-{key}"]) for key in known[:PER_PAGE]}


def _entry(one: TopicArticle, kept: NotesKept | None) -> Entry:
    article, typed, wrong = one.article, one.note, ""
    if kept and article.pk in kept.overtaken:
        typed, wrong = kept.overtaken[article.pk], _("Changed by somebody else meanwhile; stored now: %(note)s")
        wrong %= {"note": one.note or "—"}
    elif kept and article.pk in kept.private:
        typed, wrong = kept.private[article.pk], _("These words hold personal data, and readers would see it.")
    return Entry(article, collation.covered_title(article) or "—", one.note, typed, wrong)
