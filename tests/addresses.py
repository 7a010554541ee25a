"""Every address of the project, taken from its own list, with the arguments filled from rows at hand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponseBase
from django.urls import LocalePrefixPattern, URLPattern, URLResolver, get_resolver
from django.utils import translation


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every route under the resolver, with its <arguments> unfilled, in the language that is active."""
    for entry in resolver.url_patterns:
        own = entry.pattern.language_prefix if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield before + own
        else:
            yield from routes(entry, before + own)


def addresses(language: str, known: Mapping[str, list[Any]], anything: list[Any]) -> list[str]:
    """Every address in this language, each once. known: values of arguments by their names; others get `anything`."""
    with translation.override(language):
        listed = list(routes(get_resolver()))
    return list(dict.fromkeys(path for route in listed for path in _filled(route, known, anything)))


def _filled(route: str, known: Mapping[str, list[Any]], anything: list[Any]) -> Iterator[str]:
    route = re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", route).strip("^$").replace("\\Z", "")
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    for values in itertools.product(*(known.get(name, anything) for name in names)):
        path = route
        for value in values:
            path = re.sub(r"<[^>]+>", lambda _match, value=value: str(value), path, count=1)
        yield "/" + path


def said(response: HttpResponseBase) -> str:
    """All that an answer says: its body, headers, cookies and reason, in small letters."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    told = (repr(list(response.headers.items())), response.cookies.output(), response.reason_phrase)
    return "\n".join((body.decode("utf-8", "replace"), *told)).lower()
