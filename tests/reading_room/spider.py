"""Follows every link of a site over HTTP, as a search engine would, and tells what is dead or leads elsewhere."""

from __future__ import annotations

import http.client
import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html

#: What a browser fetches by itself; links are followed only by people.
_FETCHED = "//script/@src | //img/@src | //iframe/@src | //source/@src | //link[not(@rel='canonical')]/@href"
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Page:
    """An answer. links: addresses on the site that it leads to; fetched: those of other sites that a browser asks."""

    path: str
    status: int
    kind: str
    body: bytes
    links: tuple[str, ...]
    foreign: tuple[str, ...]
    anchors: frozenset[str]


@dataclass
class Spider:
    """site: `http://127.0.0.1:8000`. avoid: beginnings of paths that are not for it, as robots.txt has them."""

    site: str
    avoid: Sequence[str] = ("/admin/",)
    statuses: Counter[int] = field(default_factory=Counter)
    from_page: dict[str, str] = field(default_factory=dict)
    _local: threading.local = field(default_factory=threading.local)

    def crawl(self, *starts: str, most: int) -> Iterator[Page]:
        """Yield pages from the starts on, in about the order in which links lead to them, until there are `most`."""
        ahead, known = deque(starts), set(starts)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            asked: set[Future[Page]] = set()
            while (ahead and sum(self.statuses.values()) + len(asked) < most) or asked:
                while ahead and len(asked) < _AT_ONCE and sum(self.statuses.values()) + len(asked) < most:
                    asked.add(pool.submit(self.fetch, ahead.popleft()))
                done, asked = wait(asked, return_when=FIRST_COMPLETED)
                for page in (future.result() for future in done):
                    self.statuses[page.status] += 1
                    for link in page.links:
                        if link not in known and not link.startswith(tuple(self.avoid)):
                            known.add(link)
                            self.from_page[link] = page.path
                            ahead.append(link)
                    yield page

    def fetch(self, path: str) -> Page:
        """Ask for one path. A redirect is an answer, whose only link is where it leads."""
        connection = self._connection()
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        body, kind = answer.read(), answer.headers.get("Content-Type", "").partition(";")[0]
        if answer.status in (301, 302):
            links = self._own([urljoin(self.site + path, answer.headers["Location"])])
            return Page(path, answer.status, kind, body, links, (), frozenset())
        if kind != "text/html" or answer.status != 200:
            return Page(path, answer.status, kind, body, (), (), frozenset())
        document = lxml.html.fromstring(body, base_url=self.site + path)
        document.make_links_absolute()
        fetched = [str(address) for address in document.xpath(_FETCHED)]
        links = self._own([*map(str, document.xpath("//a/@href | //form[not(@method='post')]/@action")), *fetched])
        foreign = tuple(one for one in fetched if urlsplit(one).netloc != urlsplit(self.site).netloc)
        return Page(path, answer.status, kind, body, links, foreign, frozenset(map(str, document.xpath("//@id"))))

    def _own(self, addresses: Sequence[str]) -> tuple[str, ...]:
        """The paths of those on the site, each once, without what follows #."""
        own = (urldefrag(one).url for one in addresses if urlsplit(one).netloc == urlsplit(self.site).netloc)
        return tuple(dict.fromkeys(one.removeprefix(self.site) for one in own))

    def _connection(self) -> http.client.HTTPConnection:
        """A connection of the thread's own, kept from page to page."""
        if not hasattr(self._local, "connection"):
            parts = urlsplit(self.site)
            self._local.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        connection: http.client.HTTPConnection = self._local.connection
        return connection
