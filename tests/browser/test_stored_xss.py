"""Stored scripting: whatever a page, its name or its outlet is called, staff and readers see words.

The content security policy is off in this browser, so nothing but our escaping stands between an attempt and them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import reverse

from archive import authority, publishing
from archive.models import Agency, Article, Finding, UploadBatch, UploadItem
from tests.browser import attempts
from tests.browser.attempts import ATTEMPTS, WORD
from tests.browser.listener import Listener
from tests.browser.staff import Person
from tests.browser.test_first_light import wait_for_the_index
from tests.browser.walk import Walk
from tests.factories import PASSWORD, UserFactory

#: Pages of which every one is opened; of others a handful is.
EVERY = dict.fromkeys(("archive_article_review", "article"), 100_000)
WIDE = {"archive_uploadbatch_ledger": 30, "archive_article_queue": 15, "archive_agency_candidates": 20, "agency": 40}


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.browser.quit()


@pytest.fixture
def owner(listener, worker, live_server) -> Person:
    UserFactory(username="owner", is_staff=True, is_superuser=True)
    person = Person(listener.browser, live_server.url)
    person.log_in("owner", PASSWORD)
    listener.forget()
    return person


@contextmanager
def raw_pages(**headers: str) -> Iterator[str]:
    """Serve each attempt as it is, in the text and in an attribute, as a site would that escapes nothing."""

    class Careless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.strip("/")
            attempt = ATTEMPTS[int(number)] if number.isdecimal() else ""
            self.send_response(200)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            page = f'<!doctype html><title>{attempt}</title><p>{attempt}</p><p title="{attempt}">{attempt}</p>'
            self.wfile.write(page.encode())

        def log_message(self, *words: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Careless)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def caught(listener: Listener, site: str, numbers: range) -> set[int]:
    """The attempts that bring something about where nothing is escaped."""
    found = set()
    for number in numbers:
        listener.browser.get(f"{site}/{number}")
        if listener.faults(site):
            found.add(number)
    return found


def policy() -> str:
    return "; ".join(f"{name} {' '.join(sources)}".strip() for name, sources in settings.SECURE_CSP.items())


def release_all() -> None:
    """Keep every finding and make every draft public, and every outlet that a page names known."""
    Finding.objects.update(state=Finding.State.KEPT)
    for agency in Agency.objects.filter(confirmed=False):
        authority.confirm(agency, by=None)
    drafts = Article.objects.filter(state=Article.State.DRAFT)
    assert publishing.publish_together([draft for draft in drafts if draft.body], by=None)
    wait_for_the_index()


def walk(listener: Listener, site: str, starts: list[str], most: dict[str, int], usual: int) -> tuple[list[str], Walk]:
    """Open the pages; return what was wrong, each with its page, and the walk for what it has seen."""
    way = Walk(listener.browser, site, most, usual)
    wrong = [f"{path}: {fault}" for path in way.pages(*starts) for fault in listener.faults(site)]
    return wrong, way


DESK = [reverse("admin:index"), reverse("admin:archive_article_queue"), reverse("admin:archive_agency_candidates")]
PUBLIC = ["/", f"/search/?q={quote(WORD)}", "/agencies/", "/dates/", "/feed/", f"/api/v1/search?q={quote(WORD)}"]


def test_the_listener_hears_what_unescaped_pages_do(listener):
    listener.heed_policy(False)
    listener.forget()
    with raw_pages() as site:
        assert len(caught(listener, site, range(0, 60, 10))) == 6


def test_words_of_every_attempt_stay_words_on_the_desk_and_before_readers(owner, listener, tmp_path):
    owner.upload([*write_together(tmp_path)])
    assert set(UploadItem.objects.values_list("state", flat=True)) == {"draft"}
    drafts = [reverse("admin:archive_article_review", args=[pk]) for pk in Article.objects.values_list("pk", flat=True)]
    wrong, _ = walk(listener, owner.site, [UploadBatch.objects.get().get_absolute_url(), *drafts], {}, usual=0)
    assert not wrong, "\n".join(wrong)
    release_all()
    articles = [article.get_absolute_url() for article in Article.objects.public()]
    assert len(articles) == len(drafts)
    wrong, _ = walk(listener, owner.site, [*PUBLIC, *articles], {}, usual=0)
    assert not wrong, "\n".join(wrong)


def write_together(folder: Path) -> Iterator[Path]:
    """All attempts in a few files: as text of a page, of a text, of a Markdown file, each named after one of them."""
    said = "".join(f"<p>{attempts.html.escape(attempt)}县里提醒。</p>" for attempt in ATTEMPTS)
    page = attempts.web_page(1, ATTEMPTS[132]).replace(b"</body>", said.encode() + b"</body>")
    listed = "\n\n".join(attempt.strip() for attempt in ATTEMPTS).encode()
    front = attempts.markdown(2, ATTEMPTS[30])
    pages = {"html": page, "md": front + listed, "txt": attempts.text(3, ATTEMPTS)}
    for number, (suffix, content) in enumerate(pages.items()):
        path = folder / f'"><img src=x onerror=alert({number})>.{suffix}'
        path.write_bytes(content)
        yield path


@pytest.mark.slow
def test_most_attempts_succeed_where_nothing_is_escaped_and_none_under_our_policy(listener):
    numbers = range(len(ATTEMPTS))
    try:
        listener.heed_policy(False)
        listener.forget()
        with raw_pages() as site:
            assert len(caught(listener, site, numbers)) > 200
        listener.heed_policy(True)
        listener.forget()
        with raw_pages(**{"Content-Security-Policy": policy()}) as site:
            for number in numbers:
                listener.browser.get(f"{site}/{number}")
            assert listener.ran() == []
    finally:
        listener.heed_policy(False)


@pytest.mark.slow
def test_every_attempt_by_every_way_in_is_words_on_every_page(owner, listener, tmp_path):
    assert len(ATTEMPTS) >= 200
    owner.upload([attempts.pack(tmp_path / "<img src=x onerror=alert(0)>.zip")], patience=600)
    owner.upload(attempts.loose(tmp_path), patience=600)
    assert not UploadItem.objects.exclude(state__in=["draft", "duplicate", "unpacked", "refused"]).exists()
    assert Article.objects.count() > len(ATTEMPTS)
    batches = [batch.get_absolute_url() for batch in UploadBatch.objects.all()]
    wrong, way = walk(listener, owner.site, [*batches, *DESK], EVERY | WIDE, usual=3)
    assert not wrong, "\n".join(wrong)
    assert way.seen["archive_article_review"] >= Article.objects.count()

    release_all()
    wrong, way = walk(listener, owner.site, [*PUBLIC, *DESK], EVERY | WIDE, usual=3)
    assert not wrong, "\n".join(wrong)
    assert way.seen["article"] >= Article.objects.public().count()

    listener.browser.delete_all_cookies()
    wrong, _ = walk(listener, owner.site, [*PUBLIC, *(typed(attempt) for attempt in ATTEMPTS)], WIDE, usual=3)
    assert not wrong, "\n".join(wrong)


def typed(attempt: str) -> str:
    return f"/search/?q={quote(attempt)}"
