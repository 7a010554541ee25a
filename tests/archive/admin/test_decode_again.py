"""Decoding a draft again in two clicks: the page of the ways to read it, and the press of one of them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive import storage
from archive.models import Article, Event
from tests.drafts import PARAGRAPHS, make_draft
from tests.factories import ArticleFactory, CaptureFactory

pytestmark = pytest.mark.django_db


def url(article: Article) -> str:
    return reverse("admin:archive_article_charset", args=[article.pk])


@pytest.fixture
def garbled(data):
    """A draft of a Big5 page that was read as GB 18030."""
    page = "<html><body>" + "".join(f"<p>{text}</p>" for text in (PARAGRAPHS[5], PARAGRAPHS[7])) + "</body></html>"
    blob = storage.keep([page.encode("big5")])
    capture = CaptureFactory(sha256=blob.sha256, charset="gb18030", charset_reason="no label", file_name="a.html")
    return make_draft(capture=capture, url="")


def test_the_review_page_leads_there_with_the_charset(as_, garbled):
    words = as_("reviewer").get(reverse("admin:archive_article_review", args=[garbled.pk])).content.decode()
    assert f'href="{url(garbled)}"' in words and "GB 18030" in words


def test_each_way_to_read_it_has_a_line_of_the_page_and_the_likeliest_comes_first(as_, garbled):
    answer = as_("reviewer").get(url(garbled))
    assert answer.context["options"][0].charset == "big5hkscs"
    assert PARAGRAPHS[5][:20] in answer.content.decode()
    assert "no label" in answer.content.decode()
    assert Article.objects.get().version == garbled.version


def test_one_click_reads_it_again(as_, garbled):
    answer = as_("reviewer").post(url(garbled), {"charset": "big5hkscs", "version": garbled.version})
    assert answer["Location"] == reverse("admin:archive_article_review", args=[garbled.pk])
    stored = Article.objects.get()
    assert PARAGRAPHS[7] in stored.body
    assert stored.capture.charset == "big5hkscs"
    assert Event.objects.filter(action="redecoded").exists()


@pytest.mark.parametrize(
    ("state", "typed", "status"),
    [
        ("published", {"charset": "big5hkscs"}, 422),
        ("draft", {"charset": "nonsense"}, 422),
        ("draft", {}, 422),
        ("draft", {"charset": "big5hkscs", "version": 0}, 409),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_changes(as_, garbled, state, typed, status):
    Article.objects.update(state=state)
    answer = as_("reviewer").post(url(garbled), {"version": garbled.version, **typed})
    assert answer.status_code == status
    assert Article.objects.get().body == garbled.body


def test_a_lost_original_is_told(as_, data):
    article = make_draft()
    assert as_("reviewer").get(url(article)).status_code == 200
    answer = as_("reviewer").post(url(article), {"charset": "utf-8", "version": article.version})
    assert answer.status_code == 422


def test_an_article_that_came_without_a_file_has_nothing_to_decode(as_):
    article = ArticleFactory()
    assert "<form method" not in as_("reviewer").get(url(article)).content.decode().split("<main")[1]
