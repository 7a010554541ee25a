"""Every address that readers have, taken from the project's own list of addresses, and what stands there for them."""

from __future__ import annotations

import datetime
import html
import io
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse, set_urlconf
from django.utils import translation

from archive.duplicates import likenesses_of
from archive.models import Article, Topic
from archive.parts import part_of
from archive.text.divisions import above, by_region
from archive.text.folding import fold

#: Addresses of staff; what they show is not for readers, and a reader gets the login page.
STAFF = ("admin", "accounts")
#: These tell of the program alone, by examples of its own invention.
OF_THE_PROGRAM = ("api-docs", "api-document")
#: With so many of those that share its text an article is compared.
_OTHERS = 3
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Address:
    """name: of the route. own: what stands there is about this article alone."""

    name: str
    path: str
    own: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader gets. words: all of it, folded, as it is and without markup."""

    status: int
    words: str


def addresses(article: Article) -> list[Address]:
    """Return every public address that could say something of the article, in each language. Each path once."""
    found: dict[str, Address] = {}
    known = _values(article)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for name, pattern in routes():
                for address in _filled(name, pattern, article, known):
                    found.setdefault(address.path, address)
    return list(found.values())


def routes(resolver: URLResolver | None = None, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every named route outside of the desk, with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            namespace = (*names, entry.namespace) if entry.namespace else names
            if entry.namespace not in STAFF:
                yield from routes(entry, namespace)
        elif entry.name and entry.name not in OF_THE_PROGRAM:
            yield ":".join((*names, entry.name)), entry


def unfilled(article: Article) -> list[str]:
    """Return the names of the routes that nothing of the article fills: a check has to say that it passed them over."""
    known = {name: values for name, values in _values(article).items() if values}
    return [name for name, pattern in routes() if not known.keys() >= pattern.pattern.converters.keys()]


def _filled(name: str, pattern: URLPattern, article: Article, known: dict[str, list[Any]]) -> Iterator[Address]:
    wanted = list(pattern.pattern.converters)
    for values in itertools.product(*(known.get(one, ()) for one in wanted)):
        try:
            path = reverse(name, kwargs=dict(zip(wanted, values, strict=True)))
        except NoReverseMatch:
            continue
        for query in _queries(name, article):
            yield Address(name, path + query, own="public_id" in wanted)


def _values(article: Article) -> dict[str, list[Any]]:
    """What can stand for the arguments of routes, by their names."""
    day = article.published_on
    slugs = sorted(set(article.agencies.filter(confirmed=True).values_list("slug", flat=True)))
    topics = sorted(Topic.objects.shown().filter(articles=article).values_list("slug", flat=True))
    dated = {"year": [day.year], "month": [day.month], "day": [day.day]} if day else {}
    others = [like.other.public_id for like in likenesses_of(article)[:_OTHERS]]
    own: dict[str, list[Any]] = {
        "public_id": [article.public_id],
        "other_id": others or [article.public_id],  # with nothing to be compared with it answers, too
        "pk": [article.pk],
        "part": [part_of(article.pk)],
        "rest": ["unknown"],
    }
    return {**own, "slug": slugs, "topic": topics, "code": _codes(article), **dated}


def _codes(article: Article) -> list[str]:
    """The places of the article's agencies, whose pages list it, and those around them."""
    regions = article.agencies.filter(confirmed=True).values_list("region", flat=True)
    places = [by_region().get(fold(region)) for region in regions]
    return sorted({one.code for place in places if place for one in (*above(place), place)})


def _queries(name: str, article: Article) -> Iterator[str]:
    """Lists are asked for as they are, and narrowed to the article's day, year or last change, so that it is in sight.
    The article is asked for with what was removed from its page, too.

    Words are never asked for here: what nobody finds is noted for the staff. The search's own receiver asks for them.
    """
    yield ""
    day = article.published_on
    if day and name.endswith(("search", "results")):
        yield f"?from={day}&to={day}&facets=1"
    elif day and name.endswith(("agency", ":topic")):
        yield f"?year={day.year}"
    elif name == "archive:article":
        yield "?removed=1"
    elif name == "oai":
        changed = article.updated_at.astimezone(datetime.UTC)
        yield f"?verb=ListRecords&metadataPrefix=oai_dc&from={changed:%Y-%m-%dT%H:%M:%SZ}"


class Reader(BaseHandler):
    """Somebody without a session, who asks through all that stands between a reader and a page."""

    def ask(self, path: str, *, host: str, secure: bool) -> Answer:
        """Return what stands at an address. host: a name of this site. secure: whether it is reached by TLS."""
        set_urlconf(settings.ROOT_URLCONF)
        with translation.override(translation.get_language()):
            response = self._middleware_chain(_request(path, host, secure))  # type: ignore[attr-defined]
        # Not closed as a server does: that would close the database that the person's own request is using.
        text = b"".join(response).decode("utf-8", "replace")
        return Answer(response.status_code, _words(text, response))


@cache
def reader() -> Reader:
    """The one reader of this process: making one reads the middleware in."""
    made = Reader()
    made.load_middleware()
    return made


def _request(path: str, host: str, secure: bool) -> WSGIRequest:
    place, _mark, query = path.partition("?")
    name, _colon, port = host.partition(":")
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(place).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": name,
            "SERVER_PORT": port or ("443" if secure else "80"),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": host,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "https" if secure else "http",
        }
    )


def _words(text: str, response: HttpResponseBase) -> str:
    """The text as it came, as a browser shows it, and the headers: a word may be cut up by a mark or an escape."""
    if response.headers.get("Content-Type") == "application/json":
        text = json.dumps(json.loads(text), ensure_ascii=False)
    shown = html.unescape(_TAG.sub("", text))
    return fold("\n".join((text, html.unescape(text), shown, *response.headers.values())))
