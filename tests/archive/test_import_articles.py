"""The command import_articles: nothing doubles, nothing private gets out, bad lines are told and passed over."""

from __future__ import annotations

import io
import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import translation

from archive import authority, publishing, storage
from archive.ingest.importing import import_file, rows
from archive.ingest.intake import Handover, receive
from archive.ingest.processing import process_all
from archive.management.commands import import_articles
from archive.models import Agency, Article, Capture, Event, Finding, UploadBatch, UploadItem
from archive.review.masking import mask_words
from search.models import IndexChange
from tests.archive.ingest.pages import Given, ScriptedPool
from tests.factories import AgencyFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data")]

ID_NUMBER = "11010519491231002X"


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Write JSON lines and return the file; bytes are written as they are."""

    def written(*entries: dict[str, Any] | bytes, name: str = "articles.jsonl") -> Path:
        path = tmp_path / name
        lines = [entry if isinstance(entry, bytes) else json.dumps(entry).encode() for entry in entries]
        path.write_bytes(b"\n".join(lines))
        return path

    return written


def entry(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": f"a{number}", "title": f"第{number}篇", "body": f"正文{number}。", "date": "2021-06-18"} | fields


def articles() -> list[Article]:
    return list(Article.objects.order_by("pk"))


class TestNewArticles:
    def test_become_drafts_with_every_field(self, write: Any) -> None:
        by, outlet = UserFactory(), AgencyFactory(name="汐城晚报")
        given = entry(
            1,
            body=["第一段。", "第二段。"],
            date="2021-06-18 09:49",
            source="汐城晚報",
            url="https://news.example/1",
            authors=["林见"],
        )
        report = import_file(write(given), by=by)
        (article,) = articles()
        assert (report.read, report.added, report.published) == (1, 1, 0)
        assert (article.state, article.external_id, article.title) == ("draft", "a1", "第1篇")
        assert (article.body, article.script) == (["第一段。", "第二段。"], "none")
        assert article.published_at and article.published_at.isoformat() == "2021-06-18T01:49:00+00:00"
        assert (article.published_on.isoformat(), article.date_precision) == ("2021-06-18", "minute")  # type: ignore[union-attr]
        assert (article.source, article.source_name, article.authors) == (outlet, "汐城晚報", ["林见"])
        assert article.url == "https://news.example/1"
        assert article.created_by == by
        assert list(article.agency_links.values_list("agency", "role")) == [(outlet.pk, "source")]

    def test_without_an_id_too_and_the_same_text_is_there_once(self, write: Any) -> None:
        given = {"body": "只有正文。"}
        assert import_file(write(given, given, {"body": "另一篇。"})).added == 2
        assert import_file(write(given)).unchanged == 1
        assert Article.objects.count() == 2

    def test_of_an_unknown_date_keep_its_words(self, write: Any) -> None:
        report = import_file(write(entry(1, date="庚子年夏")))
        (article,) = articles()
        assert (article.published_on, article.date_precision) == (None, "unknown")
        assert article.evidence["published"] == [{"quote": "庚子年夏", "where": "line 1", "block": None, "used": False}]
        assert report.unknown_dates == 1

    def test_with_values_that_fit_no_column_keep_them_in_the_evidence(self, write: Any) -> None:
        import_file(write(entry(1, title="长" * 900, source="报" * 300, url="javascript:alert(1)")))
        (article,) = articles()
        assert (len(article.title), len(article.source_name), article.url) == (400, 120, "")
        assert len(article.evidence["title"][0]["quote"]) == 900
        assert article.evidence["url"][0]["used"] is False

    def test_name_the_file_that_they_came_from(self, write: Any) -> None:
        path = write(entry(1), entry(2))
        import_file(path)
        capture = Capture.objects.get()
        assert storage.read(capture.sha256) == path.read_bytes()
        assert {article.capture for article in articles()} == {capture}
        item = UploadItem.objects.get(parent=None)
        assert (item.name, item.state, item.batch.origin) == ("articles.jsonl", "unpacked", "command")
        assert list(item.members.order_by("pk").values_list("name", "state", "article")) == [
            (f"articles.jsonl:{number}", "draft", article.pk) for number, article in enumerate(articles(), 1)
        ]


class TestPublishing:
    def test_makes_them_public_with_revision_review_and_outbox_row(self, write: Any) -> None:
        by = UserFactory()
        report = import_file(write(*map(entry, range(3))), by=by, publish=True)
        assert (report.added, report.published) == (3, 3)
        assert Article.objects.public().count() == 3
        for article in articles():
            assert (article.released_by, article.version) == (by, 2)
            assert article.revisions.get().body == article.body
            assert article.reviews.get().decision == "publish"
        queued = IndexChange.objects.order_by("pk").values_list("article_pk", "action")
        assert list(queued) == [(article.pk, "index") for article in articles()]

    def test_tells_the_log_once_for_each_transaction(self, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rows, "LINES_A_TRANSACTION", 2)
        import_file(write(*map(entry, range(3))), publish=True)
        told = Event.objects.order_by("pk").values_list("action", "data")
        assert list(told) == [
            ("uploaded", {"files": 1, "refused": 0}),
            ("imported", {"first_line": 1, "added": 2, "updated": 0, "published": 2}),
            ("imported", {"first_line": 3, "added": 1, "updated": 0, "published": 1}),
        ]
        assert Event.objects.all().broken() == []

    @pytest.mark.parametrize(
        "fields",
        [
            {"body": f"他的号码是{ID_NUMBER}。"},
            {"title": f"号码{ID_NUMBER}"},
            {"source": "林先生13800138000"},
            {"authors": ["林见 13800138000"]},
        ],
    )
    def test_holds_back_what_shows_personal_data_anywhere(self, write: Any, fields: dict[str, Any]) -> None:
        report = import_file(write(entry(1, **fields), entry(2)), publish=True)
        held, public = articles()
        assert (report.published, report.held) == (1, 1)
        assert (held.state, public.state) == ("draft", "published")
        assert held.findings.blocking().count() == 1
        assert IndexChange.objects.get().article_pk == public.pk

    def test_publishes_on_a_second_run_what_the_first_left_as_drafts(self, write: Any) -> None:
        path = write(entry(1), entry(2))
        import_file(path)
        Article.objects.filter(external_id="a2").update(state="returned")
        report = import_file(path, publish=True)
        assert (report.unchanged, report.published) == (2, 1)
        assert [article.state for article in articles()] == ["published", "returned"]

    def test_never_gives_back_what_was_withdrawn(self, write: Any) -> None:
        path = write(entry(1))
        import_file(path, publish=True)
        publishing.withdraw(articles()[0], by=None, reason="x")
        import_file(path, publish=True)
        import_file(write(entry(1, title="新")), publish=True)
        assert articles()[0].state == "withdrawn"
        assert list(IndexChange.objects.order_by("pk").values_list("action", flat=True)) == ["index", "remove"]

    def test_proposes_unknown_sources_and_only_then(self, write: Any) -> None:
        path = write(entry(1, source="无名报"), entry(2, source="無名報"), entry(3, source=""))
        import_file(path)
        assert not Agency.objects.exists()
        report = import_file(write(entry(4, source="无名报"), entry(5, source="無名報")), publish=True)
        candidate = Agency.objects.get()
        assert not candidate.confirmed
        assert report.candidates == {"无名报", "無名報"}
        assert {article.source for article in articles()[3:]} == {candidate}

    def test_where_two_people_are_required_ones_own_import_stays_a_draft(
        self, write: Any, settings: LazySettings
    ) -> None:
        settings.BAOKU_TWO_PERSON = True
        assert import_file(write(entry(1)), by=UserFactory(), publish=True).published == 0
        assert articles()[0].state == "draft"


class TestASecondRun:
    def test_doubles_nothing_and_writes_nothing(self, write: Any) -> None:
        path = write(entry(1), entry(2), {"body": "无号。"})
        import_file(path, publish=True)
        before = list(Article.objects.order_by("pk").values_list()), IndexChange.objects.count()
        report = import_file(path, publish=True)
        assert (report.read, report.added, report.unchanged, report.published) == (3, 0, 3, 0)
        assert (list(Article.objects.order_by("pk").values_list()), IndexChange.objects.count()) == before
        assert Capture.objects.count() == 1

    def test_with_changed_text_keeps_a_revision_and_indexes_anew(self, write: Any) -> None:
        by = UserFactory()
        import_file(write(entry(1)), publish=True)
        report = import_file(write(entry(1, body="改过的正文。", source="汐城晚报")), by=by, publish=True)
        (article,) = articles()
        assert (report.updated, report.added) == (1, 0)
        assert (article.body, article.source_name, article.state) == (["改过的正文。"], "汐城晚报", "published")
        assert (article.version, article.updated_by) == (3, by)
        history = list(article.revisions.order_by("number").values_list("number", "body"))
        assert history == [(1, ["正文1。"]), (2, ["改过的正文。"])]
        assert IndexChange.objects.count() == 2

    def test_of_a_changed_draft_keeps_its_first_words(self, write: Any) -> None:
        import_file(write(entry(1)))
        import_file(write(entry(1, body="改过的正文。")))
        history = articles()[0].revisions.order_by("number").values_list("body", flat=True)
        assert list(history) == [["正文1。"], ["改过的正文。"]]
        assert not IndexChange.objects.exists()

    def test_does_not_undo_what_a_person_has_corrected(self, write: Any) -> None:
        path = write(entry(1))
        import_file(path, publish=True)
        Article.objects.update(title="改正的标题")
        assert import_file(path, publish=True).unchanged == 1
        assert articles()[0].title == "改正的标题"

    def test_never_puts_personal_data_before_readers(self, write: Any) -> None:
        import_file(write(entry(1)), publish=True)
        bad: list[str] = []
        changed = write(entry(1, body=f"号码{ID_NUMBER}。"))
        report = import_file(changed, publish=True, on_bad=lambda line: bad.append(line.problem.code))
        (article,) = articles()
        assert (report.updated, report.held, bad) == (0, 1, ["personal-data"])
        assert (article.body, article.state) == (["正文1。"], "published")
        assert not article.findings.exists()

    def test_that_would_bring_masked_words_back_to_a_public_article_is_held_back(self, write: Any) -> None:
        import_file(write(entry(1, body="林砚秋说。")), publish=True)
        assert mask_words(articles()[0], "林砚秋", by=None) is None
        report = import_file(write(entry(1, body="林砚秋又说。")), publish=True)
        article = articles()[0]
        assert (report.updated, report.held) == (0, 1)
        assert "林砚秋" not in str([article.body, *article.revisions.values("body")])
        assert article.findings.get().state == "masked"

    def test_remembers_what_was_judged_to_be_none(self, write: Any) -> None:
        import_file(write(entry(1, body=f"编号{ID_NUMBER}。")))
        Finding.objects.update(state=Finding.State.KEPT)
        report = import_file(write(entry(1, body=f"编号{ID_NUMBER}，改过。")), publish=True)
        assert (report.updated, report.published) == (1, 1)
        assert Finding.objects.get().state == "kept"

    def test_takes_back_a_finding_that_is_no_longer_there(self, write: Any) -> None:
        import_file(write(entry(1, body=f"编号{ID_NUMBER}。")), publish=True)
        assert import_file(write(entry(1)), publish=True).published == 1
        assert not Finding.objects.exists()

    def test_follows_a_changed_source(self, write: Any) -> None:
        first, second = AgencyFactory(), AgencyFactory()
        import_file(write(entry(1, source=first.name)))
        import_file(write(entry(1, source=second.name)))
        assert list(articles()[0].agency_links.values_list("agency", flat=True)) == [second.pk]

    def test_an_id_twice_in_one_file_is_one_article_with_the_last_words(self, write: Any) -> None:
        report = import_file(write(entry(1), entry(1), entry(1, body="后来的正文。")), publish=True)
        (article,) = articles()
        assert (report.added, report.unchanged, report.updated) == (1, 1, 1)
        assert article.body == ["后来的正文。"]

    def test_of_a_file_with_an_id_twice_changes_nothing(self, write: Any) -> None:
        path = write(entry(1), entry(1, body="后来的正文。"))
        import_file(path, publish=True)
        Article.objects.update(title="改正的标题")
        report = import_file(path, publish=True)
        (article,) = articles()
        assert (report.unchanged, report.updated) == (2, 0)
        assert (article.title, article.body) == ("改正的标题", ["后来的正文。"])
        assert article.revisions.count() == 2

    def test_of_an_older_line_in_another_file_brings_its_words_back(self, write: Any) -> None:
        first, second = write(entry(1), name="1.jsonl"), write(entry(1, body="后来的正文。"), name="2.jsonl")
        assert [import_file(path).updated for path in (first, second, first)] == [0, 1, 1]
        (article,) = articles()
        assert article.body == ["正文1。"]
        assert article.capture is not None
        assert storage.read(article.capture.sha256) == first.read_bytes()


class TestFaults:
    def test_a_fault_in_the_middle_keeps_whole_transactions_and_the_next_run_does_the_rest(
        self, write: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rows, "LINES_A_TRANSACTION", 2)
        path, calls = write(*map(entry, range(5))), []
        together = publishing.publish_together

        def breaks(*args: Any, **kwargs: Any) -> list[Article]:
            calls.append(1)
            if len(calls) == 2:
                raise RuntimeError("killed")
            return together(*args, **kwargs)

        monkeypatch.setattr(publishing, "publish_together", breaks)
        with pytest.raises(RuntimeError):
            import_file(path, publish=True)
        assert Article.objects.count() == Article.objects.public().count() == IndexChange.objects.count() == 2
        report = import_file(path, publish=True)
        assert (report.added, report.unchanged) == (3, 2)
        assert Article.objects.public().count() == 5

    def test_the_worker_finds_nothing_to_do_in_an_import(self, write: Any) -> None:
        import_file(write(entry(1)))
        assert process_all(ScriptedPool()) == 0

    def test_the_same_file_on_the_upload_page_is_the_double_of_no_article(self, write: Any) -> None:
        path = write(entry(1))
        import_file(path)
        receive([Given("articles.jsonl", path.read_bytes())], Handover(by=None, origin=UploadBatch.Origin.WEB))
        sandbox = ScriptedPool()
        process_all(sandbox)
        assert sandbox.asked == ["articles.jsonl"]


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the calls for the index instead of writing one: what is public at each of them."""
    calls: list[int] = []
    monkeypatch.setattr(
        import_articles, "bring_index_up_to_date", lambda out: calls.append(Article.objects.public().count())
    )
    return calls


class TestTheCommand:
    def run(self, path: Path, **options: Any) -> tuple[str, str]:
        out, err = io.StringIO(), io.StringIO()
        with translation.override("en"):
            call_command("import_articles", path, stdout=out, stderr=err, **options)
        return out.getvalue(), err.getvalue()

    def test_sums_up_and_tells_bad_lines_with_number_and_reason(self, write: Any, indexed: list[int]) -> None:
        out, err = self.run(write(entry(1), b"{", entry(2, body=None), entry(3)), publish=True)
        counts = {label.strip(): int(number) for number, label in (line.split(None, 1) for line in out.splitlines())}
        assert counts["Lines read"] == 4
        assert (counts["New"], counts["Bad lines"], counts["Published"]) == (2, 2, 2)
        assert "Line 2: The line is not JSON" in err
        assert "Line 3: The line has no text." in err
        assert indexed == [2]

    def test_without_publish_leaves_the_index_alone(self, write: Any, indexed: list[int]) -> None:
        self.run(write(entry(1)))
        assert indexed == []

    def test_reads_xz_and_attributes_the_work(self, tmp_path: Path, indexed: list[int]) -> None:
        user = UserFactory(username="lin")
        path = tmp_path / "a.jsonl.xz"
        path.write_bytes(lzma.compress(json.dumps(entry(1)).encode()))
        self.run(path, user="lin")
        assert articles()[0].created_by == user
        assert UploadBatch.objects.get().uploaded_by == user

    def test_says_that_there_is_no_such_user_or_file(self, write: Any, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="nobody"):
            self.run(write(entry(1)), user="nobody")
        with pytest.raises(CommandError, match=r"missing\.jsonl"):
            self.run(tmp_path / "missing.jsonl")
        assert not UploadBatch.objects.exists()


def test_an_import_links_what_is_confirmed_later(write: Any) -> None:
    import_file(write(entry(1, source="无名报")), publish=True)
    outlet = authority.confirm_outlet("無名報", by=None)
    assert articles()[0].source == outlet


def test_a_thousand_articles_take_few_statements(write: Any, django_assert_max_num_queries: Any) -> None:
    path = write(*map(entry, range(1000)))
    with django_assert_max_num_queries(250):
        import_file(path, publish=True)
    assert Article.objects.public().count() == 1000
