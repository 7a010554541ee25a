"""Walks every page that links lead to, as a spider does, so that no page is forgotten when one is added."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping
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


#: A list that is turned, and nothing else: each such page shows what no other does.
_TURNED = re.compile(r"(page|p)=\d+")


@dataclass
class Walk:
    """Opens pages of one site from link to link.

    each: names of the URLconf of whose pages every one is opened, once, whatever parameters it is linked with.
    most: how many of a name, of others `usual`, and of one of `each` that is linked again with other parameters.
    inside: what the path of each page begins with. opened: how many of each name were.
    """

    browser: Chrome
    site: str
    each: Collection[str] = ()
    most: Mapping[str, int] = field(default_factory=dict)
    usual: int = 6
    inside: str = "/"
    seen: Counter[str] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)
    _places: set[str] = field(default_factory=set)

    def pages(self, *starts: str) -> Iterator[str]:
        """Open one page after the other and yield its path, while it is open. starts: paths, opened in any case."""
        ahead, known = deque(starts), set(starts)
        self._places |= {_place(path) for path in starts}
        while ahead:
            path = ahead.popleft()
            self.browser.get(self.site + path)
            links = self.browser.execute_script(_LINKS)
            self.opened[name_of(path)] += 1
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
        if not path.startswith(self.inside) or name in NO_PAGES:
            return False
        if name in self.each and _place(path) not in self._places:
            self._places.add(_place(path))
            return True
        self.seen[name] += 1
        return self.seen[name] <= self.most.get(name, self.usual)


def _place(path: str) -> str:
    """The path without its parameters, unless they only turn a list: the same article in another line of the queue."""
    bare, _, parameters = path.partition("?")
    return path if _TURNED.fullmatch(parameters) else bare


def name_of(path: str) -> str:
    """The name of the pattern in the URLconf, "" where there is none: so with pages in other languages."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    return match.url_name or ""
