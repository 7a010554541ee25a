"""The worker: files become drafts, changes reach the index, and nothing depends on it being there at once."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.test import Client

from archive import authority, publishing
from archive.ingest import intake
from archive.models import Article, ArticleAgency, UploadBatch, UploadItem
from search.engine.folders import writing_lock
from search.index_state import index_root
from search.models import IndexChange
from tests.factories import ArticleFactory, UserFactory

PAGE = """渔火节今晚开幕
2024-09-12 18:05　来源：汐城晚报

本报讯（记者 祁闻舟）渔火节今晚七点在旧码头开幕，六十艘木船一同点灯，由云渡夜报全程记录。

开幕之前，船家把去年的灯罩逐一擦净，换上了新的灯芯。活动将持续三个晚上。
"""


class GivenPage(io.BytesIO):
    """A file as Django's upload hands it over."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text.encode())
        self.name = name

    def chunks(self):
        yield self.getvalue()


def upload(*pages: tuple[str, str]) -> UploadBatch:
    return intake.receive(
        [GivenPage(*page) for page in pages], intake.Handover(by=UserFactory(), origin=UploadBatch.Origin.WEB)
    )


def found(words: str) -> int:
    return Client().get("/api/v1/search", {"q": words}).json()["count"]


@pytest.fixture
def index(transactional_db) -> None:
    call_command("index_articles", rebuild=True, verbosity=0)


def test_once_makes_drafts_of_files_and_then_exits(index):
    upload(("a.txt", PAGE), ("empty.txt", ""))
    call_command("worker", once=True)
    assert list(UploadItem.objects.values_list("state", flat=True)) == ["draft", "refused"]
    assert Article.objects.get().title == "渔火节今晚开幕"


def test_once_drains_the_outbox(index):
    article = ArticleFactory(body=["渔火节今晚开幕。"])
    publishing.publish(article, by=None)
    assert found("渔火节") == 0
    call_command("worker", once=True)
    assert found("渔火节") == found("漁火節") == 1
    assert not IndexChange.objects.pending().exists()


def test_a_withdrawn_article_does_not_show_while_the_worker_is_down(index):
    article = ArticleFactory(body=["渔火节今晚开幕。"])
    publishing.publish(article, by=None)
    call_command("worker", once=True)
    publishing.withdraw(article, by=None, reason="一试")
    assert found("渔火节") == 0
    call_command("worker", once=True)
    assert found("渔火节") == 0
    assert not IndexChange.objects.pending().exists()


def test_a_locked_index_stops_neither_publication_nor_withdrawal(index):
    kept, withdrawn = ArticleFactory(body=["渔火节今晚开幕。"]), ArticleFactory(body=["渔火节昨晚闭幕。"])
    for article in (kept, withdrawn):
        publishing.publish(article, by=None)
    call_command("worker", once=True)
    with writing_lock(index_root()):
        publishing.withdraw(withdrawn, by=None, reason="一试")
        call_command("worker", once=True)  # gives way to the holder of the lock
        assert IndexChange.objects.pending().count() == 1
        assert found("渔火节") == 1
    call_command("worker", once=True)
    assert not IndexChange.objects.pending().exists()
    assert found("渔火节") == 1


def test_an_outlet_confirmed_since_is_known_in_the_next_page(index):
    upload(("a.txt", PAGE))
    call_command("worker", once=True)
    assert not ArticleAgency.objects.filter(agency__confirmed=True).exists()
    authority.confirm_outlet("云渡夜报", by=UserFactory())
    upload(("b.txt", PAGE.replace("今晚", "明晚")))
    call_command("worker", once=True)
    links = ArticleAgency.objects.filter(agency__confirmed=True)
    assert [str(link) for link in links] == ["云渡夜报 (mentioned)"]
