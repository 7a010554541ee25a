"""The archive as a search engine of the browser: OpenSearch 1.1, and suggestions in the form that browsers take.

Sources: https://github.com/dewitt/opensearch (1.1, draft 6 and the extension for suggestions).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from search import suggestions
from search.suggest_api import note_of
from search.suggestions import Suggestion

_DESCRIPTION = "application/opensearchdescription+xml"
#: The representations of the results that the description names: address, kind, and what it is to who searches.
_ANSWERS = [
    ("search:results", "text/html", "results"),
    ("search:feed", "application/atom+xml", "results"),
    ("search:rss", "application/rss+xml", "results"),
    ("search:completions", "application/x-suggestions+json", "suggestions"),
]


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Describe the search in the language of the address."""
    urls = [(request.build_absolute_uri(reverse(name)), kind, rel) for name, kind, rel in _ANSWERS]
    icon = request.build_absolute_uri(static("img/seal.svg"))
    context = {"urls": urls, "own": request.build_absolute_uri(request.path), "icon": icon}
    return render(request, "search/opensearch.xml", context, content_type=f"{_DESCRIPTION}; charset=utf-8")


@require_safe
def completions(request: HttpRequest) -> JsonResponse:
    """Answer [q, titles, notes, addresses] for ?q=, each list as long as the others."""
    typed = request.GET.get("q", "")
    found = suggestions.suggest(typed)
    told = [typed, [one.text for one in found], [note_of(one) for one in found], [_page(request, one) for one in found]]
    return JsonResponse(
        told, safe=False, json_dumps_params={"ensure_ascii": False}, content_type="application/x-suggestions+json"
    )


def _page(request: HttpRequest, one: Suggestion) -> str:
    """Where the suggestion leads: to the page of an article or agency, or to what its words find."""
    return request.build_absolute_uri(one.url or f"{reverse('search:results')}?{urlencode({'q': one.text})}")
