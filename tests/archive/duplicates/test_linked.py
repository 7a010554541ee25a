"""The articles that are like one, from its own side."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.duplicates import compare, likenesses_of, public_likenesses_of
from archive.models import Article, Likeness
from tests.archive.duplicates.writing import article, prose

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> list[Article]:
    """A whole, a reprint of it, and an excerpt of it."""
    whole = prose(1000, 1)
    rows = [article(whole), article(whole, prose(100, 2)), article(prose(60, 3), whole[:300])]
    compare(rows)
    return rows


def test_each_sees_the_others_from_its_own_side(family: list[Article]) -> None:
    whole, reprint, excerpt = family
    contains, contained, near = Likeness.Kind.CONTAINS, Likeness.Kind.CONTAINED, Likeness.Kind.NEAR
    seen = {row: [(like.other, like.kind) for like in likenesses_of(row)] for row in family}
    assert seen[whole] == [(reprint, near), (excerpt, contains)]
    assert seen[reprint] == [(whole, near), (excerpt, contains)]
    assert seen[excerpt] == [(whole, contained), (reprint, contained)]


def test_shares_are_turned_round_with_the_side(family: list[Article]) -> None:
    whole, _reprint, excerpt = family
    down = next(like for like in likenesses_of(whole) if like.other == excerpt)
    up = next(like for like in likenesses_of(excerpt) if like.other == whole)
    assert (down.share, down.other_share) == (up.other_share, up.share)
    assert down.percent == up.percent == int(up.share * 100)


def test_one_query_is_enough(family: list[Article], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert [str(like.other.source) + str(like.other.capture) for like in likenesses_of(family[0])]


def test_readers_see_published_ones_only(family: list[Article]) -> None:
    whole, reprint, excerpt = family
    Article.objects.filter(pk=excerpt.pk).update(state=Article.State.PUBLISHED)
    assert [like.other for like in public_likenesses_of(whole)] == [excerpt]
    assert [like.other for like in public_likenesses_of(reprint)] == [excerpt]
    assert public_likenesses_of(excerpt) == []


@pytest.mark.parametrize("state", [state for state in Article.State if state != Article.State.PUBLISHED])
def test_readers_never_see_one_that_is_not_public(family: list[Article], state: str) -> None:
    Article.objects.update(state=state)
    assert all(public_likenesses_of(row) == [] for row in family)
