"""The page where readers report a problem: no account, no cookie, no script, and nothing lost that was written."""

from __future__ import annotations

import datetime
import html
import re
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from archive.forms import report as report_form
from archive.models import Article, ProblemReport
from archive.reports import filing
from tests.addresses import said
from tests.factories import ArticleFactory
from tests.test_leaks import every_address

pytestmark = pytest.mark.django_db
LANGUAGES = ("", "/zh-hant", "/en")
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ form }}</textarea>'


@pytest.fixture
def article() -> Article:
    return ArticleFactory(state="published")


def address(article: Article, language: str = "/en") -> str:
    return f"{language}/a/{article.public_id}/report/"


def token(client: Client, path: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return html.unescape(found[1])


def send(client: Client, article: Article, language: str = "/en", **typed: Any) -> Any:
    path = address(article, language)
    fields = {"token": token(client, path), "kind": "text", "words": "第二段的数字不对"} | typed
    body = "&".join(f"{name}={_quoted(value)}" for name, value in fields.items())
    return client.post(path, body, content_type="application/x-www-form-urlencoded")


def _quoted(value: str) -> str:
    return "".join(f"%{byte:02x}" for byte in value.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_taken_and_another_page_says_so(client: Client, article: Article, language: str) -> None:
    answer = send(client, article, language, kind="personal", paragraph="2", contact="reader@example.test")
    assert (answer.status_code, answer.url) == (302, f"{address(article, language)}sent/")
    thanks = client.get(answer.url)
    assert thanks.status_code == 200
    report = ProblemReport.objects.get()
    assert (report.article, report.kind, report.paragraph) == (article, "personal", 2)
    assert not any(one.cookies for one in (answer, thanks, client.get(address(article, language))))
    assert "数字" not in said(thanks)


def test_the_form_is_found_from_the_article_and_from_each_paragraph(client: Client, article: Article) -> None:
    assert address(article) in said(client.get(f"/en{article.get_absolute_url()}"))
    cite = said(client.get(f"/en/a/{article.public_id}/cite/?paragraph=2"))
    assert f"{address(article)}?paragraph=2" in cite
    assert 'name="paragraph" maxlength="5" value="2"' in said(client.get(f"{address(article)}?paragraph=2"))


@pytest.mark.parametrize("paragraph", ["", "x", "²", "999999999999999999999", "-1", "%00", "<b>"])
def test_a_paragraph_that_is_none_is_left_out(client: Client, article: Article, paragraph: str) -> None:
    answer = client.get(f"{address(article)}?paragraph={paragraph}")
    assert answer.status_code == 200 and "<b>" not in answer.content.decode()


def test_a_page_with_a_dated_token_is_kept_by_no_cache(client: Client, article: Article) -> None:
    assert client.get(address(article)).headers["Cache-Control"] == "no-store"
    assert "public" in client.get(f"{address(article)}sent/").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"words": ""}, "This field is required."),
        ({"words": " \n\u3000"}, "This field is required."),
        ({"kind": "nonsense"}, "Select a valid choice"),
        ({"contact": "not an address"}, "Enter a valid email address."),
        ({"paragraph": "three"}, "Enter a whole number."),
        ({"token": ""}, "Your words are still here"),
        ({"token": "forged:1:2"}, "Your words are still here"),
        ({"words": "长" * 2001}, "at most 2000"),
    ],
)
def test_what_is_not_taken_is_shown_again_with_every_word(
    client: Client, article: Article, typed: dict[str, str], told: str
) -> None:
    answer = send(client, article, **({"words": "第二段的数字不对", "contact": "a@example.test"} | typed))
    text = said(answer)
    assert answer.status_code == 422 and told.lower() in text
    assert typed.get("words", "第二段的数字不对").strip() in text
    assert typed.get("contact", "a@example.test") in text
    assert not ProblemReport.objects.exists()


def test_a_token_counts_for_its_article_and_for_a_day(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = token(client, address(ArticleFactory(state="published")))
    assert send(client, article, token=foreign).status_code == 422
    monkeypatch.setattr(report_form, "OPEN_FOR", -1)
    assert send(client, article).status_code == 422
    assert not ProblemReport.objects.exists()


def test_a_token_of_another_purpose_is_none(client: Client, article: Article) -> None:
    assert send(client, article, token=signing.dumps(article.public_id)).status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_are_refused_in_the_readers_language_with_the_words_still_there(
    client: Client, article: Article, language: str
) -> None:
    for number in range(filing.PER_HOUR):
        assert send(client, ArticleFactory(state="published"), words=str(number)).status_code == 302
    answer = send(client, article, language, words="写了半小时的话")
    assert answer.status_code == 429
    assert "写了半小时的话" in answer.content.decode()
    assert language != "/en" or "Please try again in an hour" in answer.content.decode()


def test_a_machine_that_fills_the_field_nobody_sees_is_thanked_and_nothing_is_kept(
    client: Client, article: Article
) -> None:
    answer = send(client, article, homepage="https://spam.example")
    assert answer.status_code == 302 and not ProblemReport.objects.exists()


def test_control_and_direction_characters_are_taken_out(client: Client, article: Article) -> None:
    send(client, article, words="a\x00b\x1b\u202ec\u200bd\ud800\r\n第二行", contact="a\x00@example.test\u200b")
    report = ProblemReport.objects.get()
    assert (report.words, report.contact) == ("abcd\ufffd\ufffd\ufffd\n第二行", "a@example.test")


def test_markup_stays_text_wherever_it_is_typed(client: Client, article: Article) -> None:
    answer = send(client, article, words=EVIL, contact=EVIL, paragraph=EVIL, kind=EVIL, token=EVIL)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "<script>alert" not in text and "<img src=x" not in text
    assert html.escape(EVIL) in text


def test_a_megabyte_is_told_to_be_too_long_and_comes_back(client: Client, article: Article) -> None:
    answer = send(client, article, words="x" * 1_000_000)
    assert answer.status_code == 422 and len(answer.content) > 1_000_000
    assert not ProblemReport.objects.exists()


def test_files_are_not_read(client: Client, article: Article) -> None:
    typed = {"token": token(client, address(article)), "kind": "text", "words": "字"}
    assert client.post(address(article), typed).status_code == 422  # multipart, as the test client sends it
    assert not ProblemReport.objects.exists()


@pytest.mark.parametrize("end", ["", "sent/"])
@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("returned", 404), ("withdrawn", 410)])
def test_only_what_readers_see_can_be_reported(client: Client, state: str, status: int, end: str) -> None:
    hidden = ArticleFactory(state=state, title="zqxhidden")
    for answer in (client.get(address(hidden) + end), client.get(f"/a/zzz/report/{end}")):
        assert answer.status_code in (status, 404) and "zqxhidden" not in said(answer)
    assert client.get(address(hidden) + end).status_code == status
    if not end:
        assert client.post(address(hidden), {"words": "x"}).status_code == status
    assert not ProblemReport.objects.exists()


def test_it_needs_no_csrf_cookie(article: Article) -> None:
    assert send(Client(enforce_csrf_checks=True), article).status_code == 302


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_other_method_does_anything(client: Client, article: Article, method: str) -> None:
    assert getattr(client, method)(address(article)).status_code == 405


def test_a_report_is_on_no_page_that_readers_have(client: Client, article: Article, own_index: Any) -> None:
    words = {"words": "zqxwords", "contact": "zqxcontact@example.test"}
    assert send(client, article, **words).status_code == 302
    report = ProblemReport.objects.get()
    ProblemReport.objects.update(answer="zqxanswer", settled_at=timezone.now() - datetime.timedelta(days=1))
    heard = [path for path in every_address("zh-hans", [article]) if "zqx" in said(client.get(path))]
    assert report.sender and heard == []
