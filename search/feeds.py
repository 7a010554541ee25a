"""A search as a feed: what it finds, the newest first, so that a reader's program tells of what is new."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.syndication import ENTRIES, ArticlesFeed, Channel
from search.answering.executor import execute
from search.forms import SearchForm

#: What shapes a results page and no feed: the feed has an order and pages of its own.
_OF_PAGES = ("collapse", "cursor", "facets", "fresh", "page", "related", "size", "sort", "view", "within")


class SearchFeed(ArticlesFeed):
    """What the parameters of the results page find, by the moment of publication. Reprints stand each by itself."""

    follows_events = False  # what is found changes when the index follows, and that is no event

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed; 400 for a parameter that makes no sense: a reader's program would take more for what was asked."""
        if mistakes := form_of(request).mistakes():
            told = "\n".join(f"{name}: {words}" for name, words in mistakes.items())
            return HttpResponseBadRequest(f"{told}\n", content_type="text/plain; charset=utf-8")
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest) -> Channel:
        found = execute(form_of(request).search_request(facets=False, collapse=False, related=0))
        kept, cursor = kept_of(request), request.GET.get("cursor", "")
        query = found.request.q.strip()
        links = {"first": _address(request, kept)} if cursor or found.cursor else {}
        if found.cursor:
            links["next"] = _address(request, kept, cursor=found.cursor)
        return Channel(
            title=f"{query or _('Search')} · {_('Baoku')}",
            subtitle=_("Articles found, the newest first"),
            page=_address(request, kept, reverse("search:results"), sort="-date"),
            address=_address(request, kept, cursor=cursor),
            articles=[hit.article for hit in found.hits],
            links=links,
        )


def form_of(request: HttpRequest) -> SearchForm:
    """The conditions of the address, in the order and the pages of a feed."""
    asked = kept_of(request)
    asked["cursor"], asked["sort"], asked["size"] = request.GET.get("cursor", ""), "-date", str(ENTRIES)
    return SearchForm(asked)


def kept_of(request: HttpRequest) -> QueryDict:
    """What of the address says what is looked for."""
    kept = request.GET.copy()
    for name in _OF_PAGES:
        kept.pop(name, None)
    return kept


def _address(request: HttpRequest, kept: QueryDict, path: str = "", **more: str) -> str:
    asked = kept.copy()
    asked.update({name: value for name, value in more.items() if value})
    query = asked.urlencode()
    return request.build_absolute_uri(f"{path or request.path}?{query}" if query else path or request.path)
