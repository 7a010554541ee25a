"""A page that was read in a wrong charset: what it would look like in others, and reading it again in one of them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive import storage
from archive.ingest import authority, pipeline, redecoding, store
from archive.ingest.records import Extraction, SourceFile
from archive.ingest.redecoding import Obstacle
from archive.ingest.sandbox import Sandbox
from archive.models import Article, Event
from archive.publishing import Refusal, publish
from archive.reading import public_revisions
from archive.review import decisions
from tests.factories import CaptureFactory, UserFactory

TITLE = "汐城夜间引航试行两个月"
BODY = "汐城海事处今天通报，夜间引航试行两个月，超大型船舶的候潮时间减少了一半，港口没有发生险情。"
MORE = "该处负责人表示，试行将延长到明年三月，船东和引航员都说夜里的航道比白天安静。"
PAGE = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{BODY}</p><p>{MORE}</p></body></html>"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One child for all: it takes a second to start."""
    with Sandbox(authority.starter()) as running:
        yield running


def draft(data: bytes, charset: str) -> Article:
    """A draft of these bytes as it stands after they were read in `charset`."""
    source = SourceFile("page.html", data, charset=charset)
    extraction = pipeline.extract(source, authority=authority.starter(), today=date(2026, 11, 22))
    assert isinstance(extraction, Extraction)
    capture = CaptureFactory(sha256=storage.keep((data,)).sha256, file_name="page.html")
    return store.keep_draft(extraction, capture=capture, by=None)


def test_the_charset_that_reads_like_chinese_comes_first_with_its_words(data: Path, sandbox: Sandbox) -> None:
    options = redecoding.options(draft(PAGE.encode("gb18030"), "big5hkscs"))
    assert options[0].charset == "gb18030"
    assert options[0].sample.startswith(TITLE)
    assert [option.charset for option in options if option.current] == ["big5hkscs"]
    assert all(len(option.sample) <= 80 and 0 <= option.score <= 1 and option.label for option in options)


def test_mojibake_comes_with_its_repair(data: Path, sandbox: Sandbox) -> None:
    article = draft(PAGE.encode().decode("latin-1").encode(), "utf-8")
    best = redecoding.options(article)[0]
    assert (best.charset, best.sample[: len(TITLE)]) == ("utf-8/cp1252/utf-8", TITLE)
    assert redecoding.redecode(article, best.charset, by=None, sandbox=sandbox) is None
    assert (article.title, article.body) == (TITLE, [BODY, MORE])


def test_reading_again_replaces_everything_and_keeps_the_words_as_they_stood(data: Path, sandbox: Sandbox) -> None:
    reviewer = UserFactory(groups=["Reviewers"])
    article = draft(PAGE.encode("gb18030"), "big5hkscs")
    decisions.amend(article, {"title": "手改的标题"}, by=reviewer, version=article.version, detect=lambda text: [])
    assert redecoding.redecode(article, "gb18030", by=reviewer) is None
    assert (article.title, article.body, article.script) == (TITLE, [BODY, MORE], "hans")
    assert [block.text for block in article.blocks.all()] == [TITLE, BODY, MORE]
    assert article.evidence["title"][0]["quote"] == TITLE
    assert (article.capture.charset, article.capture.chosen_charset) == ("gb18030", "gb18030")
    assert article.capture.charset_reason == "chosen by a reviewer"
    assert (article.version, article.updated_by) == (3, reviewer)
    assert article.revisions.get().title == "手改的标题"
    assert Event.objects.first().data == {"before": "big5hkscs", "charset": "gb18030", "version": 3}


def test_the_words_as_they_stood_are_never_shown_to_readers(data: Path, sandbox: Sandbox) -> None:
    article = draft(PAGE.encode("gb18030"), "big5hkscs")
    redecoding.redecode(article, "gb18030", by=None, sandbox=sandbox)
    assert publish(article, by=None) is None
    assert [revision.number for revision in public_revisions(article)] == [2]


def test_a_published_article_is_left_alone(data: Path, sandbox: Sandbox) -> None:
    article = draft(PAGE.encode("gb18030"), "gb18030")
    publish(article, by=None)
    assert redecoding.redecode(article, "utf-8", by=None, sandbox=sandbox) is Obstacle.NOT_A_DRAFT
    article.refresh_from_db()
    assert article.body == [BODY, MORE]


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(data: Path, sandbox: Sandbox) -> None:
    article = draft(PAGE.encode("gb18030"), "big5hkscs")
    other = Article.objects.get(pk=article.pk)
    decisions.amend(other, {"title": "同事的标题"}, by=None, version=other.version, detect=lambda text: [])
    assert redecoding.redecode(article, "gb18030", by=None, sandbox=sandbox) is Refusal.WRONG_STATE
    assert Article.objects.get(pk=article.pk).title == "同事的标题"


@pytest.mark.parametrize("charset", ["punycode", "utf-8/gb18030", "utf-8/utf-8/utf-8", "", "utf-8/cp1252/utf-8/x"])
def test_only_charsets_of_pages_are_taken(data: Path, charset: str, sandbox: Sandbox) -> None:
    article = draft(PAGE.encode(), "utf-8")
    assert redecoding.redecode(article, charset, by=None, sandbox=sandbox) is Obstacle.UNKNOWN_CHARSET


def test_an_article_without_an_original_has_no_options(data: Path, sandbox: Sandbox) -> None:
    article = draft(PAGE.encode(), "utf-8")
    article.capture = None
    assert redecoding.options(article) == []
    assert redecoding.redecode(article, "utf-8", by=None, sandbox=sandbox) is Obstacle.NO_ORIGINAL


def test_a_charset_that_leaves_no_text_changes_nothing(data: Path, sandbox: Sandbox) -> None:
    article = draft(PAGE.encode(), "utf-8")
    article.capture.sha256 = storage.keep((b"<p>\x00 </p>",)).sha256
    assert redecoding.redecode(article, "utf-8", by=None, sandbox=sandbox) is Obstacle.NO_TEXT
    article.refresh_from_db()
    assert (article.body, article.version, article.revisions.count()) == ([BODY, MORE], 1, 0)


def test_a_page_that_a_browser_saved_whole_shows_its_words_too(data: Path, sandbox: Sandbox) -> None:
    text = "鹿灣渡輪昨日復航，街坊憑舊船票換取熱湯，碼頭職員說當晚載客超過八百人。"
    head = b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    head += b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    body = b64encode(f"<html><p>{text}</p></html>".encode("big5"))
    best, *others = redecoding.options(draft(head + body + b"\r\n--b--\r\n", "gb18030"))
    assert (best.charset, best.sample) == ("big5hkscs", text)
    assert [option.charset for option in others if option.current] == ["gb18030"]
