"""A search as a file to keep: all that it finds, under the parameters of the results page."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from archive.models import Article
from search.asking.requests import SearchRequest
from search.backends import IndexUnavailable
from search.exporting import FORMATS, Format, Pieces, selected, take_turn
from search.forms import PageForm
from search.views.results_page import asks_for_nothing

#: Seconds after which somebody who was sent away may come again.
_LATER = 60
_LONGEST = 40  # characters of the query in a file's name
_NOT_IN_NAMES = re.compile(r"[^\w]+")


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All that the parameters of the results page find, as a file. 400 for a parameter without sense, or none at all.

    503 while as many exports run as may, and while there is no index: a part would be taken for the whole.
    """
    asking = PageForm(request.GET)
    asked = asking.page_request()
    if mistakes := asking.mistakes():
        return _told("\n".join(f"{name}: {words}" for name, words in mistakes.items()), 400)
    if asks_for_nothing(asked):
        return _told(_("Say what to export: words or a condition. q=* stands for all articles."), 400)
    if request.method == "HEAD":
        return _headed(HttpResponse(content_type=FORMATS[form].media_type), FORMATS[form], asked)
    return _streamed(request, FORMATS[form], asked)


def _streamed(request: HttpRequest, form: Format, asked: SearchRequest) -> HttpResponseBase:
    try:
        found = selected(asked)
    except IndexUnavailable:
        return _told(_("The search index is being prepared. Try again in a minute."), 503)
    turn = take_turn()
    if turn is None:
        return _told(_("Other exports are being written. Try again in a minute."), 503)
    site = request.build_absolute_uri("/").rstrip("/")
    pieces = Pieces(form.pieces(found.lots(), lambda article: site + _path(article)), turn)
    return _headed(StreamingHttpResponse(pieces, content_type=form.media_type), form, asked)


def _headed(response: HttpResponseBase, form: Format, asked: SearchRequest) -> HttpResponseBase:
    """Kept by nobody on the way, for a withdrawn article must linger nowhere; found by no search engine."""
    response.headers["Content-Disposition"] = content_disposition_header(True, _name(asked.q, form.form)) or ""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _path(article: Article) -> str:
    with override(settings.LANGUAGE_CODE):
        return article.get_absolute_url()


def _name(query: str, form: str) -> str:
    """baoku-海堤-合龙-2026-11-22.csv: letters and digits of the query, and the day."""
    words = _NOT_IN_NAMES.sub("-", query)[:_LONGEST].strip("-")
    return "-".join(filter(None, ("baoku", words, timezone.localdate().isoformat()))) + f".{form}"


def _told(words: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if status == 503:
        response.headers["Retry-After"] = str(_LATER)
    return response
