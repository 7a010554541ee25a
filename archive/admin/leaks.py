"""The leak check on the desk: started after each change that takes words from readers, and told as lines of a page."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.admin.site import person
from archive.audit import leak_checks
from archive.models import Article, Event
from archive.review import leak_check
from archive.review.leak_check import Report, Result

#: How each result is drawn, and as which kind of message it is told.
LOOKS = {Result.CLEAN: "good", Result.WAITING: "mind", Result.LEAK: "bad"}
LEVELS = {Result.CLEAN: messages.SUCCESS, Result.WAITING: messages.WARNING, Result.LEAK: messages.ERROR}
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One check that was made. told: what the event keeps."""

    at: datetime.datetime
    by: str
    label: str | Promise
    look: str
    told: Mapping[str, Any]
    pages: tuple[tuple[str | Promise, int], ...]
    remains: tuple[tuple[str | Promise, Mapping[str, Any]], ...]
    elsewhere: tuple[Article, ...]

    @property
    def addresses(self) -> int:
        """How many addresses were asked."""
        return sum(count for _label, count in self.pages)


def check(request: HttpRequest, article: Article) -> Report:
    """Look for what readers must not find of the article, and tell the person what came out of it.

    Call it after the change is committed.
    """
    report = leak_check.check(article, by=person(request), host=request.get_host(), secure=request.is_secure())
    url = reverse("admin:archive_article_publication", args=[article.pk])
    told = format_html('{} <a href="{}#leaks">{}</a>', _in_words(report), url, _("Leak check"))
    messages.add_message(request, LEVELS[Result(report.result)], told)
    return report


def lines(article: Article) -> list[Line]:
    """The last checks of the article, the newest first."""
    events = Event.objects.filter(subject_type="article", subject_id=str(article.pk), action=leak_check.ACTION)
    return [_line(event) for event in events[:_SHOWN]]


def _in_words(report: Report) -> str:
    counts = {"pages": report.addresses, "words": report.traces}
    if report.result == Result.LEAK:
        return ngettext("Found at %(count)d place.", "Found at %(count)d places.", _places(report)) % {
            "count": _places(report)
        }
    looked = _("Nothing left on %(pages)d pages, looked for %(words)d words or clauses.") % counts
    follows = _("The index follows in a moment.")
    return f"{looked} {follows}" if report.result == Result.WAITING else str(looked)


def _places(report: Report) -> int:
    return len(report.leaks) + len(report.failed)


def _line(event: Event) -> Line:
    told = event.data
    result = Result(told["result"])
    remains = ((leak_checks.KEEPERS.get(place, place), answer) for place, answer in told["remains"].items())
    known = Article.objects.filter(pk__in=told["elsewhere"]).prefetch_related("findings")
    pages = ((leak_checks.page(name), count) for name, count in told["pages"].items())
    return Line(
        event.at, event.actor_name, result.label, LOOKS[result], told, tuple(pages), tuple(remains), tuple(known)
    )
