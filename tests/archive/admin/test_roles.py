"""Who may open and do what on the desk: every role against every page and every button."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.models import Agency, Article, UploadBatch
from tests.archive.admin.conftest import ROLES
from tests.drafts import make_draft
from tests.factories import AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db

# nobody, reader (an account that is not staff), uploader, reviewer, manager
PAGES = {
    "index": (302, 302, 200, 200, 200),
    "archive_uploadbatch_upload": (302, 302, 200, 200, 200),
    "archive_uploadbatch_changelist": (302, 302, 200, 200, 200),
    "archive_uploadbatch_add": (302, 302, 403, 403, 403),
    "archive_article_queue": (302, 302, 200, 200, 200),
    "archive_article_changelist": (302, 302, 200, 200, 200),
    "archive_article_add": (302, 302, 403, 403, 403),
    "archive_agency_changelist": (302, 302, 200, 200, 200),
    "archive_agency_add": (302, 302, 403, 403, 200),
    "archive_outletrule_changelist": (302, 302, 403, 200, 200),
    "archive_outletrule_add": (302, 302, 403, 403, 403),
    "archive_event_changelist": (302, 302, 403, 200, 200),
    "archive_event_add": (302, 302, 403, 403, 403),
    "auth_user_changelist": (302, 302, 403, 403, 403),
    "auth_user_add": (302, 302, 403, 403, 403),
    "auth_group_changelist": (302, 302, 403, 403, 403),
}
# The same for pages of one record: first the uploader's own, then somebody else's.
RECORDS = {
    ("archive_article_review", "own"): (302, 302, 200, 200, 200),
    ("archive_article_review", "foreign"): (302, 302, 403, 200, 200),
    ("archive_article_rule", "own"): (302, 302, 403, 404, 404),  # no block is named
    ("archive_article_charset", "own"): (302, 302, 200, 200, 200),
    ("archive_article_charset", "foreign"): (302, 302, 403, 200, 200),
    ("archive_article_compare", "own"): (302, 302, 404, 404, 404),  # no other is named
    ("archive_article_compare", "foreign"): (302, 302, 403, 404, 404),
    ("archive_uploadbatch_progress", "own"): (302, 302, 200, 200, 200),
    ("archive_uploadbatch_progress", "foreign"): (302, 302, 403, 200, 200),
    ("archive_article_original", "own"): (302, 302, 404, 404, 404),  # no bytes lie in the store
    ("archive_article_original", "foreign"): (302, 302, 403, 404, 404),
    ("archive_article_change", "own"): (302, 302, 200, 200, 200),
    ("archive_article_change", "foreign"): (302, 302, 302, 200, 200),  # as if it did not exist: back to the index
    ("archive_article_history", "foreign"): (302, 302, 302, 302, 302),  # for reviewers: to the log of this article
    ("archive_article_delete", "own"): (302, 302, 403, 403, 403),
    ("archive_uploadbatch_ledger", "own"): (302, 302, 200, 200, 200),
    ("archive_uploadbatch_ledger", "foreign"): (302, 302, 403, 200, 200),
    ("archive_uploadbatch_delete", "own"): (302, 302, 403, 403, 403),
    ("archive_agency_change", "own"): (302, 302, 200, 200, 200),
    ("archive_agency_delete", "own"): (302, 302, 403, 403, 403),
}
# Buttons of the review page on a draft: 302 means done, 422 that the article stands in the way.
BUTTONS = {
    ("save", "own"): (302, 302, 302, 302, 302),
    ("save", "foreign"): (302, 302, 403, 302, 302),
    ("cut:7", "own"): (302, 302, 302, 302, 302),
    ("put-back:0", "own"): (302, 302, 302, 302, 302),
    ("as-heading:7", "own"): (302, 302, 302, 302, 302),
    ("as-caption:7", "foreign"): (302, 302, 403, 302, 302),
    ("mask-all", "own"): (302, 302, 403, 302, 302),
    ("source-is", "own"): (302, 302, 403, 422, 422),
    ("mask:{finding}", "own"): (302, 302, 403, 302, 302),
    ("keep:{finding}", "own"): (302, 302, 403, 302, 302),
    ("publish", "own"): (302, 302, 403, 422, 422),
    ("publish", "foreign"): (302, 302, 403, 422, 422),
    ("return", "own"): (302, 302, 403, 302, 302),
    ("withdraw", "own"): (302, 302, 403, 422, 422),
    ("restore", "own"): (302, 302, 403, 422, 422),
    ("resubmit", "own"): (302, 302, 422, 422, 422),
    ("resubmit", "foreign"): (302, 302, 403, 422, 422),
    ("delete", "own"): (302, 302, 400, 400, 400),
}


def cases(table):
    """One case for each role and line of a table."""
    return [
        pytest.param(key, role, status, id=f"{role} {key if isinstance(key, str) else ' '.join(key)}")
        for key, row in table.items()
        for role, status in zip(ROLES, row, strict=True)
    ]


@pytest.fixture
def owned(people):
    """Record by kind and owner."""
    made = {}
    for whose, owner in (("own", people["uploader"]), ("foreign", people["other"])):
        made["article", whose] = make_draft(created_by=owner)
        made["uploadbatch", whose] = UploadBatch.objects.create(uploaded_by=owner)
    made["agency", "own"] = AgencyFactory()
    return made


@pytest.mark.parametrize(("page", "role", "status"), cases(PAGES))
def test_pages(as_, page, role, status):
    assert as_(role).get(reverse(f"admin:{page}")).status_code == status


@pytest.mark.parametrize(("page", "role", "status"), cases(RECORDS))
def test_pages_of_one_record(as_, owned, page, role, status):
    name, whose = page
    record = owned[name.split("_")[1], whose]
    assert as_(role).get(reverse(f"admin:{name}", args=[record.pk])).status_code == status


@pytest.mark.parametrize(("button", "role", "status"), cases(BUTTONS))
def test_buttons(press, owned, button, role, status):
    verb, whose = button
    article = owned["article", whose]
    finding = article.findings.blocking().first().pk
    answer = press(role, article, verb.format(finding=finding), reason="理由", **{f"note-{finding}": "公开的热线"})
    assert answer.status_code == status
    if role in ("nobody", "reader") or status in (400, 403):
        assert Article.objects.get(pk=article.pk).version == 1


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


@pytest.mark.parametrize(("role", "status"), [("uploader", 403), ("reviewer", 302), ("manager", 302)])
def test_who_may_confirm_a_candidate(as_, role, status):
    candidate = AgencyFactory(confirmed=False)
    answer = as_(role).post(reverse("admin:archive_agency_candidates"), {"candidate": candidate.pk, "verb": "confirm"})
    assert answer.status_code == status
    assert Agency.objects.get().confirmed == (status == 302)


def test_a_login_leads_to_the_desk_and_never_to_another_site(client):
    user = UserFactory(username="lukewarm", groups=["Uploaders"])
    user.set_password("a pass phrase")
    user.save()
    words = {"username": "lukewarm", "password": "a pass phrase", "next": "//other.example/"}
    answer = client.post("/admin/login/?next=//other.example/", words)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
