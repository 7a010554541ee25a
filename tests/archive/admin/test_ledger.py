"""The ledger: what is much the same, reading again, the spreadsheet, undoing the batch."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from archive import heartbeat, ledger
from archive.models import Article, Likeness, UploadBatch, UploadItem
from tests.archive.admin.test_uploads import add
from tests.drafts import ID_NUMBER, make_draft
from tests.factories import ArticleFactory, CaptureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(people):
    return UploadBatch.objects.create(uploaded_by=people["uploader"], note="云渡日报 2019")


def address(batch: UploadBatch, page: str = "ledger") -> str:
    return reverse(f"admin:archive_uploadbatch_{page}", args=[batch.pk])


def like(article: Article, other: Article) -> None:
    Likeness.objects.create(article=article, other=other, kind="near", share=0.91, other_share=0.6)


class TestMuchTheSame:
    @pytest.fixture
    def pair(self, batch, people):
        other = ArticleFactory(title=f"竹海节开幕 {ID_NUMBER}", state="draft")
        other.findings.create(kind="id-number", text=ID_NUMBER, in_body=True)
        article = ArticleFactory(created_by=people["uploader"])
        like(article, other)
        add(batch, "draft", article=article)
        return article, other

    def test_a_reviewer_sees_share_and_title_covered_and_the_way_to_compare(self, as_, batch, pair):
        article, other = pair
        words = as_("reviewer").get(address(batch)).content.decode()
        assert "91 %" in words and "竹海节开幕 █" in words and ID_NUMBER not in words
        assert f"{reverse('admin:archive_article_compare', args=[article.pk])}?with={other.pk}" in words

    def test_an_uploader_sees_that_it_is_so_but_not_a_strangers_draft(self, as_, batch, pair):
        words = as_("uploader").get(address(batch)).content.decode()
        assert "91 %" in words
        assert "竹海节" not in words and "?with=" not in words

    def test_an_uploader_is_led_to_the_public_page_of_a_published_one(self, as_, batch, pair):
        _article, other = pair
        other.findings.update(state="masked")
        Article.objects.filter(pk=other.pk).update(state="published", title="竹海节开幕")
        words = as_("uploader").get(address(batch)).content.decode()
        assert f'href="{other.get_absolute_url()}"' in words and "竹海节开幕" in words

    def test_a_duplicate_of_a_public_article_leads_there_whoever_brought_it(self, as_, batch):
        kept = ArticleFactory(state="published", title="竹海节开幕")
        add(batch, "duplicate", article=kept)
        [line] = as_("uploader").get(address(batch)).context["lines"]
        assert (line.url, line.title) == (kept.get_absolute_url(), "竹海节开幕")

    @pytest.mark.parametrize("state", ["draft", "withdrawn", "discarded"])
    def test_a_duplicate_of_anything_else_leads_nowhere_for_a_stranger(self, as_, batch, state):
        add(batch, "duplicate", article=ArticleFactory(state=state, title="竹海节开幕"))
        answer = as_("uploader").get(address(batch))
        assert answer.context["lines"][0].url == "" and "竹海节" not in answer.content.decode()


class TestReadAgain:
    def test_one_failed_file_alone(self, as_, batch):
        first, second = (
            add(batch, "failed", f"{n}.html", problem="timeout", params={"seconds": 20}, capture=CaptureFactory())
            for n in range(2)
        )
        as_("uploader").post(address(batch), {"verb": "retry", "item": second.pk})
        assert dict(UploadItem.objects.values_list("pk", "state")) == {first.pk: "failed", second.pk: "waiting"}

    def test_a_file_of_another_batch_is_left_alone(self, as_, batch, people):
        other = UploadBatch.objects.create(uploaded_by=people["other"])
        foreign = add(other, "failed", problem="crashed", capture=CaptureFactory())
        as_("uploader").post(address(batch), {"verb": "retry", "item": foreign.pk})
        foreign.refresh_from_db()
        assert foreign.state == "failed"

    @pytest.mark.parametrize(
        "sent", [{"verb": "nonsense"}, {"verb": "bring-back"}, {"verb": "retry", "item": "9" * 20}]
    )
    def test_odd_posts_change_nothing(self, as_, batch, sent):
        draft = add(batch, "draft", article=make_draft())
        assert as_("uploader").post(address(batch), sent).status_code == 302
        draft.refresh_from_db()
        batch.refresh_from_db()
        assert (draft.state, batch.undone_at) == ("draft", None)

    def test_while_files_wait_an_absent_worker_is_told(self, as_, batch, data):
        add(batch, "waiting")
        away = str(heartbeat.Condition.AWAY.label)
        assert away in as_("uploader").get(address(batch)).content.decode()
        with heartbeat.Heart():
            assert away not in as_("uploader").get(address(batch)).content.decode()


class TestSpreadsheet:
    def read(self, client, batch, query="") -> list[dict[str, str]]:
        answer = client.get(address(batch, "csv") + query)
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="baoku-batch-{batch.pk}.csv"'
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text), fieldnames=list(ledger.COLUMNS)))[1:]

    def test_each_line_with_all_that_the_page_shows(self, as_, batch):
        outer = add(batch, "unpacked", "报纸.zip")
        article, other = make_draft(), ArticleFactory(title="竹海节开幕")
        add(batch, "draft", "=一.html", parent=outer, article=other, capture=CaptureFactory(charset="gb18030"), size=7)
        like(article, other) if article.pk > other.pk else like(other, article)
        rows = self.read(as_("reviewer"), batch)
        assert [(row["file"], row["container"], row["fate"]) for row in rows] == [
            ("'=一.html", "报纸.zip", "draft"),
            ("报纸.zip", "", "unpacked"),
        ]
        first = rows[0]
        assert (first["size"], first["encoding"], first["title"]) == ("7", "gb18030", "竹海节开幕")
        assert first["like_percent"] == "91" and "?with=" in first["like_page"]
        assert len(first["sha256"]) == 64 and first["read_at"].startswith("2")

    def test_one_fate_alone_and_the_order_of_the_page(self, as_, batch):
        for name in ("b", "a"):
            add(batch, "refused", f"{name}.exe", problem="binary", params={"kind": "PE"})
        add(batch, "draft", article=make_draft())
        rows = self.read(as_("uploader"), batch, "?fate=problem")
        assert [row["file"] for row in rows] == ["b.exe", "a.exe"]
        assert "PE" in rows[0]["remark"]

    def test_personal_data_in_titles_stays_covered(self, as_, batch):
        article = make_draft(title=f"失主{ID_NUMBER}请来")
        add(batch, "draft", article=article)
        [row] = self.read(as_("reviewer"), batch)
        assert row["title"] == f"失主{'█' * len(ID_NUMBER)}请来"

    def test_a_strangers_is_refused(self, as_, people):
        foreign = UploadBatch.objects.create(uploaded_by=people["other"])
        assert as_("uploader").get(address(foreign, "csv")).status_code == 403
        assert as_("nobody").get(address(foreign, "csv")).status_code == 302

    def test_long_batches_take_few_queries(self, as_, batch, django_assert_max_num_queries):
        UploadItem.objects.bulk_create(UploadItem(batch=batch, name=f"{n}.html") for n in range(1200))
        client = as_("uploader")
        with django_assert_max_num_queries(14):
            assert len(self.read(client, batch)) == 1200


class TestUndo:
    @pytest.fixture
    def given(self, batch, people):
        for number in range(2):
            add(batch, "draft", f"{number}.html", article=make_draft(created_by=people["uploader"]))
        return batch

    def test_the_page_says_what_goes_and_a_get_does_nothing(self, as_, given):
        answer = as_("uploader").get(address(given, "undo"))
        assert answer.context["reach"].drafts == 2
        assert not Article.objects.filter(state="discarded").exists()
        assert address(given, "undo") in as_("uploader").get(address(given)).content.decode()

    def test_a_click_undoes_the_batch_and_another_brings_it_back(self, as_, given):
        client = as_("uploader")
        assert client.post(address(given, "undo"))["Location"] == address(given)
        page = client.get(address(given))
        assert {line.look for line in page.context["lines"]} == {"idle"}
        assert 'value="bring-back"' in page.content.decode() and page.context["next_draft"] is None
        assert set(Article.objects.values_list("state", flat=True)) == {"discarded"}
        client.post(address(given), {"verb": "bring-back"})
        assert set(Article.objects.values_list("state", flat=True)) == {"draft"}
        assert 'value="bring-back"' not in client.get(address(given)).content.decode()

    def test_where_readers_lose_something_the_reason_is_asked_for_and_kept(self, as_, given):
        Article.objects.update(state="published", released_at=timezone.now())
        assert as_("uploader").get(address(given, "undo")).context["obstacle"]
        assert as_("uploader").post(address(given, "undo"), {"reason": "误传"}).status_code == 400
        assert as_("reviewer").post(address(given, "undo"), {"reason": ""}).status_code == 400
        assert Article.objects.public().count() == 2
        assert as_("reviewer").post(address(given, "undo"), {"reason": "误传"}).status_code == 302
        assert UploadBatch.objects.get(undone_by__isnull=False).undone_reason == "误传"
        assert not Article.objects.public().exists()

    def test_undoing_it_twice_is_told_and_no_fault(self, as_, given):
        client = as_("uploader")
        client.post(address(given, "undo"))
        assert client.post(address(given, "undo")).status_code == 400
        assert client.get(address(given, "undo")).status_code == 200

    def test_a_strangers_batch_is_refused(self, as_, people):
        foreign = UploadBatch.objects.create(uploaded_by=people["other"])
        assert as_("uploader").get(address(foreign, "undo")).status_code == 403
        assert as_("uploader").post(address(foreign, "undo")).status_code == 403
        assert as_("reviewer").get(address(foreign, "undo")).status_code == 200

    def test_pages_take_a_bounded_number_of_queries(self, as_, given, django_assert_max_num_queries):
        for number in range(30):
            add(given, "draft", f"{number}.html", article=make_draft(), capture=CaptureFactory())
        client = as_("reviewer")
        for page in ("ledger", "undo"):
            with django_assert_max_num_queries(20):
                client.get(address(given, page))
