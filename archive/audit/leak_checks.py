"""What a leak check wrote into the log, in words: its result, every kind of place that it looked at, what was left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from archive.review.leak_check import Result

#: What the keepers of copies are called.
KEEPERS: dict[str, str | Promise] = {
    "results": _("Search results"),
    "suggestions": _("Suggestions"),
    "index": _("Files of the index"),
    "topics": _("Words about topics"),
}
#: What kinds of addresses are called; others by the name of their route.
PAGES: dict[str, str | Promise] = {
    "archive:article": _("Article page"),
    "archive:history": _("History of the article"),
    "api-article": _("Article as data"),
    "archive:home": _("Front page"),
    "archive:day": _("Page of the day"),
    "archive:month": _("Page of the month"),
    "archive:year": _("Page of the year"),
    "archive:years": _("Calendar"),
    "archive:latest": _("Newest day"),
    "archive:undated": _("Articles of unknown date"),
    "archive:agencies": _("List of agencies"),
    "archive:agency": _("Page of an agency"),
    "archive:agency-feed": _("Feed of an agency"),
    "archive:topics": _("List of topics"),
    "archive:topic": _("Page of a topic"),
    "archive:topic-feed": _("Feed of a topic"),
    "archive:topic-rss": _("Feed of a topic"),
    "archive:feed": _("Feed"),
    "search:results": _("Search page"),
    "api-search": _("Search as data"),
    "api-suggest": _("Suggestions as data"),
    "api-uploads": _("Uploads by programs"),
    "api-upload": _("Batches of programs"),
    "archive:robots": _("Rules for crawlers"),
    "archive:favicon": _("Icon"),
}


def told(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what the event of a check says, each as its label and its words; what it does not say is left out."""
    result = dict(Result.choices).get(data.get("result", ""), data.get("result", ""))
    yield gettext("result"), str(result)
    yield gettext("words looked for"), str(data.get("traces", 0))
    yield gettext("still to be found"), _listed(f"{place} × {words}" for place, words in data.get("leaks", ()))
    yield gettext("could not be looked at"), _listed(data.get("failed", ()))
    for keeper, answer in data.get("remains", {}).items():
        yield str(KEEPERS.get(keeper, keeper)), _answered(answer)
    yield gettext("looked at"), _listed(f"{page(name)} × {count}" for name, count in data.get("pages", {}).items())
    yield gettext("passed over"), _listed(map(page, data.get("passed_over", ())))
    yield gettext("other articles with the same words"), _listed(map(str, data.get("elsewhere", ())))


def page(name: str) -> str:
    """What addresses of this kind are called; others by the name of their route."""
    return str(PAGES.get(name, name))


def _answered(answer: Mapping[str, Any]) -> str:
    words = gettext("%(asked)d asked, %(found)d found") % {"asked": answer["asked"], "found": answer["found"]}
    if answer.get("waiting"):
        return f"{words} · {gettext('hidden, and taken out in a moment')}"
    since = parse_datetime(answer.get("since") or "")
    if since is None:
        return words
    day = timezone.localtime(since).strftime("%Y-%m-%d %H:%M")
    return f"{words} · {gettext('free of removed words since %(date)s') % {'date': day}}"


def _listed(words: Iterable[str]) -> str:
    return pgettext("between names", ", ").join(words)
