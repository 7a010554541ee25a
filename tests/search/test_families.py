"""Copies of one text are known by the oldest public one, and follow it when that changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from archive import duplicates, publishing
from archive.models import Article
from search.families import relatives, representative
from search.models import IndexChange
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

TEXT = [
    "昨天上午十点二十分，三号海堤在平潮时分合龙，施工船队鸣笛致意。",
    "堤身沉降仍须观测两个汛期，滩涂上的候鸟栖息地另设缓冲带。",
    "总工程师说，合龙之后还要铺设护面块石，年内才能通车。",
]
PART = TEXT[:1]
OTHER = ["盐仓街的老茶馆今起重新开张，掌柜把旧匾额擦得发亮。", "街坊们说，这里的评弹又能听到夜里十点了。"]


def drafts(*bodies: Sequence[str]) -> list[Article]:
    """Drafts in the order given, compared as at an upload."""
    articles = [ArticleFactory(body=list(body)) for body in bodies]
    duplicates.compare(articles)
    return articles


def publish(*articles: Article) -> None:
    for article in articles:
        assert publishing.publish(article, by=None) is None


def families() -> dict[int, int]:
    """For each public article the key of the one that it is known by."""
    return dict(Article.objects.public().annotate(family=representative()).values_list("pk", "family"))


def queued(done: Callable[[], Any]) -> list[int]:
    """The articles that have to be indexed anew after this, each as often as it was queued."""
    IndexChange.objects.all().delete()
    done()
    return list(IndexChange.objects.order_by("article_pk").values_list("article_pk", flat=True))


def test_copies_are_known_by_the_oldest_public_one() -> None:
    first, other, second, third = drafts(TEXT, OTHER, TEXT, [*TEXT, "（完）"])
    publish(other, second, third)
    assert families() == {other.pk: other.pk, second.pk: second.pk, third.pk: second.pk}
    publish(first)
    assert families() == {first.pk: first.pk, other.pk: other.pk, second.pk: first.pk, third.pk: first.pk}
    assert relatives(second.pk) == {first.pk, third.pk}


def test_a_text_that_only_holds_another_is_no_copy_of_it() -> None:
    part, whole = drafts(PART, [*TEXT, *OTHER, *TEXT[1:]])
    publish(part, whole)
    assert families() == {part.pk: part.pk, whole.pk: whole.pk}
    assert relatives(whole.pk) == set()


def test_an_older_copy_takes_the_newer_ones_along_into_the_index() -> None:
    first, second, third, other = drafts(TEXT, TEXT, TEXT, OTHER)
    publish(second, third, other)
    assert queued(lambda: publish(first)) == [first.pk, second.pk, third.pk]


def test_a_newer_copy_changes_nothing_for_the_older_ones() -> None:
    first, second, third = drafts(TEXT, TEXT, TEXT)
    publish(first, second)
    assert queued(lambda: publish(third)) == [third.pk]
    assert queued(lambda: publishing.withdraw(third, by=None, reason="test")) == [third.pk]
    assert queued(lambda: publishing.withdraw(second, by=None, reason="test")) == [second.pk]
    assert queued(lambda: publishing.restore(second, by=None)) == [second.pk]


def test_copies_find_a_new_representative_when_theirs_is_withdrawn_and_the_old_one_when_it_is_restored() -> None:
    first, second, third = drafts(TEXT, TEXT, TEXT)
    publish(first, second, third)
    everyone = [first.pk, second.pk, third.pk]
    assert queued(lambda: publishing.withdraw(first, by=None, reason="test")) == everyone
    assert families() == {second.pk: second.pk, third.pk: second.pk}
    assert queued(lambda: publishing.restore(first, by=None)) == everyone
    assert families() == dict.fromkeys(everyone, first.pk)


def test_a_copy_whose_words_become_others_leaves_the_family() -> None:
    first, second = drafts(TEXT, TEXT)
    publish(first, second)

    def rewrite() -> None:
        first.body = list(OTHER)
        first.save()
        duplicates.compare([first])
        publishing.announce_change(first, by=None)

    assert set(queued(rewrite)) == {first.pk, second.pk}
    assert families() == {first.pk: first.pk, second.pk: second.pk}


def test_a_correction_that_leaves_the_likenesses_as_they_are_concerns_no_other_article() -> None:
    first, second = drafts(TEXT, TEXT)
    publish(first, second)
    assert queued(lambda: publishing.announce_change(first, by=None)) == [first.pk]


def test_many_copies_at_once_are_each_queued_once_and_cost_few_queries(django_assert_max_num_queries: Any) -> None:
    oldest, *rest = drafts(*[TEXT] * 40)
    publish(rest[-1])
    IndexChange.objects.all().delete()
    with django_assert_max_num_queries(26):  # a few of them settle the tallies
        publishing.publish_together([oldest, *rest[:-1]], by=None)
    changed = list(IndexChange.objects.order_by("article_pk").values_list("article_pk", flat=True))
    assert changed == sorted([oldest.pk, *(article.pk for article in rest)])
    assert set(families().values()) == {oldest.pk}
