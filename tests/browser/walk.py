"""Walks every page that links lead to, as a spider does, so that no page is forgotten when one is added."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from django.urls import Resolver404, resolve
from selenium.webdriver import Chrome

_LINKS = """
const links = [...document.querySelectorAll("a[href]:not([download])")];
return links.map(link => link.href.baseVal ?? link.href).filter(address => URL.canParse(address, location))
  .map(address => new URL(address, location).href);
"""
#: Files to keep, no pages.
NO_PAGES = ("archive_article_original", "archive_uploadbatch_csv", "archive_event_export", "favicon")


@dataclass
class Walk:
    """Opens pages of one site from link to link.

    most: how many of a name of the URLconf, of others `usual`. inside: what the path of each page begins with.
    """

    browser: Chrome
    site: str
    most: Mapping[str, int] = field(default_factory=dict)
    usual: int = 6
    inside: str = "/"
    seen: Counter[str] = field(default_factory=Counter)

    def pages(self, *starts: str) -> Iterator[str]:
        """Open one page after the other and yield its path, while it is open. starts: paths, opened in any case."""
        ahead, known = deque(starts), set(starts)
        while ahead:
            path = ahead.popleft()
            self.browser.get(self.site + path)
            links = self.browser.execute_script(_LINKS)
            yield path
            for link in self._new(links, known):
                known.add(link)
                ahead.append(link)

    def _new(self, links: list[str], known: set[str]) -> Iterator[str]:
        for link in dict.fromkeys(urldefrag(link).url for link in links):
            path = link.removeprefix(self.site)
            if urlsplit(link).netloc == urlsplit(self.site).netloc and path not in known and self._is_wanted(path):
                yield path

    def _is_wanted(self, path: str) -> bool:
        name = name_of(path)
        if not path.startswith(self.inside):
            return False
        self.seen[name] += 1
        return name not in NO_PAGES and self.seen[name] <= self.most.get(name, self.usual)


def name_of(path: str) -> str:
    """The name of the pattern in the URLconf, "" where there is none: so with pages in other languages."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    return match.url_name or ""
