"""The address at which the page was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.ingest.extractors.evidence import Candidate, best, by_rank, from_line, from_metadata, rank_of, stated
from archive.ingest.grammar.credits import Kind
from archive.ingest.page import Page
from archive.ingest.records import Fact

MAX_URL = 2_000
#: An archive's copy: https://web.archive.org/web/20120611024252/http://…, archive.today's, Google's cache.
_COPY = re.compile(
    r"^https?://(?:web\.archive\.org/web/\d{1,14}[a-z_]{0,4}/|archive\.(?:today|is|ph|md|li|fo|vn)/\d{1,14}/"
    r"|webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]{1,20}:)?)(?=https?://|www\.)",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?://)?(?=(?:www|m|news|wap)\.[\w-]+\.\w)", re.IGNORECASE)  # www.sohu.com/a/1, //www.a.cn/1


def find(page: Page) -> Fact[str] | None:
    """Return the page's own address; one that leads only to a site's front page is no article's address."""
    found = [Candidate(original(entry.value), from_metadata(entry, "url")) for entry in stated(page, "url")]
    found += _credited(page)
    return best(by_rank([candidate for candidate in found if is_article_url(candidate.value)]), _without_scheme)


def original(value: str) -> str:
    """Return the address that a web archive's copy was made of, with its scheme; other addresses as they are."""
    value = _COPY.sub("", value.removeprefix("view-source:"))
    return _BARE.sub("http://", value)


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
        yield Candidate(
            original(credit.words[slice(*entry.value)].strip()), from_line(line, rank_of("url", "<credit>"))
        )


def _without_scheme(url: str) -> str:
    return url.split("://", 1)[-1].rstrip("/")
