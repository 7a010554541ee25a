"""The contract on what readers may see: nothing unpublished, and each change at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from haystack import connections
from haystack.query import SearchQuerySet

from archive import duplicates, publishing
from archive.models import Article
from search import visibility
from search.indexing import indexer
from search.models import IndexChange
from tests.factories import AgencyFactory, ArticleFactory
from tests.search.backends.newsroom import Newsroom


class GateContract(Newsroom):
    """Withdrawn, changed and hidden rows, and the ways in which Haystack writes."""

    def test_a_withdrawn_article_is_gone_at_once_while_the_index_still_holds_it(self) -> None:
        publishing.withdraw(self.articles[2], by=None, reason="test")
        found = SearchQuerySet().filter(content="海堤").facet("year")
        assert (self.numbers(found), found.count()) == ({3, 6}, 2)
        assert dict(found.facet_counts()["fields"]["year"]) == {2025: 1, 2023: 1}
        assert self.numbers(SearchQuerySet().all()) == {0, 1, 3, 4, 5, 6}

    def test_a_row_made_a_draft_behind_the_newsrooms_back_is_neither_found_nor_counted(self) -> None:
        assert SearchQuerySet().filter(content="沉降").count() == 1
        Article.objects.filter(pk=self.articles[2].pk).update(state=Article.State.DRAFT)
        found = SearchQuerySet().filter(content="沉降").facet("year")
        assert (list(found), found.count(), found.facet_counts()["fields"]["year"]) == ([], 0, [])

    def test_a_row_hidden_behind_the_newsrooms_back_is_soon_out_of_counts_that_show_no_hit(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        counted = SearchQuerySet().facet("year").query_facet("title", "合龍")
        assert counted.facet_counts()["queries"] == {"title:合龍": 2}
        Article.objects.filter(pk=self.articles[2].pk).update(state=Article.State.DRAFT)
        monkeypatch.setattr(visibility, "FRESH", 0.0)
        counted = SearchQuerySet().facet("year").query_facet("title", "合龍").facet_counts()
        assert (counted["queries"], dict(counted["fields"]["year"])) == ({"title:合龍": 1}, {2024: 2, 2025: 2, 2023: 1})

    def test_a_deleted_row_is_neither_found_nor_counted(self) -> None:
        Article.objects.filter(pk=self.articles[6].pk).delete()
        found = SearchQuerySet().filter(content="専刊")
        assert (list(found), found.count()) == ([], 0)

    def test_an_agency_that_nobody_confirmed_is_in_no_column(self) -> None:
        candidate = AgencyFactory(confirmed=False, kind="government", region="江西省")
        article = ArticleFactory(title="候选机构", mentions=[candidate, self.outlets[0]])
        publishing.publish(article, by=None)
        indexer.drain()
        hit = SearchQuerySet().filter(content="候选机构")[0]
        assert (hit.agencies, hit.places) == ((self.outlets[0].pk,), ())

    def test_copies_are_known_by_the_oldest_public_one_also_after_it_is_withdrawn(self) -> None:
        copies = [ArticleFactory(title=f"转载{number}", body=self.articles[2].body) for number in range(2)]
        duplicates.compare([*self.articles, *copies])
        for copy in copies:
            publishing.publish(copy, by=None)
        indexer.drain()
        oldest = self.articles[2].pk
        assert SearchQuerySet().filter(family=oldest).count() == 3
        publishing.withdraw(self.articles[2], by=None, reason="test")
        indexer.drain()
        assert SearchQuerySet().filter(family=oldest).count() == 0
        assert {hit.pk for hit in SearchQuerySet().filter(family=copies[0].pk)} == {copy.pk for copy in copies}

    def test_results_read_after_a_withdrawal_lead_to_no_row(self) -> None:
        hits = list(SearchQuerySet().filter(content="疫苗"))
        publishing.withdraw(self.articles[5], by=None, reason="test")
        assert [hit.object for hit in hits] == [None]
        assert list(SearchQuerySet().filter(content="疫苗").load_all()) == []

    def test_words_taken_out_of_an_article_are_not_found_even_before_the_index_follows(self) -> None:
        article = self.articles[1]
        article.body = ["已更正。"]
        article.save()
        publishing.announce_change(article, by=None)
        assert SearchQuerySet().filter(content="騙徒要求").count() == 0
        indexer.drain()
        assert SearchQuerySet().filter(content="騙徒要求").count() == 0
        assert self.numbers(SearchQuerySet().filter(content="已更正")) == {1}

    # Haystack's own ways of writing

    def test_haystack_can_update_remove_and_clear(self) -> None:
        backend = connections["default"].get_backend()
        index = connections["default"].get_unified_index().get_index(Article)
        backend.remove(self.articles[5])
        assert SearchQuerySet().count() == 6
        backend.update(index, [self.articles[5], self.articles[6]])
        backend.update(index, [])
        assert SearchQuerySet().count() == 7
        backend.remove(f"archive.article.{self.articles[0].pk}")
        assert 0 not in self.numbers(SearchQuerySet().all())
        backend.clear(models=[Article])
        assert SearchQuerySet().count() == 0
        backend.update(index, Article.objects.public())
        backend.clear()
        assert SearchQuerySet().count() == 0

    def test_a_failing_row_leaves_the_index_as_it_was_and_open_to_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        backend = connections["default"].get_backend()
        index = connections["default"].get_unified_index().get_index(Article)
        with monkeypatch.context() as broken:
            broken.setattr(type(index), "prepare_day", lambda self, article: 1 // 0)
            with pytest.raises(ZeroDivisionError):
                backend.update(index, self.articles)
        assert SearchQuerySet().count() == 7
        backend.update(index, self.articles[:1])
        assert SearchQuerySet().count() == 7

    def test_a_search_costs_few_database_queries(self, django_assert_num_queries: Callable[..., Any]) -> None:
        SearchQuerySet().count()
        with django_assert_num_queries(2, connection=connection):  # pending changes, and the hits
            assert SearchQuerySet().filter(content="海堤").facet("year").count() == 3

    def test_a_republished_article_is_found_once(self) -> None:
        publishing.withdraw(self.articles[2], by=None, reason="test")
        publishing.restore(self.articles[2], by=None)
        indexer.drain()
        assert IndexChange.objects.pending().count() == 0
        assert SearchQuerySet().filter(content="沉降").count() == 1

    def test_haystack_writes_nothing_that_is_not_public(self) -> None:
        backend = connections["default"].get_backend()
        index = connections["default"].get_unified_index().get_index(Article)
        backend.update(index, [self.draft, self.articles[0]])
        assert SearchQuerySet().filter(content="草稿").count() == 0
        Article.objects.filter(pk=self.articles[0].pk).update(state=Article.State.RETURNED)
        backend.update(index, [self.articles[0]])
        Article.objects.filter(pk=self.articles[0].pk).update(state=Article.State.PUBLISHED)
        assert 0 not in self.numbers(SearchQuerySet().all())
