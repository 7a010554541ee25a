"""No page of the desk asks the database more often the more there is: at most twenty queries each."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from archive.models import Article, BulkEdit, BulkEditLine, Event, Finding, ProblemReport, UploadBatch, UploadItem
from tests.drafts import make_draft
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db

MOST = 20
ROWS = 12
#: Pages that show one thing each, and are no pages: files, data for scripts.
APART = ("jsi18n", "autocomplete", "logout")


@pytest.fixture
def desk(people):
    """Rows of every kind, each article with an outlet, a batch, findings and people of its own."""
    edit = BulkEdit.objects.create(wanted={"source_name": "新"}, made_by=people["reviewer"])
    for number in range(ROWS):
        person = UserFactory(groups=["Reviewers"])
        outlet = AgencyFactory(confirmed=number % 2 == 0)
        state = ("draft", "draft", "returned", "published", "discarded")[number % 5]
        fields = {"created_by": person, "assigned_to": person, "source": outlet, "state": state}
        article = ArticleFactory(**fields, capture=CaptureFactory())
        Finding.objects.create(article=article, kind="no-date")
        batch = UploadBatch.objects.create(uploaded_by=person)
        UploadItem.objects.create(batch=batch, name="a.html", article=article, state="draft")
        BulkEditLine.objects.create(edit=edit, article=article, before={"source_name": "a"}, after={"source_name": "b"})
        Event.objects.record("made", article, actor=person)
        ProblemReport.objects.create(article=article, kind="text", words="错", sender=str(number), settled_by=person)
    whole = UploadBatch.objects.create(uploaded_by=people["uploader"])
    for article in Article.objects.all():
        UploadItem.objects.create(batch=whole, name="b.html", article=article, state="duplicate")
    topic = TopicFactory(articles=[(article, "合龙") for article in Article.objects.all()])
    draft = make_draft(created_by=people["uploader"], capture=CaptureFactory())
    return {
        "article": draft.pk,
        "uploadbatch": whole.pk,
        "bulkedit": edit.pk,
        "agency": AgencyFactory().pk,
        "topic": topic.pk,
    }


def addresses(keys):
    """The address of every page of the desk that opens without more than one key, by its name."""
    for pattern in admin.site.get_urls():
        for one in getattr(pattern, "url_patterns", [pattern]):
            if one.name and one.name not in APART:
                yield from _address(one.name, keys)


def _address(name, keys):
    model = next((model for model in apps.get_models() if f"_{model._meta.model_name}_" in name), None)
    stored = (
        keys.get(model._meta.model_name) or model._base_manager.values_list("pk", flat=True).first() if model else None
    )
    for arguments in ([], [stored]):
        try:
            yield name, reverse(f"admin:{name}", args=arguments)
            return
        except NoReverseMatch:
            continue


@pytest.mark.parametrize("role", ["uploader", "manager", "owner"])
def test_every_page_of_the_desk_takes_at_most_twenty_queries(people, as_, desk, role):
    client = as_("nobody")
    client.force_login(people.get(role) or UserFactory(is_staff=True, is_superuser=True))
    counts = {}
    for name, address in addresses(desk):
        with CaptureQueriesContext(connection) as asked:
            if client.get(address).status_code == 200:
                counts[name] = len(asked)
    assert len(counts) >= 10, counts
    assert {name: count for name, count in counts.items() if count > MOST} == {}


@pytest.mark.parametrize(
    "query",
    [
        {"state": "returned"},
        {"state": "discarded"},
        {"flag": "clean", "words": "海堤 合龙", "since": "2024-01-01", "order": "newest"},
        {"flag": "no-date", "outlet": "1", "batch": "1", "assignee": "0", "uploader": "1", "dated": "uploaded"},
    ],
)
def test_so_does_the_queue_however_it_is_narrowed(as_, desk, django_assert_max_num_queries, query):
    client = as_("manager")
    with django_assert_max_num_queries(MOST):
        assert client.get(reverse("admin:archive_article_queue"), query).status_code == 200


@pytest.mark.parametrize("name", ["bulk_edit", "bulk_publish", "bulk_decide"])
def test_so_do_the_previews_of_work_on_many(as_, desk, django_assert_max_num_queries, name):
    typed = {"chosen": list(Article.objects.values_list("pk", flat=True)), "step": "preview", "source_name": "新"}
    client = as_("manager")
    with django_assert_max_num_queries(MOST):
        assert client.post(reverse(f"admin:archive_article_{name}"), typed).status_code == 200
