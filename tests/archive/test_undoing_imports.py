"""An imported list is a batch like any other: undone in one step, brought back in one, and given again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from archive.ingest.importing import import_file, rows
from archive.models import Article, Event, Likeness, UploadBatch, UploadItem
from archive.review import decisions
from archive.review.batches import Obstacle, Reach, reach_of, why_not_undo
from archive.review.outcomes import Objection
from archive.review.undoing import BroughtBack, bring_back, undo
from search.models import IndexChange
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data")]

WORDS = "汐城海事处今天通报，夜间引航试行两个月以来，候潮时间减少了一半，七月起扩大到三号泊位。"


@pytest.fixture
def reviewer() -> User:
    return UserFactory(groups=["Reviewers"])


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(*bodies: str, title: str = "篇") -> Path:
        path = tmp_path / "articles.jsonl"
        entries = [{"id": f"a{number}", "title": title, "body": body} for number, body in enumerate(bodies)]
        path.write_text("\n".join(map(json.dumps, entries)))
        return path

    return written


def newest() -> UploadBatch:
    return UploadBatch.objects.order_by("-pk")[0]


def states() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("state", flat=True))


class TestUndo:
    def test_every_article_goes_and_comes_back_as_it_was(self, write: Any, reviewer: User) -> None:
        import_file(write("第一篇正文。", "第二篇正文。"), publish=True)
        batch = newest()
        assert undo(batch, by=reviewer, reason="错了") == Reach(0, 2, 0, 0, 0, 0)
        assert states() == ["discarded"] * 2
        assert set(IndexChange.objects.order_by("-pk").values_list("action", flat=True)[:2]) == {"remove"}
        assert bring_back(batch, by=reviewer) == BroughtBack(2, 2, 0, 0)
        assert states() == ["published"] * 2
        assert Event.objects.broken() == []

    def test_an_uploader_undoes_the_drafts_of_an_import_of_theirs(self, write: Any) -> None:
        by = UserFactory(groups=["Uploaders"])
        import_file(write("正文。"), by=by)
        assert undo(newest(), by=by) == Reach(1, 0, 0, 0, 0, 0)
        assert states() == ["discarded"]

    def test_older_articles_that_it_changed_stay_and_are_counted(self, write: Any, reviewer: User, client: Any) -> None:
        import_file(write("旧的正文。"), publish=True)
        import_file(write("新的正文。", "另一篇。"), publish=True)
        batch = newest()
        assert (reach_of(batch).changed, reach_of(batch).published) == (1, 1)
        client.force_login(reviewer)
        page = client.get(f"/en{reverse('admin:archive_uploadbatch_undo', args=[batch.pk])}").content.decode()
        assert "<b>1</b> article of another batch" in page
        undo(batch, by=reviewer, reason="错了")
        assert states() == ["published", "discarded"]
        assert Article.objects.get(external_id="a0").body == ["新的正文。"]

    def test_the_ledger_leads_to_each_article(self, write: Any, reviewer: User, client: Any) -> None:
        import_file(write("第一篇正文。", "第二篇正文。"))
        client.force_login(reviewer)
        shown = client.get(newest().get_absolute_url()).content.decode()
        for article in Article.objects.all():
            assert reverse("admin:archive_article_review", args=[article.pk]) in shown
        assert "articles.jsonl:2" in shown

    def test_one_from_before_lines_were_kept_cannot_be_undone(self, write: Any, reviewer: User) -> None:
        import_file(write("正文。"))
        UploadItem.objects.filter(parent__isnull=False).delete()
        assert why_not_undo(newest(), reviewer) == Obstacle.IMPORTED
        import_file(write("正文。"))
        assert why_not_undo(newest(), reviewer) is None, "it brought nothing"

    def test_an_undo_during_the_import_ends_it(self, write: Any, reviewer: User, monkeypatch: Any, capsys: Any) -> None:
        monkeypatch.setattr(rows, "LINES_A_TRANSACTION", 2)
        keep = rows._Run.keep

        def undone_after_two(run: Any, chunk: Any) -> None:
            keep(run, chunk)
            if run.report.read == 2:
                undo(UploadBatch.objects.get(), by=reviewer)

        monkeypatch.setattr(rows._Run, "keep", undone_after_two)
        with translation.override("en"):
            call_command("import_articles", write(*(f"正文{number}。" for number in range(6))))
        assert states() == ["discarded"] * 2
        assert "undone meanwhile" in capsys.readouterr().err


class TestGivenAgain:
    def test_the_same_lines_become_drafts_again_in_the_new_batch(self, write: Any, reviewer: User) -> None:
        path = write("第一篇正文。", "第二篇正文。")
        import_file(path)
        first = newest()
        undo(first, by=reviewer)
        report = import_file(path, by=reviewer)
        assert (report.added, report.unchanged, report.updated) == (2, 0, 0)
        assert states() == ["draft"] * 2
        assert newest().items.filter(state="draft").count() == 2
        assert Event.objects.filter(action="brought back").count() == 2
        assert bring_back(first, by=reviewer) == BroughtBack(0, 0, 0, 0)
        assert undo(newest(), by=reviewer) == Reach(2, 0, 0, 0, 0, 0)

    def test_changed_lines_bring_them_back_changed(self, write: Any, reviewer: User) -> None:
        import_file(write("旧的正文。"))
        undo(newest(), by=reviewer)
        report = import_file(write("新的正文。"), publish=True)
        assert (report.added, report.updated, report.published) == (1, 0, 1)
        assert Article.objects.get().body == ["新的正文。"]

    def test_what_a_person_refused_stays_refused(self, write: Any, reviewer: User) -> None:
        path = write("正文。")
        import_file(path)
        assert decisions.refuse(Article.objects.get(), by=reviewer, reason="不是新闻") is None
        assert (import_file(path).added, states()) == (0, ["discarded"])

    def test_one_that_was_given_again_can_be_refused_and_taken_back(self, write: Any, reviewer: User) -> None:
        path = write("正文。")
        import_file(path)
        undo(newest(), by=reviewer)
        assert decisions.take_back(Article.objects.get(), by=reviewer) == Objection.BATCH_UNDONE
        import_file(path)
        assert decisions.refuse(Article.objects.get(), by=reviewer, reason="不是新闻") is None
        assert decisions.take_back(Article.objects.get(), by=reviewer) is None
        assert states() == ["draft"]

    def test_they_are_compared_with_what_came_in_between(self, write: Any, reviewer: User) -> None:
        path = write(WORDS)
        import_file(path)
        undo(newest(), by=reviewer)
        path.write_text(json.dumps({"id": "b", "body": f"{WORDS}完。"}))
        import_file(path)
        assert not Likeness.objects.exists()
        import_file(write(WORDS))
        assert Likeness.objects.living().count() == 1
