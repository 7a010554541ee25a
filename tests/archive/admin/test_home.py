"""The desk home: what waits for whoever looks, and whether worker and index do their part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from archive import heartbeat
from archive.models import Article, UploadBatch
from archive.review import decisions
from search.models import IndexChange, IndexPurge
from tests.archive.admin.test_uploads import add
from tests.drafts import ID_NUMBER, make_draft
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(as_):
    return lambda role: as_(role).get(reverse("admin:index"))


def counts(answer) -> list[int]:
    return [figure.count for figure in answer.context["figures"]]


class TestWhatWaits:
    def test_a_reviewer_has_figures_of_all_that_lead_to_the_lists_that_they_count(self, as_, home, people):
        make_draft(assigned_to=people["reviewer"])
        ArticleFactory()
        ArticleFactory(state="published")
        ArticleFactory(state="discarded")
        answer = home("reviewer")
        assert counts(answer) == [1, 0, 2, 1, 1, 0, 1]
        for figure in answer.context["figures"][:-2]:
            queue = as_("reviewer").get(figure.url)
            assert queue.context["page"].paginator.count == figure.count, figure.label

    def test_an_uploader_sees_their_own_alone(self, home, people):
        make_draft(created_by=people["uploader"])
        make_draft()
        answer = home("uploader")
        assert counts(answer) == [0, 1, 1, 1, 0]
        assert len(answer.context["waiting"]) == 1

    def test_what_was_returned_to_me_stands_there_with_the_reason(self, home, people):
        mine, foreign = make_draft(created_by=people["uploader"]), make_draft()
        for article in (mine, foreign):
            decisions.return_to_uploader(article, by=people["reviewer"], reason=f"缺日期，见{ID_NUMBER}")
        answer = home("uploader")
        [back] = answer.context["returned"]
        assert (back, back.returned_by) == (mine, "reviewer")
        words = answer.content.decode()
        assert "缺日期，见█" in words and ID_NUMBER not in words

    def test_it_says_since_when_the_oldest_waits_and_leads_there(self, as_, home):
        old, _new = make_draft(title="最早的一篇"), make_draft()
        long_ago = timezone.now() - timedelta(days=3)
        Article.objects.filter(pk=old.pk).update(created_at=long_ago)
        assert home("reviewer").context["oldest"] == long_ago
        line = as_("reviewer").get(reverse("admin:archive_article_queue"), {"order": "oldest"})
        assert line.context["page"][0] == old.pk

    def test_files_of_undone_batches_are_no_news(self, home, people):
        for undone in (None, timezone.now()):
            batch = UploadBatch.objects.create(uploaded_by=people["uploader"], undone_at=undone)
            add(batch, "refused", f"{undone is None}.exe", problem="binary", params={"kind": "PE"})
        assert [line.item.name for line in home("uploader").context["refused"]] == ["True.exe"]
        assert home("reviewer").context["refused"] and not home("manager").context["running"]

    def test_it_takes_a_bounded_number_of_queries(self, as_, people, django_assert_max_num_queries):
        batch = UploadBatch.objects.create(uploaded_by=people["reviewer"])
        for number in range(12):
            state = "returned" if number % 2 else "draft"
            make_draft(created_by=people["reviewer"], assigned_to=people["reviewer"], state=state)
            add(batch, "refused", problem="crashed")
            ArticleFactory(state="published")
        add(batch, "waiting")
        client = as_("reviewer")
        with django_assert_max_num_queries(24):
            client.get(reverse("admin:index"))


class TestMachines:
    def test_a_worker_that_is_not_there_is_told(self, home, data):
        assert home("uploader").context["worker"].look == "bad"
        with heartbeat.Heart():
            assert home("uploader").context["worker"].look == "good"

    def test_changes_that_failed_are_told_with_the_way_to_them(self, home):
        IndexChange.objects.create(article_pk=1, action="index", error="MemoryError()")
        words = home("manager").content.decode()
        assert f"{reverse('admin:search_indexchange_changelist')}?error__isempty=0" in words

    def test_the_last_proof_is_told(self, home):
        numbers = {"documents": 1, "traces": 3, "files": 9, "size": 900}
        IndexPurge.objects.create(changes=1, remains=0, **numbers)
        assert "health" in home("reviewer").content.decode()
        IndexPurge.objects.create(changes=1, remains=2, **numbers)
        assert "state bad" in home("reviewer").content.decode().split('class="health"')[1]
