"""Who is at an article just now."""

from __future__ import annotations

import pytest
from django.utils import timezone

from archive.models import Presence
from archive.review import presence
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return UserFactory(username="lindu", first_name="渡", last_name="林"), UserFactory(username="heting")


def test_two_people_see_each_other_and_nobody_themselves(two):
    article = ArticleFactory()
    for person in two:
        presence.arrive(article, person)
    assert presence.others_at(article, two[0]) == ["heting"]
    assert presence.others_at(article, two[1]) == ["渡 林"]


def test_another_article_is_another_place(two):
    presence.arrive(ArticleFactory(), two[0])
    assert presence.others_at(ArticleFactory(), two[1]) == []


def test_who_leaves_is_gone_at_once(two):
    article = ArticleFactory()
    presence.arrive(article, two[0])
    presence.leave(article, two[0])
    assert presence.others_at(article, two[1]) == []


def test_who_is_not_heard_of_is_gone_after_a_while_and_forgotten_with_the_next_sign(two):
    article = ArticleFactory()
    presence.arrive(article, two[0])
    Presence.objects.update(seen_at=timezone.now() - presence.GONE_AFTER * 2)
    assert presence.others_at(article, two[1]) == []
    presence.arrive(article, two[1])
    assert [there.user for there in Presence.objects.all()] == [two[1]]


def test_a_page_that_lives_is_one_row(two):
    article = ArticleFactory()
    for _ in range(3):
        presence.arrive(article, two[0])
    assert Presence.objects.count() == 1
