"""Which characters of the original light up with a field."""

from __future__ import annotations

import pytest

from archive.review import collation
from archive.review.diffs import Piece
from archive.review.lighting import light, lights_of
from tests.drafts import ID_NUMBER, make_draft

pytestmark = pytest.mark.django_db


def lit(article, position: int) -> dict[str, str]:
    """The words of the block's original by the field that they light up with."""
    row = collation.rows(article, hide=collation.words_to_hide(article))[position]
    found: dict[str, str] = {}
    for piece in (*row.raw, *row.rest):
        for name in piece.fields:
            found[name] = found.get(name, "") + piece.text
    return found


def test_the_quoted_words_are_lit_and_no_others():
    article = make_draft()
    article.evidence["source"] = [{"quote": "來源：雲渡日報", "where": "block", "block": 3, "used": True}]
    article.evidence["published"] = [{"quote": "2026-11-18 08:12", "where": "block", "block": 3, "used": True}]
    article.evidence["editors"] = []
    assert lit(article, 3) == {"source": "來源：雲渡日報", "published": "2026-11-18 08:12"}


def test_words_of_two_fields_light_up_with_both():
    found = lit(make_draft(), 3)
    assert found["source"] == found["editors"] == found["published"]


def test_what_was_not_taken_is_not_lit():
    article = make_draft()
    article.evidence["title"][0]["used"] = False
    assert lit(article, 2) == {}


def test_where_the_words_cannot_be_found_again_the_whole_block_is_lit():
    article = make_draft()
    article.evidence["dateline"] = [{"quote": "不在那里的字", "where": "block", "block": 7, "used": True}]
    assert lit(article, 7) == {"dateline": article.blocks.get(position=7).text}


def test_a_bar_over_personal_data_is_not_parted():
    article = make_draft()
    article.evidence["authors"] = [{"quote": ID_NUMBER[:9], "where": "block", "block": 6, "used": True}]
    row = collation.rows(article, hide=collation.words_to_hide(article))[6]
    assert next(piece.text for piece in row.raw if piece.hidden) == ID_NUMBER


def test_evidence_for_a_block_that_is_no_more_lights_nothing():
    article = make_draft()
    article.evidence["title"] = [{"quote": "题", "where": "block", "block": 99, "used": True}]
    assert 99 not in lights_of(article, article.blocks.all())


def test_joined_the_pieces_are_the_text():
    pieces = [Piece("甲乙丙", cut=True), Piece("丁戊")]
    parted = light(pieces, {"title": {1, 2, 3}})
    assert "".join(piece.text for piece in parted) == "甲乙丙丁戊"
    assert [(piece.text, piece.cut, piece.fields) for piece in parted] == [
        ("甲", True, ()),
        ("乙丙", True, ("title",)),
        ("丁", False, ("title",)),
        ("戊", False, ()),
    ]
