"""Pages for the tests of the rows: extractions as the pipeline would give them, and what stands in for the sandbox."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from archive.ingest.authority import Authority
from archive.ingest.records import (
    Block,
    Evidence,
    Extraction,
    Fact,
    Finding,
    FindingKind,
    MediaType,
    Precision,
    Problem,
    Published,
    Reading,
    Reason,
    Role,
    SourceFile,
)

AT = datetime.datetime(2021, 6, 18, 9, 49, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


def fact(value: Any, quote: str = "", *, where: str = "block", block: int | None = 0) -> Fact[Any]:
    return Fact(value, (Evidence(quote or str(value), where, block),))


def extraction(**fields: Any) -> Extraction:
    """A page of six blocks with everything known of it, other values where given."""
    blocks = (
        Block(0, "首页 > 要闻", "首页 > 要闻", Role.REMOVED, Reason.NAVIGATION, "breadcrumb"),
        Block(1, "三号海堤昨日合龙", "三号海堤昨日合龙", Role.TITLE),
        Block(2, "2021-06-18 09:49 来源：汐城晚报", "", Role.CREDIT),
        Block(3, "海堤昨日合（hé）龙。", "海堤昨日合龙。", Role.PARAGRAPH, readings=(Reading(4, "hé"),)),
        Block(4, "观测", "观测", Role.HEADING),
        Block(5, "市水务局说，沉降仍须观测。", "市水务局说，沉降仍须观测。", Role.PARAGRAPH),
    )
    known: dict[str, Any] = {
        "file": "page.html",
        "media_type": MediaType.HTML,
        "charset": "gb18030",
        "charset_reason": "declared by the page",
        "script": "hans",
        "blocks": blocks,
        "title": fact("三号海堤昨日合龙", block=1),
        "published": fact(Published(AT.date(), Precision.MINUTE, AT), "2021-06-18 09:49", block=2),
        "source": fact("汐城晚报", "来源：汐城晚报", block=2),
        "site": fact("汐城网", where="meta:og:site_name", block=None),
        "authors": fact(("林见", "周渡"), "记者 林见 周渡", block=5),
        "editors": fact(("沈禾",), "责编：沈禾", block=5),
        "url": fact("https://news.example/a.html", where="link:canonical", block=None),
        "mentions": (fact("汐城市水务局", "市水务局", block=5),),
        "findings": (Finding(FindingKind.PINYIN, "（hé）", block=3),),
    }
    return Extraction(**(known | fields))


@dataclass
class Given:
    """A file as `receive` takes it. read: how many bytes were asked for."""

    name: str | None
    data: bytes = b""
    piece: int = 64 * 1024
    read: int = 0

    def chunks(self) -> Iterator[bytes]:
        for start in range(0, len(self.data), self.piece):
            self.read += len(self.data[start : start + self.piece])
            yield self.data[start : start + self.piece]


@dataclass
class ScriptedPool:
    """Answers each page by the words that it holds, and remembers what it was asked."""

    asked: list[str] = field(default_factory=list)
    size: int = 1

    def submit(self, load: Callable[[], SourceFile]) -> Future[Extraction | Problem]:
        future: Future[Extraction | Problem] = Future()
        try:
            future.set_result(self.extract(load()))
        except (OSError, ArithmeticError) as error:
            future.set_exception(error)
        return future

    def learn(self, authority: Authority) -> None:
        """Nothing to be learnt: the answers are written down."""

    def extract(self, source: SourceFile) -> Extraction | Problem:
        self.asked.append(source.name)
        if b"bug" in source.data:
            raise ZeroDivisionError("a bug in the way of this page")
        if b"slow" in source.data:
            return Problem("timeout", {"seconds": 30})
        if not source.data:
            return Problem("empty")
        return extraction(file=source.name)
