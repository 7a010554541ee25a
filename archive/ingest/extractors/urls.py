"""The address at which the page was published."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.ingest.extractors.evidence import Candidate, best, from_line, from_metadata
from archive.ingest.grammar.credits import Kind
from archive.ingest.page import Page
from archive.ingest.records import Fact

MAX_URL = 2_000
_STATED = (
    *("front matter:url", "front matter:original_url", "front matter:source_url", "front matter:link"),
    *(
        "link:canonical",
        "meta:og:url",
        "meta:url",
        "singlefile:url",
        "saved from",
        "json-ld:mainEntityOfPage",
        "json-ld:url",
    ),
)


def find(page: Page) -> Fact[str] | None:
    """Return the page's own address; one that leads only to a site's front page is no article's address."""
    stated = [Candidate(entry.value, from_metadata(entry)) for entry in page.values(*_STATED)]
    found = [candidate for candidate in [*stated, *_credited(page)] if is_article_url(candidate.value)]
    return best(found, _without_scheme)


def is_article_url(value: str) -> bool:
    """Whether `value` is an http(s) address with a host and something behind it."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    host = parts.hostname or ""
    deep = parts.path.strip("/") or parts.query
    return (
        parts.scheme in ("http", "https") and "." in host and bool(deep) and len(value) <= MAX_URL and " " not in value
    )


def _credited(page: Page) -> Iterator[Candidate[str]]:
    for line, credit, entry in page.credited(Kind.URL):
        yield Candidate(credit.words[slice(*entry.value)].strip(), from_line(line))


def _without_scheme(url: str) -> str:
    return url.split("://", 1)[-1].rstrip("/")
