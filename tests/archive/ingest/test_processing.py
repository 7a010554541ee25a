"""The worker's way through waiting files: each to its fate, once, whatever happens in between."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError

from archive import storage
from archive.ingest import processing, store
from archive.ingest.intake import Handover, receive
from archive.ingest.processing import Extractor, process_all, process_waiting, retry
from archive.models import Article, ArticleAgency, Capture, Event, Finding, TextBlock, UploadBatch, UploadItem
from tests.archive.ingest.pages import Given, ScriptedPool
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    settings.BAOKU_DATA = tmp_path
    return tmp_path


@pytest.fixture
def sandbox() -> ScriptedPool:
    return ScriptedPool()


def upload(**files: bytes) -> UploadBatch:
    """A batch of files by name; the last underscore of a name stands for its dot."""
    given = [Given(".".join(name.rsplit("_", 1)), content) for name, content in files.items()]
    return receive(given, Handover(by=UserFactory(), origin=UploadBatch.Origin.WEB))


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(".".join(name.rsplit("_", 1)), content)
    return file.getvalue()


def process_next(sandbox: Extractor) -> UploadItem | None:
    return next(process_waiting(sandbox), None)


def fates(batch: UploadBatch) -> list[tuple[str, str, str]]:
    return list(batch.items.values_list("name", "state", "problem"))


def counts() -> dict[str, int]:
    models = (Article, ArticleAgency, Capture, Event, Finding, TextBlock, UploadItem)
    return {model.__name__: model.objects.count() for model in models}


class TestAPage:
    def test_becomes_a_draft_of_the_person_who_uploaded_it(self, sandbox: ScriptedPool) -> None:
        batch = upload(a_html=b"page")
        item = process_next(sandbox)
        assert item and item.article
        assert (item.state, item.article.state, item.article.created_by) == ("draft", "draft", batch.uploaded_by)
        assert item.article.capture == item.capture
        assert item.finished_at is not None
        assert sandbox.asked == ["a.html"]

    def test_that_waited_longest_comes_first(self, sandbox: ScriptedPool) -> None:
        upload(a_html=b"1", b_html=b"2")
        upload(c_html=b"3")
        assert process_all(sandbox) == 3
        assert sandbox.asked == ["a.html", "b.html", "c.html"]

    def test_of_other_batches_waits_on_when_one_batch_is_asked_for(self, sandbox: ScriptedPool) -> None:
        upload(a_html=b"1")
        mine = upload(b_html=b"2")
        assert process_all(sandbox, batch=mine) == 1
        assert sandbox.asked == ["b.html"]

    def test_with_a_mistake_is_refused_for_good(self, sandbox: ScriptedPool) -> None:
        upload(a_html=b"")
        item = process_next(sandbox)
        assert item and (item.state, item.problem, item.params, item.article) == ("refused", "empty", {}, None)
        assert not retry(item)

    def test_that_took_too_long_has_failed_and_may_be_tried_again(self, sandbox: ScriptedPool) -> None:
        upload(a_html=b"slow")
        item = process_next(sandbox)
        assert item and (item.state, item.problem, item.params) == ("failed", "timeout", {"seconds": 30})
        assert retry(item)
        item.refresh_from_db()
        assert (item.state, item.problem, item.finished_at) == ("waiting", "", None)
        assert not retry(item)

    def test_nothing_waits(self, sandbox: ScriptedPool) -> None:
        assert process_next(sandbox) is None

    def test_progress_is_told_of_each(self, sandbox: ScriptedPool) -> None:
        upload(a_html=b"1", b_html=b"")
        told: list[str] = []
        process_all(sandbox, lambda item: told.append(item.state))
        assert told == ["draft", "refused"]


class TestOneBadItem:
    def test_never_stops_the_others(self, sandbox: ScriptedPool) -> None:
        batch = upload(a_html=b"bug", b_html=b"slow", c_html=b"", d_html=b"page")
        process_all(sandbox)
        assert [fate[1:] for fate in fates(batch)] == [
            ("failed", "crashed"),
            ("failed", "timeout"),
            ("refused", "empty"),
            ("draft", ""),
        ]

    def test_whose_rows_cannot_be_written_leaves_no_half_draft(
        self, sandbox: ScriptedPool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: Any) -> None:
            raise ValueError("a bug after the first rows")

        monkeypatch.setattr(store, "_describe", broken)
        batch = upload(a_html=b"page")
        before = counts()
        process_all(sandbox)
        assert fates(batch) == [("a.html", "failed", "crashed")]
        assert batch.items.get().article is None
        assert counts() == before

    def test_whose_stored_file_is_gone_has_failed_with_the_reason(self, sandbox: ScriptedPool) -> None:
        batch = upload(a_html=b"page", b_html=b"other")
        lost = batch.items.first()
        assert lost and lost.capture
        storage.path_of(lost.capture.sha256).unlink()
        process_all(sandbox)
        assert [fate[1:] for fate in fates(batch)] == [("failed", "unreadable"), ("draft", "")]

    def test_a_database_that_cannot_be_reached_leaves_the_file_waiting(
        self, sandbox: ScriptedPool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def locked(*_: Any, **__: Any) -> None:
            raise OperationalError("database is locked")

        batch = upload(a_html=b"page")
        monkeypatch.setattr(store, "keep_draft", locked)
        with pytest.raises(OperationalError):
            process_next(sandbox)
        assert fates(batch) == [("a.html", "waiting", "")]


class TestADouble:
    def test_points_to_the_article_that_is_there_and_is_not_read_again(self, sandbox: ScriptedPool) -> None:
        upload(a_html=b"page")
        first = process_next(sandbox)
        upload(other_name_html=b"page")
        second = process_next(sandbox)
        assert first and second
        assert (second.state, second.article) == ("duplicate", first.article)
        assert sandbox.asked == ["a.html"]
        assert Article.objects.count() == 1

    @pytest.mark.parametrize("state", ["returned", "published", "withdrawn"])
    def test_of_an_article_in_any_state_is_one(self, sandbox: ScriptedPool, state: str) -> None:
        upload(a_html=b"page")
        process_next(sandbox)
        Article.objects.update(state=state)
        upload(b_html=b"page")
        assert [item.state for item in iter(lambda: process_next(sandbox), None)] == ["duplicate"]

    def test_in_the_same_batch_is_one_too(self, sandbox: ScriptedPool) -> None:
        batch = upload(a_html=b"page", b_html=b"page")
        process_all(sandbox)
        assert [fate[1] for fate in fates(batch)] == ["draft", "duplicate"]

    def test_of_a_refused_page_is_read_again(self, sandbox: ScriptedPool) -> None:
        batch = upload(a_html=b"", b_html=b"")
        process_all(sandbox)
        assert [fate[1] for fate in fates(batch)] == ["refused", "refused"]

    def test_that_another_worker_was_quicker_with_is_not_kept_twice(self, sandbox: ScriptedPool) -> None:
        batch = upload(a_html=b"page")

        class Slow(ScriptedPool):
            def extract(self, source: Any) -> Any:
                process_next(sandbox)  # the other worker takes the same file meanwhile
                return super().extract(source)

        item = process_next(Slow())
        assert item and item.state == "draft"
        assert Article.objects.count() == 1
        assert Event.objects.filter(action="drafted").count() == 1
        assert fates(batch) == [("a.html", "draft", "")]


class Killed(BaseException):
    """The process is gone: nothing catches it."""


STEPS = [
    (storage, "read"),
    (store, "keep_draft"),
    (store, "_link_mentions"),
    (store, "_describe"),
    (processing, "_write_fate"),
]
ZIP_STEPS = [(storage, "keep"), (processing, "_keep_members"), (processing, "add_item"), (processing, "_write_fate")]


class TestAWorkerThatIsKilled:
    def kill_at(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, *, after: bool) -> None:
        """Kill the process before or after the named step."""
        step = getattr(module, name)

        def deadly(*args: Any, **kwargs: Any) -> None:
            if after:
                step(*args, **kwargs)
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(module, name, deadly)
            with pytest.raises(Killed):
                process_next(ScriptedPool())

    @pytest.mark.parametrize("after", [False, True])
    @pytest.mark.parametrize(("module", "name"), STEPS)
    def test_anywhere_in_a_page_leaves_it_waiting_and_the_next_run_redoes_it(
        self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, after: bool
    ) -> None:
        batch = upload(a_html=b"page")
        before = counts()
        self.kill_at(monkeypatch, module, name, after=after)
        assert counts() == before
        assert fates(batch) == [("a.html", "waiting", "")]

        process_all(ScriptedPool())
        assert fates(batch) == [("a.html", "draft", "")]
        assert Article.objects.count() == 1
        assert Event.objects.all().broken() == []

    @pytest.mark.parametrize("after", [False, True])
    @pytest.mark.parametrize(("module", "name"), ZIP_STEPS)
    def test_anywhere_in_a_zip_unpacks_it_once(
        self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, after: bool
    ) -> None:
        batch = upload(all_zip=zipped(a_html=b"1", b_html=b"2"))
        self.kill_at(monkeypatch, module, name, after=after)
        assert [fate[1] for fate in fates(batch)] in (["waiting"], ["unpacked", "waiting", "waiting"])

        process_all(ScriptedPool())
        expected = [("all.zip", "unpacked"), ("a.html", "draft"), ("b.html", "draft")]
        assert [fate[:2] for fate in fates(batch)] == expected


class TestAZip:
    def test_is_unpacked_and_its_members_wait_their_turn(self, sandbox: ScriptedPool) -> None:
        batch = upload(all_zip=zipped(a_html=b"1", b_txt=b"2"))
        archive = process_next(sandbox)
        assert archive and (archive.state, archive.name) == ("unpacked", "all.zip")
        members = batch.items.exclude(pk=archive.pk)
        assert {(member.name, member.state, member.parent_id) for member in members} == {
            ("a.html", "waiting", archive.pk),
            ("b.txt", "waiting", archive.pk),
        }
        process_all(sandbox)
        assert sandbox.asked == ["a.html", "b.txt"]

    def test_without_a_file_in_it_is_refused(self, sandbox: ScriptedPool) -> None:
        batch = upload(all_zip=zipped())
        process_all(sandbox)
        assert fates(batch) == [("all.zip", "refused", "empty")]

    def test_that_is_none_is_refused(self, sandbox: ScriptedPool) -> None:
        batch = upload(all_zip=b"not a zip at all")
        process_all(sandbox)
        assert fates(batch) == [("all.zip", "refused", "not-a-zip")]

    def test_in_a_zip_is_not_opened_whatever_it_is_called(self, sandbox: ScriptedPool) -> None:
        inner = zipped(a_html=b"1")
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("inner.zip", inner)
            archive.writestr("inner", inner)
        batch = receive([Given("all.zip", file.getvalue())], Handover(by=None, origin=UploadBatch.Origin.WEB))
        process_all(sandbox)
        assert {fate[1:] for fate in fates(batch)[1:]} == {("refused", "nested-zip")}

    def test_that_comes_twice_makes_doubles_and_no_second_articles(self, sandbox: ScriptedPool) -> None:
        content = zipped(a_html=b"1", b_html=b"2")
        upload(all_zip=content)
        again = upload(again_zip=content)
        process_all(sandbox)
        assert [fate[1] for fate in fates(again)] == ["unpacked", "duplicate", "duplicate"]
        assert Article.objects.count() == 2

    def test_is_told_of_in_the_log(self, sandbox: ScriptedPool) -> None:
        upload(all_zip=zipped(a_html=b"1"))
        item = process_next(sandbox)
        assert item
        assert Event.objects.get(action="unpacked").data == {"item": item.pk, "members": 1}
