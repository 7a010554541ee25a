"""The original file: a download that can neither run on our origin nor break a header, and each opening is told."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive import publishing, storage
from archive.admin.original import disposition
from archive.models import Event
from tests.drafts import make_draft
from tests.factories import CaptureFactory

pytestmark = pytest.mark.django_db

PAGE = b"<!doctype html><script>window.__xss = 1</script>"


def keep(name: str, media_type: str, data: bytes = PAGE):
    blob = storage.keep([data])
    return CaptureFactory(sha256=blob.sha256, size=blob.size, file_name=name, media_type=media_type)


def open_original(client, capture):
    return client.get(reverse("admin:archive_article_original", args=[make_draft(capture=capture).pk]))


@pytest.mark.parametrize(
    ("name", "media_type", "sent_as"),
    [
        ("页.html", "text/html", "application/octet-stream"),
        ("页.svg", "image/svg+xml", "application/octet-stream"),
        ("页", "", "application/octet-stream"),
        ("页.txt", "text/plain", "text/plain; charset=utf-8"),
        ("页.md", "text/markdown", "text/plain; charset=utf-8"),
    ],
)
def test_the_exact_headers(as_, name, media_type, sent_as):
    answer = open_original(as_("reviewer"), keep(name, media_type))
    assert answer["Content-Type"] == sent_as
    assert answer["Content-Disposition"] == disposition(name)
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert b"".join(answer.streaming_content) == PAGE


def test_each_opening_is_an_event(as_):
    client, capture = as_("reviewer"), keep("页.html", "text/html")
    open_original(client, capture)
    open_original(client, capture)
    events = Event.objects.filter(action="original opened")
    assert [event.actor_name for event in events] == ["reviewer", "reviewer"]
    assert events[0].data == {"sha256": capture.sha256, "sealed": False}


@pytest.mark.parametrize("why", ["masked", "withdrawn", "sealed", "masked in another article of the file"])
def test_a_sealed_one_opens_to_managers_alone_and_each_opening_is_told(as_, people, why):
    capture = keep("页.html", "text/html")
    article = make_draft(capture=capture, created_by=people["uploader"])
    seal(make_draft(capture=capture) if "another" in why else article, why)
    url = reverse("admin:archive_article_original", args=[article.pk])
    for role in ("uploader", "reviewer"):
        refused = as_(role).get(url)
        assert refused.status_code == 403 and b"__xss" not in refused.content
    assert not Event.objects.filter(action="original opened").exists()
    opened = as_("manager").get(url)
    assert b"".join(opened.streaming_content) == PAGE
    event = Event.objects.get(action="original opened")
    assert (event.actor_name, event.data["sealed"]) == ("manager", True)


def seal(article, why):
    if "masked" in why:
        article.findings.filter(in_body=True).update(state="masked")
    elif why == "withdrawn":
        type(article).objects.filter(pk=article.pk).update(state="withdrawn")
    else:
        publishing.keep_revision(article, by=None)
        article.revisions.update(sealed=True)


def test_a_file_that_is_missing_from_the_store_is_not_found_and_not_called_opened(as_):
    assert open_original(as_("reviewer"), CaptureFactory()).status_code == 404
    assert not Event.objects.exists()


def test_an_article_that_came_without_a_file_has_none(as_):
    assert open_original(as_("reviewer"), None).status_code == 404


def test_a_hostile_name_is_one_header_line():
    assert disposition('a"; filename=evil.exe\r\nX: y.html') == (
        "attachment; filename*=UTF-8''a%22%3B%20filename%3Devil.exeX%3A%20y.html"
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\pages\\a.html", "a.html"),
        ("报\u202elmth.exe", "%E6%8A%A5lmth.exe"),
        ("", "original"),
        ("/", "original"),
    ],
)
def test_a_name_is_its_last_part_without_what_cannot_be_seen(name, shown):
    assert disposition(name) == f"attachment; filename*=UTF-8''{shown}"


@given(st.text(max_size=80))
def test_no_name_breaks_out_of_its_place(name):
    head, _, value = disposition(name).partition("UTF-8''")
    assert head == "attachment; filename*="
    assert value
    assert not set(value) & set("\r\n\"';, \\/")
