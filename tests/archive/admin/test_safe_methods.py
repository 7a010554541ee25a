"""Looking changes nothing: every address of the site is opened, and every row is the same afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from archive import storage
from archive.models import Article, BulkEdit, Event, UploadBatch, UploadItem
from tests.drafts import make_draft
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory, UserFactory

pytestmark = pytest.mark.django_db

#: A session notes when it was used; the log is looked at by itself.
APART = {"loginsession", "event"}
#: Addresses by the names of their parts; keys of records are told by the name of the address.
PARTS = {
    "year": 2024,
    "month": 9,
    "day": 12,
    "app_label": "archive",
    "content_type_id": 1,
    "url": "nowhere/",
    "part": 1,
    "other_id": "zzz",
    "topic": "nothing",
    "code": "36",
    "rest": "unknown",
}
KEYS = ("pk", "object_id", "id")


def rows() -> dict[str, str]:
    """A hash over all rows of each table."""
    models = [model for model in apps.get_models() if model._meta.model_name not in APART]
    return {
        model._meta.label: hashlib.sha256(repr(list(model._base_manager.order_by("pk").values())).encode()).hexdigest()
        for model in models
    }


def patterns(found: Iterable[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its full name."""
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}", one


def addresses(records: dict[str, Any]) -> list[str]:
    """Every address of the site, as it opens with the records at hand."""
    return [address(name, one, records) for name, one in patterns(get_resolver().url_patterns)]


def address(name: str, one: URLPattern, records: dict[str, Any]) -> str:
    key = next((records[model] for model in records if f"_{model}_" in name), records["article"])
    wanted = set(one.pattern.converters) | set(one.pattern.regex.groupindex)
    values = {**PARTS, **records, **dict.fromkeys(KEYS, key)}
    return reverse(name, kwargs={part: values[part] for part in wanted})


@pytest.fixture
def records(people) -> dict[str, Any]:
    blob = storage.keep([b"<p>page</p>"])
    article = make_draft(created_by=people["uploader"], capture=CaptureFactory(sha256=blob.sha256))
    batch = UploadBatch.objects.create(uploaded_by=people["uploader"])
    UploadItem.objects.create(batch=batch, name="a.html", article=article, state="draft")
    UploadItem.objects.create(batch=batch, name="b.html", state="failed", problem="crashed")
    event, agency = Event.objects.record("made", article), AgencyFactory()
    return {
        "article": article.pk,
        "uploadbatch": batch.pk,
        "agency": agency.pk,
        "event": event.pk,
        "bulkedit": BulkEdit.objects.create(made_by=people["manager"]).pk,
        "user": people["other"].pk,
        "group": 1,
        "public_id": ArticleFactory(state="published", source=agency).public_id,
        "slug": agency.slug,
    }


@pytest.mark.parametrize("role", ["manager", "owner"])
def test_opening_every_page_of_the_site_changes_no_row(people, records, role):
    person = people.get(role) or UserFactory(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(person)
    urls = addresses(records)
    before, log = rows(), Event.objects.count()
    statuses = {url: client.get(url).status_code for url in urls}
    assert {url for url, status in statuses.items() if status >= 500} == set()
    assert sum(status == 200 for status in statuses.values()) >= 40, statuses
    assert rows() == before
    opened = Event.objects.all()[: Event.objects.count() - log]
    assert [event.action for event in opened] == ["original opened"]


@pytest.mark.parametrize("name", ["archive_article_review", "archive_article_charset", "archive_uploadbatch_ledger"])
def test_a_post_without_the_token_does_nothing(people, records, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["manager"])
    url = reverse(f"admin:{name}", args=[records["article" if "article" in name else "uploadbatch"]])
    before = rows()
    assert client.post(url, {"verb": "return", "version": "1", "charset": "utf-8"}).status_code == 403
    assert rows() == before


def test_logging_out_takes_a_post(as_):
    assert as_("reviewer").get(reverse("admin:logout")).status_code == 405


def test_a_verb_in_the_address_does_nothing(as_, people):
    article = make_draft(created_by=people["uploader"])
    as_("reviewer").get(reverse("admin:archive_article_review", args=[article.pk]), {"verb": "return", "reason": "x"})
    assert Article.objects.get().state == "draft"
