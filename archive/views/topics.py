"""Topics for readers: the list of them, and a page for each with its introduction and its articles by year."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from archive import topics
from archive.models import Article
from archive.paging import Stretch, stretch
from archive.topics import ShownTopic
from archive.views.charts import year_chart
from archive.views.permanent import data_block, permalink

PAGE = 50  # articles


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """All topics, in the order of a Chinese index or, by ?sort=newest, that with the newest article first."""
    newest = request.GET.get("sort") == "newest"
    shown = topics.shown_topics(newest=newest)
    return render(request, "archive/topic_list.html", {"section": "topics", "topics": shown, "newest": newest})


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """A topic with its public articles, ?year= those of one year, a page at a time. 404 while it holds none."""
    shown = topics.shown_topic(topic)
    if shown is None:
        raise Http404
    articles = topics.articles_of(shown.topic)
    counts = topics.count_by_year(shown.topic)
    chosen = narrowing(request)
    in_year = articles.filter(published_on__year=chosen["year"]) if chosen["year"] else articles
    page = stretch(in_year, request.GET, size=PAGE, oldest=bool(chosen["sort"]))
    context = {
        "section": "topics",
        "shown": shown,
        "topic": shown.topic,
        "chosen": chosen,
        "chart": year_chart(counts, height=50) if len(counts) > 1 else None,
        "page": page,
        "years": by_year(page, topics.notes_of(shown.topic, page.articles)),
        "linked_data": data_block(linked_data(request, shown, page)),
    }
    return render(request, "archive/topic.html", context)


def narrowing(request: HttpRequest) -> dict[str, Any]:
    """What the query string asks for; what it asks wrongly is left out, not an error."""
    year, sort = request.GET.get("year", ""), request.GET.get("sort", "")
    known = year.isascii() and year.isdigit() and len(year) == 4 and year != "0000"
    return {"year": int(year) if known else "", "sort": "oldest" if sort == "oldest" else ""}


def by_year(page: Stretch, notes: dict[int, str]) -> list[tuple[int | None, list[tuple[Article, str]]]]:
    """The articles of a page with their notes, under their years; None for those of unknown date."""
    grouped = groupby(page.articles, key=lambda one: one.published_on.year if one.published_on else None)
    return [(year, [(one, notes.get(one.pk, "")) for one in group]) for year, group in grouped]


def linked_data(request: HttpRequest, shown: ShownTopic, page: Stretch) -> dict[str, Any]:
    """The page as a CollectionPage of schema.org, under its permanent address."""
    with override(settings.LANGUAGE_CODE):
        address = request.build_absolute_uri(shown.topic.get_absolute_url())
    parts = [{"@type": "NewsArticle", "headline": str(one), "url": permalink(request, one)} for one in page.articles]
    told = {"@context": "https://schema.org", "@type": "CollectionPage", "name": shown.topic.title, "url": address}
    introduction = {"description": shown.topic.introduction} if shown.topic.introduction else {}
    language = {"inLanguage": lang} if (lang := shown.topic.introduction_lang) else {}
    return told | introduction | language | {"hasPart": parts}
