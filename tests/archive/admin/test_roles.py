"""What a role means beyond the table in docs/review.md: whose things are listed, what is never told or taken."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.models import Article
from tests.drafts import make_draft
from tests.factories import AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["nobody", "reader"])
def test_who_is_no_staff_is_sent_to_the_login_page(as_, role):
    answer = as_(role).get(reverse("admin:archive_article_queue"))
    assert answer["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    ("state", "verb", "status"),
    [("published", "save", 403), ("withdrawn", "cut:5", 403), ("returned", "save", 302), ("returned", "resubmit", 302)],
)
def test_an_uploader_corrects_their_own_only_until_it_is_published(press, people, state, verb, status):
    article = make_draft(created_by=people["uploader"], state=state)
    assert press("uploader", article, verb).status_code == status


def test_an_uploader_lists_their_own_articles_only(as_, people):
    make_draft(created_by=people["uploader"], title="自己的")
    make_draft(created_by=people["other"], title="别人的")
    for page in ("archive_article_changelist", "archive_article_queue", "index"):
        words = as_("uploader").get(reverse(f"admin:{page}")).content.decode()
        assert "自己的" in words
        assert "别人的" not in words


def test_an_uploader_does_not_read_the_numbers_that_were_found(as_, people):
    article = make_draft(created_by=people["uploader"])
    url = reverse("admin:archive_article_review", args=[article.pk])
    words = {finding.text for finding in article.findings.blocking()}
    assert not any(word in as_("uploader").get(url).content.decode() for word in words)
    assert all(word in as_("reviewer").get(url).content.decode() for word in words)


def test_nothing_can_be_deleted_by_the_owner_of_the_machine_either(client, people):
    owner = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(owner)
    records = {"archive_agency": AgencyFactory(), "archive_article": make_draft(), "auth_user": people["other"]}
    for name, record in records.items():
        assert client.post(reverse(f"admin:{name}_delete", args=[record.pk]), {"post": "yes"}).status_code == 403
        listed = reverse(f"admin:{name}_changelist")
        client.post(listed, {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"})
        assert type(record).objects.filter(pk=record.pk).exists()


def test_extra_fields_of_a_post_are_not_taken(press, people):
    article = make_draft(created_by=people["uploader"])
    press("uploader", article, "save", state="published", created_by="1", public_id="x", title="改过")
    stored = Article.objects.get(pk=article.pk)
    assert (stored.title, stored.state, stored.public_id) == ("改过", "draft", article.public_id)


@pytest.mark.parametrize("question", ["created_by__password__startswith=a", "released_by__email=a"])
def test_lists_cannot_be_asked_about_passwords(as_, question):
    answer = as_("reviewer").get(reverse("admin:archive_article_changelist") + f"?{question}")
    assert answer.status_code in (302, 400)


def test_a_login_leads_to_the_desk_and_never_to_another_site(client):
    user = UserFactory(username="lukewarm", groups=["Uploaders"])
    user.set_password("a pass phrase")
    user.save()
    words = {"username": "lukewarm", "password": "a pass phrase", "next": "//other.example/"}
    answer = client.post("/admin/login/?next=//other.example/", words)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
