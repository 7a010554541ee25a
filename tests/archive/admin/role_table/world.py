"""What a try needs: a person, somebody else, and things that belong to one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive import publishing, storage
from archive.forms import AmendForm
from archive.models import Article, Review, UploadBatch, UploadItem
from tests.drafts import ID_NUMBER, make_draft
from tests.factories import AgencyFactory, CaptureFactory, UserFactory

#: In everything that a try makes, so that a page which shows it can be told from one that does not.
MARK = "潮讯标记"
CLEAN = "事主之一说，登记时没有留下电话。"


@dataclass(frozen=True)
class Asked:
    """A request as a browser sends it. headers: beside those of every browser."""

    url: str
    fields: dict[str, Any] | None = None  # of a POST; None is a GET
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Try:
    """One line of the table. ask: makes what is needed and returns the request. proof: when it counts as done."""

    ask: Callable[[World], Asked]
    proof: Callable[[Any, bool], bool]
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """actor: who asks, in this browser. owner: whose the things are, the actor's or somebody else's."""

    actor: User
    owner: User
    client: Client

    def send(self, asked: Asked) -> Any:
        """Ask as the actor."""
        if asked.fields is None:
            return self.client.get(asked.url, headers=asked.headers)
        return self.client.post(asked.url, asked.fields, headers=asked.headers)

    def preview(self, asked: Asked) -> Any:
        """What a page that comes before the deed tells the actor; empty for whom it does not open."""
        return self.send(asked).context or {}

    def article(self, state: str = "draft", *, findings: bool = False, **fields: Any) -> Article:
        """An article of the owner's, with an open number in it where findings are wanted."""
        source = AgencyFactory(name=f"云渡日报{Article.objects.count()}")
        known = {"title": f"{MARK}云渡警方端掉一个窝点", "source": source, "source_name": source.name, "site_name": ""}
        article = make_draft(created_by=self.owner, **(known | fields))
        if not findings:
            _make_clean(article)
        if state in ("published", "withdrawn"):
            assert publishing.publish(article, by=None) is None
        if state == "withdrawn":
            assert publishing.withdraw(article, by=None, reason="理由") is None
        if state in ("returned", "discarded"):
            Article.objects.filter(pk=article.pk).update(state=state)
            Review.objects.create(article=article, decision="return", reason=MARK, decided_by=None)
            article.refresh_from_db()
        return article

    def corrected(self, state: str = "published") -> Article:
        """A published article with an earlier version, or a withdrawn one."""
        article = self.article("published")
        article.title = f"{article.title}（修订）"
        article.version += 1
        article.save()
        publishing.keep_revision(article, by=None, note="题目有误。")
        if state == "withdrawn":
            assert publishing.withdraw(article, by=None, reason="理由") is None
        return article

    def original(self, state: str = "draft") -> Article:
        """An article whose original lies in the store."""
        article = self.article(state)
        blob = storage.keep([f"<p>{MARK}</p>".encode()])
        article.capture = CaptureFactory(sha256=blob.sha256, file_name="page.html", charset="utf-8")
        article.save(update_fields=["capture"])
        return article

    def batch(self, state: str = "draft", *, item_state: str = "draft", undone: bool = False) -> UploadBatch:
        """A batch of the owner's with one file, which became an article unless its state says otherwise."""
        batch = UploadBatch.objects.create(uploaded_by=self.owner, note=MARK)
        article = self.article(state) if item_state == "draft" else None
        capture = article.capture if article else CaptureFactory()
        UploadItem.objects.create(
            batch=batch, name=f"{MARK}.html", state=item_state, article=article, capture=capture,
            problem="" if article else "crashed",
        )  # fmt: skip
        return batch

    def stranger(self) -> User:
        """Somebody who has nothing to do with it, and must not come to own anything."""
        return User.objects.filter(username="outsider").first() or UserFactory(username="outsider")


def _make_clean(article: Article) -> None:
    """Take the numbers out of the text, so that nothing stands in the way of a publication."""
    article.findings.all().delete()
    article.blocks.filter(text__contains=ID_NUMBER).update(text=CLEAN, cleaned=CLEAN)
    article.body = [CLEAN if ID_NUMBER in paragraph else paragraph for paragraph in article.body]
    article.save(update_fields=["body"])


def page(name: str, /, *arguments: Any, ask: str = "") -> Asked:
    """A page of the desk."""
    return Asked(reverse(f"admin:{name}", args=arguments) + (f"?{ask}" if ask else ""))


def post(name: str, /, *arguments: Any, ask: str = "", **fields: Any) -> Asked:
    """A form of the desk."""
    return Asked(page(name, *arguments, ask=ask).url, fields)


def press(article: Article, verb: str, /, **typed: Any) -> Asked:
    """A button of the review page, with every field as it is stored."""
    return post("archive_article_review", article.pk, **{**stored(AmendForm(article=article)), "verb": verb, **typed})


def stored(form: AmendForm) -> dict[str, Any]:
    """What a browser sends of a form in which nothing was changed."""
    values = {name: form[name].initial for name in form.fields}
    shown = {name: "、".join(value) if isinstance(value, list) else value for name, value in values.items()}
    return {name: value for name, value in shown.items() if value not in (None, False)}


def html_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("page.html", f"<h1>{MARK}</h1><p>正文</p>".encode(), "text/html")


def wrote(answer: Any, changed: bool) -> bool:
    """Something in the archive was changed."""
    return changed and answer.status_code < 400


def opened(answer: Any, changed: bool) -> bool:
    """The page came."""
    return bool(answer.status_code == 200)


def showed(answer: Any, changed: bool) -> bool:
    """The page came, and the thing stands on it."""
    return bool(answer.status_code == 200 and MARK in words_of(answer))


def words_of(answer: Any) -> str:
    """The body of an answer, streamed or not."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(body).decode("utf-8", "replace")
