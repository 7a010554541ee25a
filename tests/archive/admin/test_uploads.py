"""Handing in files, and the ledger that tells what became of each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from archive.admin.uploads import LIMITS
from archive.ledger import progress_of
from archive.models import Article, Finding, UploadBatch, UploadItem
from tests.drafts import make_draft
from tests.factories import ArticleFactory, CaptureFactory

pytestmark = pytest.mark.django_db

UPLOAD = "admin:archive_uploadbatch_upload"


def add(batch: UploadBatch, state: str, name: str = "a.html", **fields) -> UploadItem:
    done = None if state == "waiting" else timezone.now()
    return UploadItem.objects.create(batch=batch, name=name, state=state, finished_at=done, **fields)


@pytest.fixture
def batch(people):
    return UploadBatch.objects.create(uploaded_by=people["uploader"], note="云渡日报 2019")


@pytest.fixture
def ledger(as_, batch):
    def open_ledger(role: str = "uploader", query: str = ""):
        return as_(role).get(reverse("admin:archive_uploadbatch_ledger", args=[batch.pk]) + query)

    return open_ledger


class TestUpload:
    def test_several_files_become_a_batch_and_the_ledger_opens(self, as_, people):
        files = [SimpleUploadedFile("一.txt", "县医院封顶。".encode()), SimpleUploadedFile("二.html", b"<p>x</p>")]
        answer = as_("uploader").post(reverse(UPLOAD), {"files": files, "note": "七月"})
        batch = UploadBatch.objects.get()
        assert answer["Location"] == reverse("admin:archive_uploadbatch_ledger", args=[batch.pk])
        assert (batch.uploaded_by, batch.origin, batch.note) == (people["uploader"], "web", "七月")
        assert sorted(batch.items.values_list("name", flat=True)) == ["一.txt", "二.html"]

    def test_an_empty_file_is_taken_so_that_the_ledger_can_tell_of_it(self, as_):
        as_("uploader").post(reverse(UPLOAD), {"files": [SimpleUploadedFile("空.txt", b"")]})
        assert UploadItem.objects.get().name == "空.txt"

    def test_no_file_at_all_is_told_and_the_note_stays(self, as_):
        answer = as_("uploader").post(reverse(UPLOAD), {"note": "七月"})
        assert answer.context["form"].errors["files"]
        assert 'value="七月"' in answer.content.decode()
        assert not UploadBatch.objects.exists()

    def test_the_limits_are_stated(self, as_):
        words = as_("uploader").get(reverse(UPLOAD)).content.decode()
        assert all(str(limit) in words for limit in LIMITS.values())

    def test_a_name_with_markup_is_text(self, as_, ledger, batch):
        add(batch, "refused", '"><img src=x onerror=1>.html', problem="binary", params={"kind": "<b>"})
        words = ledger().content.decode()
        assert "<img" not in words
        assert "<b>)" not in words


class TestLedger:
    def test_a_file_names_its_container_only_where_that_says_something(self, ledger, batch):
        outer = add(batch, "unpacked", "报纸.zip")
        inner = add(batch, "unpacked", "网页.warc", parent=outer)
        add(batch, "draft", "一.html", parent=outer, article=make_draft(), capture=CaptureFactory(charset="utf-16-le"))
        add(batch, "draft", "二.html", parent=inner, article=make_draft())
        words = ledger().content.decode()
        assert words.count("报纸.zip") == 1, "in its own line"
        assert words.count("网页.warc") == 2, "in its own line and in that of its member"
        assert "UTF-16 LE" in words

    def test_a_file_that_was_not_opened_has_no_size(self, ledger, batch):
        add(batch, "refused", "内.zip", problem="nested-zip", size=0)
        assert '<td class="n sz"></td>' in ledger().content.decode()
        batch.items.update(problem="empty")
        assert '<td class="n sz">0' in ledger().content.decode()

    def test_each_fate_is_told_in_words(self, ledger, batch):
        add(batch, "draft", article=make_draft(), capture=CaptureFactory(charset="gb18030"))
        add(batch, "draft", article=ArticleFactory(title="", published_on=None))
        add(batch, "refused", problem="too-large", params={"limit_mb": 25})
        add(batch, "failed", problem="timeout", params={"seconds": 20})
        add(batch, "duplicate", article=ArticleFactory())
        zipped = add(batch, "unpacked", "a.zip")
        add(batch, "waiting", "b.html", parent=zipped)
        words = ledger("reviewer", "").content.decode()
        from_problems = ["25 MB", "20"]
        assert all(part in words for part in ["GB 18030", *from_problems])
        lines = ledger("reviewer").context["lines"]
        assert [line.look for line in lines] == ["bad", "bad", "good", "good", "idle", "idle", "idle"]
        assert all(line.why for line in lines)
        assert "%(" not in words

    @pytest.mark.parametrize("state", ["published", "returned", "withdrawn"])
    def test_a_draft_that_was_decided_about_is_called_what_it_is_now(self, ledger, batch, state):
        article = ArticleFactory(state=state)
        add(batch, "draft", article=article)
        [line] = ledger().context["lines"]
        assert line.state == article.get_state_display() and line.state != "Draft"

    def test_it_leads_to_the_next_draft_while_there_is_one(self, ledger, batch):
        article = make_draft(created_by=batch.uploaded_by)
        add(batch, "draft", article=article)
        way = reverse("admin:archive_article_review", args=[article.pk])
        assert ledger().content.decode().count(f'href="{way}"') == 2  # above the lines, and in its line
        Article.objects.update(state="published")
        assert ledger().content.decode().count(f'href="{way}"') == 1

    def test_counts_are_filters(self, ledger, batch):
        add(batch, "draft", article=ArticleFactory())
        for state in ("refused", "failed"):
            add(batch, state, f"{state}.html", problem="crashed")
        answer = ledger(query="?fate=problem")
        assert {sum.key: sum.count for sum in answer.context["sums"]} == {"": 3, "draft": 1, "problem": 2}
        assert [line.item.name for line in answer.context["lines"]] == ["failed.html", "refused.html"]

    @pytest.mark.parametrize("query", ["?fate=nonsense", "?page=99", "?page=x", "?fate=draft&page=-1"])
    def test_odd_addresses_show_the_ledger_all_the_same(self, ledger, batch, query):
        add(batch, "draft", article=ArticleFactory())
        assert ledger(query=query).status_code == 200

    def test_links_lead_to_what_the_person_may_open(self, ledger, batch, people):
        mine, foreign = ArticleFactory(created_by=people["uploader"]), ArticleFactory()
        add(batch, "draft", article=mine)
        add(batch, "duplicate", article=foreign)
        assert [bool(line.url) for line in ledger("uploader").context["lines"]] == [True, False]
        assert [bool(line.url) for line in ledger("reviewer").context["lines"]] == [True, True]

    def test_personal_data_is_counted_once_it_matters(self, ledger, batch):
        article = make_draft()
        Finding.objects.create(article=article, kind="id-number", text="1", in_body=False)
        add(batch, "draft", article=article)
        assert " 2 " in ledger("reviewer").context["lines"][0].why.replace("2处", " 2 ").replace("2 处", " 2 ")

    def test_it_renews_itself_while_files_wait_and_then_no_more(self, ledger, batch):
        item = add(batch, "waiting")
        answer = ledger()
        assert '<noscript><meta http-equiv="refresh"' in answer.content.decode()
        assert 'value="0"' in answer.content.decode()
        item.state = "refused"
        item.save()
        assert "refresh" not in ledger().content.decode()

    def test_long_batches_are_paged(self, ledger, batch):
        UploadItem.objects.bulk_create(UploadItem(batch=batch, name=f"{n}.html") for n in range(120))
        assert len(ledger().context["lines"]) == 50
        assert len(ledger(query="?page=3").context["lines"]) == 20

    def test_failed_files_are_read_again_and_refused_ones_are_not(self, as_, batch):
        failed = add(batch, "failed", problem="timeout", params={"seconds": 20}, capture=CaptureFactory())
        refused = add(batch, "refused", problem="binary", params={"kind": "exe"}, capture=CaptureFactory())
        as_("uploader").post(reverse("admin:archive_uploadbatch_ledger", args=[batch.pk]))
        states = {item.pk: item.state for item in UploadItem.objects.all()}
        assert states == {failed.pk: "waiting", refused.pk: "refused"}

    def test_the_number_of_queries_does_not_grow_with_the_files(self, as_, batch, django_assert_max_num_queries):
        client = as_("reviewer")
        for _ in range(30):
            add(batch, "draft", article=make_draft(), capture=CaptureFactory())
        with django_assert_max_num_queries(18):
            client.get(reverse("admin:archive_uploadbatch_ledger", args=[batch.pk]))


class TestProgress:
    @pytest.fixture
    def progress(self, as_, batch):
        return lambda: as_("uploader").get(reverse("admin:archive_uploadbatch_progress", args=[batch.pk])).json()

    def test_it_counts_what_is_read_and_what_is_left(self, progress, batch):
        add(batch, "draft", article=ArticleFactory())
        add(batch, "failed", problem="crashed")
        add(batch, "waiting")
        told = progress()
        assert (told["done"], told["left"]) == (2, 1)
        assert "2" in told["words"] and "3" in told["words"]

    def test_the_pace_of_the_last_minute_tells_what_is_left_of_the_time(self, batch):
        now = timezone.now()
        rows = [UploadItem(batch=batch, name="a", state="refused", finished_at=now - timedelta(seconds=20))] * 100
        UploadItem.objects.bulk_create([*rows, *[UploadItem(batch=batch, name="b") for _ in range(50)]])
        told = progress_of(batch)
        assert told.a_second == pytest.approx(5, rel=0.1)
        assert "10 " in told.pace or "11 " in told.pace

    @pytest.mark.parametrize("age", [61, 3600])
    def test_a_batch_that_rested_has_no_pace(self, batch, age):
        add(batch, "waiting")
        for _ in range(5):
            item = add(batch, "refused", problem="crashed")
            UploadItem.objects.filter(pk=item.pk).update(finished_at=timezone.now() - timedelta(seconds=age))
        assert progress_of(batch).pace == ""

    def test_asking_takes_few_queries_however_large_the_batch(self, as_, batch, django_assert_max_num_queries):
        UploadItem.objects.bulk_create(
            UploadItem(
                batch=batch, name=f"{n}.html", state="refused" if n % 2 else "waiting", finished_at=timezone.now()
            )
            for n in range(1000)
        )
        client = as_("uploader")
        with django_assert_max_num_queries(10):
            client.get(reverse("admin:archive_uploadbatch_progress", args=[batch.pk]))

    def test_what_failed_is_on_top_and_what_waits_last(self, ledger, batch):
        for state in ("waiting", "draft", "duplicate", "refused", "failed"):
            add(batch, state, f"{state}.html", problem="crashed", article=None)
        names = [line.item.name for line in ledger().context["lines"]]
        assert names == ["failed.html", "refused.html", "draft.html", "duplicate.html", "waiting.html"]


class TestLists:
    @pytest.mark.parametrize("name", ["index", "archive_article_queue", "archive_article_changelist"])
    def test_lists_of_articles_take_a_bounded_number_of_queries(self, as_, name, django_assert_max_num_queries):
        client = as_("reviewer")
        for _ in range(12):
            make_draft()
        client.get(reverse("admin:password_change"))  # once a minute a session notes that it was used
        with django_assert_max_num_queries(20):
            client.get(reverse(f"admin:{name}"))

    @pytest.mark.parametrize("name", ["index", "archive_article_queue", "archive_article_changelist"])
    def test_titles_in_lists_cover_personal_data(self, as_, name):
        article = make_draft()
        number = article.findings.blocking().first().text
        Article.objects.update(title=f"失主{number}请来")
        words = as_("reviewer").get(reverse(f"admin:{name}")).content.decode()
        assert number not in words
        assert "失主█" in words

    def test_the_page_of_an_article_covers_it_too(self, as_):
        article = make_draft()
        words = as_("reviewer").get(reverse("admin:archive_article_change", args=[article.pk])).content.decode()
        assert not any(finding.text in words for finding in article.findings.blocking())
        assert reverse("admin:archive_article_review", args=[article.pk]) in words

    def test_the_queue_narrows_to_a_batch_but_not_to_a_strangers(self, as_, people, batch):
        add(batch, "draft", article=make_draft(title="本批的", created_by=people["uploader"]))
        make_draft(title="别批的", created_by=people["uploader"])
        strange = UploadBatch.objects.create(uploaded_by=people["other"])
        url = reverse("admin:archive_article_queue")
        assert "别批的" not in as_("uploader").get(url, {"batch": batch.pk}).content.decode()
        for query in (strange.pk, "x", "²", 10**30):
            assert "别批的" in as_("uploader").get(url, {"batch": query}).content.decode()
