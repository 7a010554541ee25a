"""The gate's mask is what the database says: at once for the newsroom's changes, soon for all others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from archive.models import Article
from search import visibility
from search.models import IndexChange
from search.visibility import gate
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

Clock = Callable[[float], None]


@dataclass(frozen=True)
class Documents:
    """As much of a segment as the gate asks for."""

    name: str
    pks: NDArray[np.int64]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Let that many seconds pass. Before and after the test nothing is known."""
    now = [1000.0]
    monkeypatch.setattr(visibility.time, "monotonic", lambda: now[0])
    visibility.forget()
    yield lambda seconds: now.__setitem__(0, now[0] + seconds)
    visibility.forget()


@pytest.fixture
def articles() -> list[Article]:
    states = ["published", "draft", "published", "withdrawn", "returned", "published"]
    return [ArticleFactory(state=state) for state in states]


def documents(articles: list[Article], name: str = "a") -> Documents:
    return Documents(f"{name}{id(articles)}", np.array([article.pk for article in articles], np.int64))


def hide(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(state="draft")


def test_only_public_rows_are_seen(wait: Clock, articles: list[Article]) -> None:
    assert gate()(documents(articles)).tolist() == [True, False, True, False, False, True]
    assert gate()(documents(articles[::-1], "b")).tolist() == [True, False, False, True, False, True]


def test_rows_that_are_gone_are_not_seen(wait: Clock, articles: list[Article]) -> None:
    segment = documents(articles)
    articles[0].delete()
    assert gate()(segment).tolist() == [False, False, True, False, False, True]


def test_a_row_with_an_unsettled_change_is_hidden_at_once_and_seen_when_it_is_settled(
    wait: Clock, articles: list[Article]
) -> None:
    segment = documents(articles)
    assert gate()(segment)[2]
    change = IndexChange.objects.create(article_pk=articles[2].pk, action=IndexChange.Action.INDEX)
    before = gate()
    assert before(segment).tolist() == [True, False, False, False, False, True]
    change.done_at = change.created_at
    change.save()
    assert not before(segment)[2]
    assert gate()(segment)[2]


def test_a_row_changed_behind_the_newsrooms_back_is_hidden_after_some_seconds(
    wait: Clock, articles: list[Article]
) -> None:
    segment = documents(articles)
    assert gate()(segment)[0]
    hide(articles[0])
    wait(visibility.FRESH - 0.1)
    assert gate()(segment)[0]
    wait(0.2)
    assert not gate()(segment)[0]


def test_it_is_hidden_at_once_where_somebody_saw_it(wait: Clock, articles: list[Article]) -> None:
    segment, seen = documents(articles), gate()
    assert seen(segment)[0]
    hide(articles[0])
    visibility.forget()
    assert not seen(segment)[0]


@pytest.mark.parametrize("few", [500, 2])
def test_documents_not_asked_about_before_are_asked_about_at_once(
    wait: Clock, articles: list[Article], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visibility, "FEW", few)
    gate()(documents(articles))
    hide(articles[0])
    newer = ArticleFactory(state="published")
    assert gate()(documents([articles[0], articles[2], newer], "b")).tolist() == [False, True, True]


def test_between_the_seconds_a_search_costs_one_query(
    wait: Clock, articles: list[Article], django_assert_num_queries: Any
) -> None:
    first, second = documents(articles), documents(articles[:3], "b")
    for segment in (first, second):
        gate()(segment)
    with django_assert_num_queries(1):
        seen = gate()
        assert (seen(first).sum(), seen(second).sum()) == (3, 2)
    wait(visibility.FRESH)
    with django_assert_num_queries(2):
        seen = gate()
        assert (seen(first).sum(), seen(second).sum()) == (3, 2)
