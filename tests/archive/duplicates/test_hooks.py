"""Wherever an article's text is written, it is compared: by an upload, an import, a reviewer, a second decoding."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.duplicates import compare, likenesses_of
from archive.ingest.importing import import_file
from archive.ingest.records import Block, Extraction, Role
from archive.ingest.store import keep_draft, replace_draft
from archive.models import Article, Finding, Likeness, Sketch
from archive.review.decisions import amend, cut_block, restore_block
from tests.archive.duplicates.writing import article, linked, prose
from tests.archive.ingest.pages import extraction
from tests.drafts import make_draft
from tests.factories import CaptureFactory

pytestmark = pytest.mark.django_db
BODY = (prose(200, 1), prose(150, 2))


def nothing(text: str) -> list[tuple[str, str]]:
    return []


def page(*paragraphs: str) -> Extraction:
    return extraction(blocks=tuple(Block(at, text, text, Role.PARAGRAPH) for at, text in enumerate(paragraphs)))


@pytest.fixture
def known() -> Article:
    """What is in the archive already."""
    row = article(*BODY, title="汐城三号海堤合龙", state="published")
    compare([row])
    return row


class TestDrafts:
    def test_a_draft_is_linked_when_it_is_kept(self, known: Article) -> None:
        draft = keep_draft(page(*BODY), capture=CaptureFactory(), by=None)
        assert linked() == {(draft.pk, known.pk)}
        assert draft.findings.get(kind=Finding.Kind.NEAR_DUPLICATE).text == "汐城三号海堤合龙 · 100 %"

    def test_a_draft_that_is_read_again_is_compared_again(self, known: Article) -> None:
        draft = keep_draft(page(prose(300, 9)), capture=CaptureFactory(), by=None)
        assert not linked()
        replace_draft(draft, page(*BODY), by=None)
        assert linked() == {(draft.pk, known.pk)}
        replace_draft(draft, page(*BODY), by=None)
        assert draft.findings.filter(kind=Finding.Kind.NEAR_DUPLICATE).count() == 1


class TestReview:
    def test_words_that_a_person_types_are_compared(self, known: Article) -> None:
        draft = article(prose(300, 9))
        assert amend(draft, {"body": list(BODY)}, by=None, version=draft.version, detect=nothing) is None
        assert linked() == {(draft.pk, known.pk)}

    def test_a_block_cut_and_restored_comes_back_alike(self) -> None:
        first = make_draft()
        compare([first])
        draft = make_draft()
        compare([draft])
        whole = likenesses_of(draft)[0]
        cut_block(draft, 5, by=None)
        part = likenesses_of(draft)[0]
        restore_block(draft, 5, by=None, detect=nothing)
        assert (whole.kind, part.kind) == (Likeness.Kind.EXACT_TEXT, Likeness.Kind.NEAR)
        assert likenesses_of(draft)[0] == whole


class TestImports:
    @pytest.fixture
    def write(self, data: Path, tmp_path: Path) -> Any:
        def written(*bodies: str) -> Path:
            path = tmp_path / "articles.jsonl"
            lines = [json.dumps({"id": str(number), "body": body}) for number, body in enumerate(bodies)]
            path.write_text("\n".join(lines), encoding="utf-8")
            return path

        return written

    def test_imported_articles_are_linked_with_known_ones_and_with_each_other(self, write: Any, known: Article) -> None:
        import_file(write("".join(BODY), prose(300, 9), prose(50, 8) + "".join(BODY)))
        first, _other, third = Article.objects.exclude(pk=known.pk).order_by("pk")
        assert linked() == {(first.pk, known.pk), (third.pk, known.pk), (third.pk, first.pk)}

    def test_a_changed_line_is_compared_again(self, write: Any, known: Article) -> None:
        import_file(write("".join(BODY)))
        assert linked()
        import_file(write(prose(400, 9)))
        assert not linked()
        assert not Finding.objects.exists()


class TestFindDuplicates:
    def test_compares_what_came_without_and_tells(self) -> None:
        article(*BODY)
        article(*BODY)
        article(prose(300, 9))
        out = StringIO()
        call_command("find_duplicates", stdout=out)
        assert len(linked()) == 1
        assert [line.split()[0] for line in out.getvalue().splitlines()] == ["3", "1", "0", "0", "0"]

    def test_a_second_run_has_nothing_to_do(self) -> None:
        article(*BODY)
        call_command("find_duplicates", stdout=StringIO())
        out = StringIO()
        call_command("find_duplicates", stdout=out)
        assert out.getvalue().split()[0] == "0"

    def test_a_rebuild_comes_to_the_same(self) -> None:
        compare([article(*BODY), article(prose(20, 7), *BODY), article(BODY[0])])
        before = list(Likeness.objects.order_by("pk").values())
        Sketch.objects.filter(pk=Article.objects.latest("pk").pk).delete()
        call_command("find_duplicates", rebuild=True, stdout=StringIO())
        assert list(Likeness.objects.order_by("pk").values()) == before
        assert Finding.objects.count() == len(before) == 3
