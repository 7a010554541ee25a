"""Looking changes nothing: every address of the desk is opened, and every row is the same afterwards."""

from __future__ import annotations

import hashlib

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from archive import storage
from archive.models import Article, Event, UploadBatch, UploadItem
from tests.drafts import make_draft
from tests.factories import AgencyFactory, CaptureFactory, UserFactory

pytestmark = pytest.mark.django_db

#: Sessions are read and renewed; the log is only ever added to, and by the opening of an original alone.
APART = {"session", "event"}


def rows() -> dict[str, str]:
    """A hash over all rows of each table."""
    models = [model for model in apps.get_models() if model._meta.model_name not in APART]
    return {
        model._meta.label: hashlib.sha256(repr(list(model._base_manager.order_by("pk").values())).encode()).hexdigest()
        for model in models
    }


def addresses(records: dict[str, int]) -> list[str]:
    """Every address below /admin/ that opens with the records at hand, by name."""
    found = []
    for pattern in admin.site.get_urls():
        for one in getattr(pattern, "url_patterns", [pattern]):
            if one.name:
                found.append(address(one.name, records))
    return [url for url in found if url]


def address(name: str, records: dict[str, int]) -> str | None:
    key = next((records[model] for model in records if f"_{model}_" in name), None)
    for arguments in ([], [key]):
        try:
            return reverse(f"admin:{name}", args=arguments)
        except NoReverseMatch:
            continue
    return None


@pytest.fixture
def records(people):
    blob = storage.keep([b"<p>page</p>"])
    article = make_draft(created_by=people["uploader"], capture=CaptureFactory(sha256=blob.sha256))
    batch = UploadBatch.objects.create(uploaded_by=people["uploader"])
    UploadItem.objects.create(batch=batch, name="a.html", article=article, state="draft")
    UploadItem.objects.create(batch=batch, name="b.html", state="failed", problem="crashed")
    event = Event.objects.record("made", article)
    return {
        "article": article.pk,
        "uploadbatch": batch.pk,
        "agency": AgencyFactory().pk,
        "event": event.pk,
        "user": people["other"].pk,
        "group": 1,
    }


@pytest.mark.parametrize("role", ["manager", "owner"])
def test_opening_every_page_of_the_desk_changes_no_row(people, records, role):
    person = people.get(role) or UserFactory(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(person)
    urls = addresses(records)
    before, log = rows(), Event.objects.count()
    statuses = {url: client.get(url).status_code for url in urls}
    assert {url for url, status in statuses.items() if status >= 500} == set()
    assert sum(status == 200 for status in statuses.values()) >= 15, statuses
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
