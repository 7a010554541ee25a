"""One page of every public kind, found by following links, and the states that only an address brings about."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django.urls import Resolver404, resolve

from tests.reading_room.spider import Page, Spider

#: So many of a kind: what they show differs with what there is to show.
OF_A_KIND = 4
_FAR = 1500  # pages of a furnished archive, at most
#: Where links do not lead.
STARTS = (
    "/",
    "/search/",
    f"/search/?q={quote('海堤')}",
    "/search/?q=zzzqx",
    f"/search/?q={quote('“海堤')}",
    "/topics/",
)


def name_of(path: str) -> str:
    """The name in the URLconf of the page at a path, with its language; "" for a file that belongs to a page."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def pages_of_every_kind(site: str, *more: str) -> list[Page]:
    """Crawl the site and return pages in HTML, at most OF_A_KIND of each name, and all of `more`."""
    found: dict[str, list[Page]] = {}
    for page in Spider(site).crawl(*STARTS, *more, most=_FAR):
        if page.kind == "text/html":
            same = found.setdefault(name_of(page.path), [])
            if len(same) < OF_A_KIND or page.path in more:
                same.append(page)
    return [page for same in found.values() for page in same]
