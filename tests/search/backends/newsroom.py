"""The newsroom that a backend under test has to agree with: few articles, of which everything is known."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from haystack import connections
from haystack.query import SearchQuerySet

from archive import publishing
from archive.models import Article
from archive.text.folding import fold
from search.analysis import occurrence
from search.indexing import indexer
from tests.factories import AgencyFactory, ArticleFactory

#: Title, body, day, script. Invented; what matters is said in the tests that use it.
ARTICLES = [
    (
        "警方提醒：谨防电信网络诈骗",
        ["近日，盐仓街一名老人险些被骗走三万元。", "民警说：“电信网络诈骗手法翻新”，须提高警惕。"],
        "2024-09-12",
        "hans",
    ),
    (
        "電信詐騙手法翻新　警方籲市民提高警覺",
        ["網絡上出現假冒水務局的訊息，詐騙集團稱戶口異常。", "騙徒要求轉帳5,000元。"],
        "2024-09-13",
        "hant",
    ),
    (
        "三号海堤昨日合龙",
        ["平潮时分，海堤在龙口合龙，总长4.86公里。", "堤身沉降仍须观测两个汛期。"],
        "2024-09-12",
        "hans",
    ),
    (
        "海堤合龍之後　候鳥的灘塗還剩多少",
        ["老船長把這一段潮叫「啞潮」，只有四十分鐘。", "iPhone15 拍下的照片，編號 A-03。"],
        "2025-01-02",
        "hant",
    ),
    ("", ["没有标题的一则短讯，只说电信与网络。", "诈骗电话今年少了三成。"], None, "hans"),
    ("COVID-19 疫苗抵埠", ["首批疫苗今晨抵埠，共15萬劑，存放於2-8°C。"], "2025-01-02", "hant"),
    ("汐城晚报改版", ["本报今起改版，海堤専刊照旧。Email: desk@example.org"], "2023-12-31", "mixed"),
]


class Newsroom:
    """Seven published articles of two outlets, and a draft that holds all their words."""

    engine = ""

    @pytest.fixture(autouse=True)
    def stocked(self, index_folder: Any, settings: Any) -> Iterator[None]:
        options = {**settings.HAYSTACK_CONNECTIONS["default"], "ENGINE": self.engine}
        settings.HAYSTACK_CONNECTIONS = {"default": options}
        connections.connections_info = settings.HAYSTACK_CONNECTIONS
        connections.reload("default")
        self.outlets = [AgencyFactory(), AgencyFactory()]
        self.articles = [self.drafted(number, *fields) for number, fields in enumerate(ARTICLES)]
        publishing.publish_together(self.articles, by=None)
        self.draft = ArticleFactory(
            title="草稿：电信网络诈骗", body=[line for _, body, _, _ in ARTICLES for line in body]
        )
        indexer.drain()
        yield

    def drafted(self, number: int, title: str, body: list[str], day: str | None, script: str) -> Article:
        on = datetime.date.fromisoformat(day) if day else None
        source = self.outlets[number % 2] if number < 6 else None
        return ArticleFactory(title=title, body=body, published_on=on, script=script, source=source)

    def numbers(self, found: SearchQuerySet) -> set[int]:
        """Which of ARTICLES were found; the draft is -1."""
        places = {article.pk: place for place, article in enumerate(self.articles)} | {self.draft.pk: -1}
        return {places[int(result.pk)] for result in found[:20]}

    def text(self, place: int) -> str:
        return fold("\n".join([self.articles[place].title, *self.articles[place].body]))

    def holding(self, words: str) -> set[int]:
        """What a reader with all pages before the eyes would find."""
        pattern = occurrence(fold(words))
        return {place for place in range(len(self.articles)) if pattern.search(self.text(place))}
