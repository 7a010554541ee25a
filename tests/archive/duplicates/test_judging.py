"""What two texts are to each other."""

from __future__ import annotations

from archive.duplicates.judging import Kind, judge
from tests.archive.duplicates.writing import prose


def test_equal_words_are_the_same_text() -> None:
    verdict = judge(prose(300, 1), prose(300, 1))
    assert verdict and (verdict.kind, verdict.share, verdict.other_share) == (Kind.EXACT_TEXT, 1.0, 1.0)


def test_an_excerpt_is_contained_and_the_whole_contains_it() -> None:
    whole = prose(3000, 1)
    excerpt = whole[1000:1300]
    verdict, turned = judge(excerpt, whole), judge(whole, excerpt)
    assert verdict and (verdict.kind, verdict.share) == (Kind.CONTAINED, 1.0)
    assert turned and (turned.kind, turned.other_share) == (Kind.CONTAINS, 1.0)
    assert verdict.other_share < 0.11


def test_a_reprint_under_another_header_is_near() -> None:
    verdict = judge(prose(60, "header") + prose(500, 1), prose(500, 1) + prose(80, "footer"))
    assert verdict and verdict.kind == Kind.NEAR
    assert 0.8 < verdict.share < 0.95


def test_less_than_half_is_another_text() -> None:
    shared = prose(200, 1)
    assert judge(shared + prose(260, 2), shared + prose(260, 3)) is None
    assert judge(shared + prose(160, 2), shared + prose(160, 3))


def test_of_a_short_text_nearly_all_must_be_shared() -> None:
    whole = prose(400, 1)
    assert judge(whole[:30] + prose(15, 2), whole) is None
    assert judge(whole[:44] + prose(4, 2), whole)


def test_common_words_alone_must_be_half_of_both() -> None:
    notice = prose(120, "notice")
    short, long = notice + prose(80, 1), prose(600, 2) + notice
    assert judge(short, long)
    assert judge(short, long, distinctive=False) is None
    assert judge(short, notice + prose(90, 3), distinctive=False)


def test_articles_without_words_are_not_alike() -> None:
    assert judge("", "") is None
    assert judge("", prose(100, 1)) is None
