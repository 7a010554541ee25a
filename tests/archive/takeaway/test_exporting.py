"""The whole public archive as a bag: what is public at the end and nothing else, or no bag at all."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from archive import publishing
from archive.models import Article
from archive.review import masking
from archive.takeaway import exporting
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory, TopicFactory

pytestmark = pytest.mark.django_db


def published(**fields: Any) -> Article:
    article: Article = ArticleFactory(**fields)
    assert publishing.publish(article, by=None) is None
    return article


def lines(folder: Path, pattern: str = "articles/*.jsonl") -> list[dict[str, Any]]:
    files = sorted((folder / "data").glob(pattern))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PER_FILE", 2)
    monkeypatch.setattr(exporting, "_AT_ONCE", 1)


@pytest.mark.usefixtures("small_files")
class TestExport:
    def test_every_public_article_is_in_it_once(self, tmp_path: Path) -> None:
        articles = [published() for _ in range(5)]
        ArticleFactory(title="机密")
        ArticleFactory(state="returned", title="机密")
        told = exporting.export(tmp_path / "bag", site="https://archive.example/")
        assert [one["id"] for one in lines(tmp_path / "bag")] == [article.public_id for article in articles]
        assert lines(tmp_path / "bag")[0]["page"] == f"https://archive.example/a/{articles[0].public_id}/"
        assert (told.articles, told.withdrawn, told.files) == (5, 0, 5)
        assert bagit.Bag(str(tmp_path / "bag")).validate()
        assert not any("机密" in file.read_text(encoding="utf-8") for file in (tmp_path / "bag").rglob("*.*l"))

    def test_topics_name_what_readers_see_of_them(self, tmp_path: Path) -> None:
        article, draft = published(), ArticleFactory(title="机密")
        TopicFactory(
            title="海堤", slug="haidi", introduction="一。\n\n二。", articles=[(article, "合龙"), (draft, "机密")]
        )
        TopicFactory(title="机密", articles=[draft])
        TopicFactory(title="机密在备", state="prepared", articles=[article])
        told = exporting.export(tmp_path / "bag", site="https://archive.example")
        (topic,) = lines(tmp_path / "bag", "topics.jsonl")
        assert topic == {
            "slug": "haidi",
            "page": "https://archive.example/topics/haidi/",
            "title": "海堤",
            "introduction": ["一。", "二。"],
            "articles": [{"id": article.public_id, "note": "合龙"}],
        }
        assert told.topics == 1 and bagit.Bag(str(tmp_path / "bag")).validate()

    def test_an_empty_archive_is_a_bag(self, tmp_path: Path) -> None:
        assert exporting.export(tmp_path / "bag").articles == 0
        assert bagit.Bag(str(tmp_path / "bag")).validate()

    def test_what_was_withdrawn_is_named_without_a_word_of_it(self, tmp_path: Path) -> None:
        article = published(title="机密")
        assert publishing.withdraw(article, by=None, reason="机密", category="privacy") is None
        exporting.export(tmp_path / "bag")
        [told] = lines(tmp_path / "bag", "withdrawn.jsonl")
        assert told == {"id": article.public_id, "withdrawn": told["withdrawn"], "category": "privacy"}
        assert lines(tmp_path / "bag") == []

    def test_what_changes_while_it_is_written_is_in_it_as_it_then_stands(self, tmp_path: Path) -> None:
        first, second, third = (published(body=[f"甲{number}", "机密"]) for number in range(3))
        happened: list[Article] = []

        def meanwhile(count: int) -> None:
            if not happened:
                happened.append(published(title="后来"))
                assert publishing.withdraw(first, by=None, reason="x") is None
                assert masking.mask_words(second, "机密", by=None) is None

        told = exporting.export(tmp_path / "bag", on_article=meanwhile)
        found = {one["id"]: one for one in lines(tmp_path / "bag")}
        assert found.keys() == {second.public_id, third.public_id, happened[0].public_id}
        assert "机密" not in str(found[second.public_id])
        assert told.articles == 3 and bagit.Bag(str(tmp_path / "bag")).validate()

    def test_a_fault_leaves_nothing_behind(self, tmp_path: Path) -> None:
        published()

        def fail(count: int) -> None:
            raise OSError(28, "No space left on device")

        with pytest.raises(OSError, match="No space"):
            exporting.export(tmp_path / "bag", on_article=fail)
        assert list(tmp_path.iterdir()) == []


def test_a_line_says_all_that_the_page_says(tmp_path: Path) -> None:
    outlet = AgencyFactory(name="汐城晚报")
    capture = CaptureFactory(captured_on=datetime.date(2024, 10, 2), file_name="机密.html")
    article = published(
        source=outlet, capture=capture, date_precision="month", body=["甲。"], external_id="bj-17", desk_note="机密"
    )
    exporting.export(tmp_path / "bag")
    [told] = lines(tmp_path / "bag")
    assert told["date"] == "2024-09" and told["date_precision"] == "month"
    assert told["blocks"] == [{"type": "paragraph", "number": 1, "text": "甲。"}]
    assert told["capture"]["sha256"] == capture.sha256 and told["capture"]["saved"] == "2024-10-02"
    assert told["agencies"] == [{"name": "汐城晚报", "role": "source"}]
    assert (told["version"], told["page"]) == (1, f"/a/{article.public_id}/")
    assert "机密" not in str(told)


def test_queries_do_not_grow_with_the_articles(tmp_path: Path, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        published(source=AgencyFactory())
    with django_assert_max_num_queries(25):
        exporting.export(tmp_path / "bag")


class TestCommand:
    def test_it_tells_what_it_wrote(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        published()
        with translation.override("en"):
            call_command("export_archive", str(tmp_path / "bag"), site="https://archive.example")
        assert "1  Articles" in capsys.readouterr().out
        assert lines(tmp_path / "bag")[0]["page"].startswith("https://archive.example/a/")

    def test_a_folder_that_is_there_stays_as_it_is(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError):
            call_command("export_archive", str(tmp_path))
        assert list(tmp_path.iterdir()) == []

    def test_a_place_that_is_not_there_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError):
            call_command("export_archive", str(tmp_path / "nowhere" / "bag"))
