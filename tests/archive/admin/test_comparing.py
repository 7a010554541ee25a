"""Much the same: told on the review page and in the ledger, and shown side by side."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.models import Likeness, UploadBatch, UploadItem
from archive.review.diffs import side_by_side
from tests.drafts import ID_NUMBER, PARAGRAPHS, make_draft
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def alike():
    """An article, and a later draft that holds all of it but a word."""
    first = ArticleFactory(title="客服窩點被端", body=[PARAGRAPHS[5], PARAGRAPHS[7]])
    later = make_draft(body=[PARAGRAPHS[5].replace("九名", "八名"), PARAGRAPHS[6], PARAGRAPHS[7]])
    Likeness.objects.create(article=later, other=first, kind="contains", share=0.7, other_share=0.93)
    return later, first


def compare(client, article, other):
    return client.get(reverse("admin:archive_article_compare", args=[article.pk]), {"with": other.pk})


def test_the_review_page_names_the_other_with_the_share_and_leads_to_both(as_, alike):
    later, first = alike
    words = as_("reviewer").get(reverse("admin:archive_article_review", args=[later.pk])).content.decode()
    assert "93 %" in words and "客服窩點被端" in words
    assert f"?with={first.pk}" in words


def test_both_stand_side_by_side_with_what_differs_struck(as_, alike):
    words = compare(as_("reviewer"), *alike).content.decode()
    assert "<del>八</del>" in words and "<del>九</del>" in words


def test_numbers_of_people_are_covered_there(as_, alike):
    words = compare(as_("reviewer"), *alike).content.decode()
    assert ID_NUMBER not in words and "█" in words


def test_an_uploader_is_not_told_of_what_others_brought(as_, alike, people):
    later, first = alike
    later.created_by = people["uploader"]
    later.save()
    words = as_("uploader").get(reverse("admin:archive_article_review", args=[later.pk])).content.decode()
    assert "客服窩點被端" not in words
    assert compare(as_("uploader"), later, first).status_code == 403


@pytest.mark.parametrize("key", ["", "x", "²", "999999", "9" * 30])
def test_another_that_is_not_there(as_, alike, key):
    address = reverse("admin:archive_article_compare", args=[alike[0].pk])
    assert as_("reviewer").get(address, {"with": key}).status_code == 404


def test_the_ledger_tells_it_in_the_line_of_the_draft(as_, alike, people):
    later, first = alike
    batch = UploadBatch.objects.create(uploaded_by=people["uploader"])
    UploadItem.objects.create(batch=batch, name="a.html", state="draft", article=later)
    UploadItem.objects.create(batch=batch, name="b.html", state="draft", article=first)
    address = reverse("admin:archive_uploadbatch_ledger", args=[batch.pk]) + "?fate=near"
    [line] = as_("reviewer").get(address).context["lines"]
    assert "客服窩點被端" in line.like.title and line.like.percent == 93
    assert "客服窩點被端" not in as_("uploader").get(address).content.decode()


class TestSideBySide:
    def test_paragraphs_that_are_the_same_in_either_script_stand_beside_each_other(self):
        rows = side_by_side(["导语。", "網絡詐騙"], ["网络诈骗", "尾声。"])
        assert [row.same for row in rows] == [False, True, False]
        assert "".join(piece.text for piece in rows[1].left) == "網絡詐騙"
        assert not any(piece.cut for piece in (*rows[1].left, *rows[1].right))

    def test_nothing_is_lost(self):
        left, right = [f"第{number}段。" for number in range(9)], [f"第{number}段。" for number in range(3, 14)]
        rows = side_by_side(left, right)
        assert [text for row in rows if (text := "".join(piece.text for piece in row.left))] == left
        assert [text for row in rows if (text := "".join(piece.text for piece in row.right))] == right
