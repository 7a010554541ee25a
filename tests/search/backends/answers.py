"""The contract on answers: order, slices, counts and what a result tells."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from haystack.exceptions import FacetingError, SearchBackendError
from haystack.query import SearchQuerySet

from archive import duplicates, publishing
from archive.models import Article
from search.indexing import indexer
from tests.factories import ArticleFactory
from tests.search.backends.newsroom import Newsroom


class AnswersContract(Newsroom):
    """order_by, slices, facets, values, highlight, more_like_this."""

    def test_order_is_that_of_the_database_and_unknown_dates_come_last(self) -> None:
        by_day = [article.pk for article in Article.objects.public().newest_first()]
        assert [int(hit.pk) for hit in SearchQuerySet().order_by("-moment", "-pk")] == by_day
        oldest = [int(hit.pk) for hit in SearchQuerySet().order_by("moment", "-pk")]
        assert oldest[0] == self.articles[6].pk and oldest[-1] == self.articles[4].pk

    def test_directions_of_order_can_be_mixed(self) -> None:
        found = [int(hit.pk) for hit in SearchQuerySet().filter(day__gte=0).order_by("script", "-day", "pk")]
        rows = Article.objects.public().filter(published_on__isnull=False).order_by("script", "-published_on", "pk")
        assert found == [row.pk for row in rows]

    def test_the_more_of_the_words_and_the_title_the_better(self) -> None:
        found = [int(hit.pk) for hit in SearchQuerySet().filter(content="合龙")]
        assert set(found) == {self.articles[2].pk, self.articles[3].pk} and found[0] == self.articles[2].pk
        scores = [hit.score for hit in SearchQuerySet().filter(content="诈骗")]
        assert scores == sorted(scores, reverse=True) and scores[-1] > 0

    def test_every_slice_is_the_slice_of_the_whole(self) -> None:
        found = SearchQuerySet().order_by("pk")
        whole = [hit.pk for hit in found]
        assert len(whole) == found.count() == len(self.articles)
        for start in range(8):
            for stop in range(start, 9):
                assert [hit.pk for hit in SearchQuerySet().order_by("pk")[start:stop]] == whole[start:stop]

    def test_counts_and_facets_are_those_of_the_database(self) -> None:
        found = SearchQuerySet().filter(content="海堤").facet("year").facet("script").facet("source")
        counts = found.facet_counts()["fields"]
        rows = Article.objects.filter(pk__in=[self.articles[place].pk for place in self.holding("海堤")])
        assert dict(counts["year"]) == Counter(row.published_on.year for row in rows)
        assert dict(counts["script"]) == Counter(row.script for row in rows)
        assert dict(counts["source"]) == Counter(row.source_id for row in rows if row.source_id)
        assert found.count() == len(rows)

    def test_results_lead_to_their_rows(self) -> None:
        hit = SearchQuerySet().filter(content="疫苗")[0]
        assert (hit.object, hit.model, hit.script) == (self.articles[5], Article, "hant")
        assert [hit.object for hit in SearchQuerySet().filter(content="疫苗").load_all()] == [self.articles[5]]

    def test_slices_of_each_order_follow_each_other_without_gap_or_overlap(self) -> None:
        for order in (("-score",), ("script",), ("-source",), ("day", "-script")):
            found = SearchQuerySet().filter(content="海堤").filter_or(content="诈骗").order_by(*order)
            whole = [hit.pk for hit in found]
            pages: list[int] = []
            for start in range(0, 6, 2):
                page = SearchQuerySet().filter(content="海堤").filter_or(content="诈骗").order_by(*order)
                pages += [hit.pk for hit in page[start : start + 2]]
            assert pages == whole and len(set(whole)) == 6

    def test_words_that_are_boosted_come_first(self) -> None:
        plain = SearchQuerySet().filter(content="海堤")
        for word, first in (("専刊", 6), ("潮", 3)):
            boosted = plain.boost(word, 50)
            assert self.numbers(boosted) == self.numbers(plain)
            assert boosted[0].pk == self.articles[first].pk

    # Facets

    def test_facets_of_years_and_months_are_those_of_the_days(self) -> None:
        counts = SearchQuerySet().facet("year").facet("month").facet_counts()["fields"]
        assert counts["year"] == [(2024, 3), (2025, 2), (2023, 1)]
        assert counts["month"] == [(202409, 3), (202501, 2), (202312, 1)]

    def test_a_facet_can_be_cut_to_its_most_frequent_values(self) -> None:
        assert SearchQuerySet().facet("year", limit=1).facet_counts()["fields"] == {"year": [(2024, 3)]}
        with pytest.raises(FacetingError, match="prefix"):
            SearchQuerySet().facet("year", prefix="20").facet_counts()

    def test_a_date_facet_counts_days_here_up_to_its_end(self) -> None:
        first, end = datetime.date(2024, 9, 12), datetime.date(2024, 9, 15)
        spans = SearchQuerySet().date_facet("day", first, end, "day").facet_counts()["dates"]["day"]
        assert spans == [(first, 2), (datetime.date(2024, 9, 13), 1), (datetime.date(2024, 9, 14), 0)]
        late = datetime.datetime(2024, 9, 12, 16, 30, tzinfo=datetime.UTC)  # half past midnight of the 13th in China
        spans = SearchQuerySet().date_facet("day", late, end, "month").facet_counts()["dates"]["day"]
        assert spans == [(datetime.date(2024, 9, 13), 1)]

    def test_a_date_facet_of_months_begins_on_the_same_day_of_each_that_has_it(self) -> None:
        spans = SearchQuerySet().date_facet("day", datetime.date(2023, 12, 31), datetime.date(2025, 2, 1), "month", 2)
        assert spans.facet_counts()["dates"]["day"] == [
            (datetime.date(2023, 12, 31), 1),
            (datetime.date(2024, 2, 29), 0),
            (datetime.date(2024, 4, 30), 0),
            (datetime.date(2024, 6, 30), 0),
            (datetime.date(2024, 8, 31), 3),
            (datetime.date(2024, 10, 31), 0),
            (datetime.date(2024, 12, 31), 2),
        ]

    def test_spans_that_no_day_tells_and_histograms_without_end_are_refused(self) -> None:
        first, end = datetime.date(1, 1, 1), datetime.date(9999, 12, 31)
        for gap, amount in (("hour", 1), ("day", 1), ("year", 0)):
            with pytest.raises(FacetingError):
                SearchQuerySet().date_facet("day", first, end, gap, amount).facet_counts()
        with pytest.raises(FacetingError, match="script"):
            SearchQuerySet().date_facet("script", first, end, "year").facet_counts()

    def test_a_query_facet_counts_what_fulfils_it_as_well(self) -> None:
        found = SearchQuerySet().filter(content="海堤").query_facet("script", "hans").query_facet("title", "合龍")
        found = found.query_facet("day", "[20240101 TO 20241231]").facet("year")
        counts = found.facet_counts()
        assert counts["queries"] == {"script:hans": 1, "title:合龍": 2, "day:[20240101 TO 20241231]": 1}
        assert dict(counts["fields"]["year"]) == {2024: 1, 2025: 1, 2023: 1}

    # What a result tells

    def test_values_are_those_of_the_row(self) -> None:
        article = self.articles[3]
        found = SearchQuerySet().filter(django_id=article.pk)
        assert list(found.values("pk", "title", "day", "script", "source", "kind", "family", "agencies", "places")) == [
            {
                "pk": article.pk,
                "title": "海堤合龍之後 候鳥的灘塗還剩多少",
                "day": 20250102,
                "script": "hant",
                "source": self.outlets[1].pk,
                "kind": "outlet",
                "family": article.pk,
                "agencies": (self.outlets[1].pk,),
                "places": (),
            }
        ]
        assert list(found.values_list("id", flat=True)) == [f"archive.article.{article.pk}"]
        unknown = SearchQuerySet().filter(django_id=self.articles[4].pk).values_list("day", "title")
        assert list(unknown) == [[None, ""]]

    def test_a_result_shows_no_text_unless_it_is_asked_for(self) -> None:
        hit = SearchQuerySet().filter(content="海堤")[0]
        assert (hit.title, hit.body, hit.highlighted) == (None, None, None)

    def test_what_was_found_is_marked_in_the_rows_own_script_and_escaped(self) -> None:
        script = ArticleFactory(title="<script>alert(1)</script>灘塗", body=["候鳥 & <b>灘塗</b>"], published_on=None)
        publishing.publish(script, by=None)
        indexer.drain()
        found = {hit.pk: hit.highlighted for hit in SearchQuerySet().filter(content="滩涂").highlight()}
        assert set(found) == {self.articles[3].pk, script.pk}
        assert found[self.articles[3].pk]["title"] == ["海堤合龍之後 候鳥的<mark>灘塗</mark>還剩多少"]
        assert found[script.pk]["title"] == ["&lt;script&gt;alert(1)&lt;/script&gt;<mark>灘塗</mark>"]
        assert found[script.pk]["body"] == ["候鳥 &amp; &lt;b&gt;<mark>灘塗</mark>&lt;/b&gt;"]

    def test_geography_is_refused_and_not_passed_over(self) -> None:
        query = SearchQuerySet().all().query
        query.within = {"field": "place", "point_1": None, "point_2": None}
        with pytest.raises(SearchBackendError, match="within"):
            query.get_results()

    # Similar rows

    def test_more_like_this_finds_the_same_subject_and_neither_the_row_nor_copies_of_it(self) -> None:
        copies = [ArticleFactory(title="转载", body=self.articles[0].body) for _ in range(2)]
        duplicates.compare([*self.articles, *copies])
        for copy in copies:
            publishing.publish(copy, by=None)
        indexer.drain()
        for row in (self.articles[0], copies[1]):
            found = [hit.pk for hit in SearchQuerySet().more_like_this(row)]
            assert found[0] == self.articles[1].pk and self.articles[4].pk in found
            assert not {self.articles[0].pk, *(copy.pk for copy in copies)} & set(found)

    def test_similar_rows_are_filtered_sliced_and_counted_like_others(self) -> None:
        similar = SearchQuerySet().more_like_this(self.articles[0])
        whole = [hit.pk for hit in similar]
        assert len(whole) == similar.count() > 1
        assert [hit.pk for hit in SearchQuerySet().more_like_this(self.articles[0])[1:2]] == whole[1:2]
        assert self.numbers(SearchQuerySet().filter(script="hant").more_like_this(self.articles[0])) == {
            place for place in (1, 3, 5) if self.articles[place].pk in whole
        }
        publishing.withdraw(self.articles[1], by=None, reason="test")
        assert 1 not in self.numbers(SearchQuerySet().more_like_this(self.articles[0]))

    def test_a_row_with_words_that_no_other_has_is_like_none(self) -> None:
        alone = ArticleFactory(title="qwrtz", body=["plkjh mnbvc"])
        assert SearchQuerySet().more_like_this(alone).count() == 0
