"""What every search backend promises. A backend's test class inherits this one and names its engine."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from haystack import connections
from haystack.inputs import AutoQuery, Clean, Exact
from haystack.query import SQ, SearchQuerySet

from archive import publishing
from archive.models import Article
from archive.text.folding import fold
from search import indexer
from search.analysis import occurrence
from search.models import IndexChange
from tests.factories import AgencyFactory, ArticleFactory

#: Title, body, day, script. Invented; what matters is said in the tests that use it.
ARTICLES = [
    (
        "警方提醒：谨防电信网络诈骗",
        ["近日，盐仓街一名老人险些被骗走三万元。", "民警说：“电信网络诈骗手法翻新”，须提高警惕。"],
        "2024-09-12",
        "hans",
    ),
    (
        "電信詐騙手法翻新　警方籲市民提高警覺",
        ["網絡上出現假冒水務局的訊息，詐騙集團稱戶口異常。", "騙徒要求轉帳5,000元。"],
        "2024-09-13",
        "hant",
    ),
    (
        "三号海堤昨日合龙",
        ["平潮时分，海堤在龙口合龙，总长4.86公里。", "堤身沉降仍须观测两个汛期。"],
        "2024-09-12",
        "hans",
    ),
    (
        "海堤合龍之後　候鳥的灘塗還剩多少",
        ["老船長把這一段潮叫「啞潮」，只有四十分鐘。", "iPhone15 拍下的照片，編號 A-03。"],
        "2025-01-02",
        "hant",
    ),
    ("", ["没有标题的一则短讯，只说电信与网络。", "诈骗电话今年少了三成。"], None, "hans"),
    ("COVID-19 疫苗抵埠", ["首批疫苗今晨抵埠，共15萬劑，存放於2-8°C。"], "2025-01-02", "hant"),
    ("汐城晚报改版", ["本报今起改版，海堤専刊照旧。Email: desk@example.org"], "2023-12-31", "mixed"),
]


class BackendContract:
    """Inherit it and set `engine`. What a backend cannot do is overridden with a skip that gives the reason."""

    engine = ""

    @pytest.fixture(autouse=True)
    def stocked(self, index_folder: Any, settings: Any) -> Iterator[None]:
        """Seven published articles of two outlets, and a draft that holds all their words."""
        options = {**settings.HAYSTACK_CONNECTIONS["default"], "ENGINE": self.engine}
        settings.HAYSTACK_CONNECTIONS = {"default": options}
        connections.connections_info = settings.HAYSTACK_CONNECTIONS
        connections.reload("default")
        self.outlets = [AgencyFactory(), AgencyFactory()]
        self.articles = [self.published(number, *fields) for number, fields in enumerate(ARTICLES)]
        self.draft = ArticleFactory(
            title="草稿：电信网络诈骗", body=[line for _, body, _, _ in ARTICLES for line in body]
        )
        indexer.drain()
        yield

    def published(self, number: int, title: str, body: list[str], day: str | None, script: str) -> Article:
        on = datetime.date.fromisoformat(day) if day else None
        source = self.outlets[number % 2] if number < 6 else None
        article = ArticleFactory(title=title, body=body, published_on=on, script=script, source=source)
        publishing.publish(article, by=None)
        return article

    def numbers(self, found: SearchQuerySet) -> set[int]:
        """Which of ARTICLES were found; the draft is -1."""
        places = {article.pk: place for place, article in enumerate(self.articles)} | {self.draft.pk: -1}
        return {places[int(result.pk)] for result in found}

    def text(self, place: int) -> str:
        return fold("\n".join([self.articles[place].title, *self.articles[place].body]))

    def holding(self, words: str) -> set[int]:
        """What a reader with all pages before the eyes would find."""
        pattern = occurrence(fold(words))
        return {place for place in range(len(self.articles)) if pattern.search(self.text(place))}

    # Words

    @pytest.mark.parametrize("words", ["诈骗", "詐騙", "骗", "騙", "海堤", "合龍", "沉降", "堤", "疫苗", "灘塗"])
    def test_both_scripts_and_single_characters_find_the_same_articles(self, words: str) -> None:
        found = self.numbers(SearchQuerySet().filter(content=words))
        assert found == self.holding(words) != set()

    def test_any_visible_words_find_their_article_and_no_other(self) -> None:
        chance = random.Random(20240912)
        for _ in range(300):
            line = chance.choice([line for article in self.articles for line in [article.title, *article.body] if line])
            start = chance.randrange(len(line))
            words = line[start : start + chance.randint(1, 12)].strip()
            if words:
                found = self.numbers(SearchQuerySet().filter(content__exact=words))
                assert found == self.holding(words), words

    def test_words_parted_by_blanks_must_all_occur(self) -> None:
        assert self.numbers(SearchQuerySet().filter(content="电信 网络 诈骗")) == {0, 1, 4}

    def test_a_phrase_must_occur_as_it_stands(self) -> None:
        assert self.numbers(SearchQuerySet().filter(content__exact="电信网络诈骗")) == {0}
        assert self.numbers(SearchQuerySet().filter(content=AutoQuery("「電信網絡詐騙」"))) == {0}

    def test_a_term_does_not_span_two_paragraphs(self) -> None:
        assert self.numbers(SearchQuerySet().filter(content__exact="网络。诈骗")) == set()
        assert self.numbers(SearchQuerySet().filter(content__exact="网络诈骗电话")) == set()

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("iphone15", {3}),
            ("IPHONE15", {3}),
            ("phone15", set()),
            ("iphone", set()),
            ("ｉＰｈｏｎｅ１５", {3}),
            ("covid-19", {5}),
            ("covid", {5}),
            ("5", {1}),
            ("000", {1}),
            ("86公里", {2}),
            ("6公里", {2}),
            ("总长4", {2}),
            ("15萬", {5}),
        ],
    )
    def test_letters_and_digits_are_found_as_whole_runs_unless_han_stands_with_them(
        self, words: str, expected: set[int]
    ) -> None:
        assert self.numbers(SearchQuerySet().filter(content=words)) == expected

    @pytest.mark.parametrize(
        "words",
        [
            "']django_id:2",
            "*",
            "text:*",
            "django_id:*",
            "NOT 海堤",
            "海堤 OR 疫苗",
            "a* ?",
            "[a TO z]",
            "海堤~9",
            "(" * 2000,
            "\x00",
            "\ud800",
            "🦆",
            "海堤\x00合龙",
            '"',
            "text:海堤 AND state:draft",
        ],
    )
    def test_signs_of_query_languages_are_words_like_any_other(self, words: str) -> None:
        everything = self.numbers(SearchQuerySet().all())
        for value in (words, Clean(words), Exact(words), AutoQuery(words)):
            found = self.numbers(SearchQuerySet().filter(content=value))
            assert found <= everything and -1 not in found
            assert found == everything or not found or "海堤" in words

    # Conditions

    def test_conditions_combine_as_sets_do(self) -> None:
        dyke, vaccine, fraud = SQ(content="海堤"), SQ(content="疫苗"), SQ(content="诈骗")
        d, v, f, everything = {2, 3, 6}, {5}, {0, 1, 4}, set(range(7))
        for condition, expected in [
            (dyke | vaccine, d | v), (dyke & vaccine, set()), (~dyke, everything - d),
            (~(dyke | fraud), everything - d - f), (~(dyke & SQ(content="合龙")), everything - {2, 3}),
            (dyke & ~SQ(content="合龙"), {6}), ((dyke | fraud) & ~SQ(script="hant"), {0, 2, 4, 6}),
            (~dyke & ~fraud, {5}), ((dyke & SQ(script="hant")) | (fraud & SQ(script="hant")), {1, 3}),
        ]:  # fmt: skip
            assert self.numbers(SearchQuerySet().filter(condition)) == expected, condition

    def test_filters_follow_each_other_and_exclude_takes_away(self) -> None:
        assert self.numbers(SearchQuerySet().filter(content="海堤").exclude(content="合龙")) == {6}
        assert self.numbers(SearchQuerySet().exclude(content="海堤").filter(script="hant")) == {1, 5}
        assert self.numbers(SearchQuerySet().filter(content="海堤").filter_or(content="疫苗")) == {2, 3, 5, 6}
        both = SearchQuerySet().filter(content="海堤") & SearchQuerySet().filter(content="合龙")
        assert self.numbers(both) == {2, 3}
        either = SearchQuerySet().filter(content="海堤") | SearchQuerySet().filter(content="疫苗")
        assert self.numbers(either) == {2, 3, 5, 6}

    def test_days_are_compared_as_days(self) -> None:
        day = datetime.date(2024, 9, 12)
        assert self.numbers(SearchQuerySet().filter(day=day)) == {0, 2}
        assert self.numbers(SearchQuerySet().filter(day__gt=day)) == {1, 3, 5}
        assert self.numbers(SearchQuerySet().filter(day__gte=day, day__lt=datetime.date(2025, 1, 2))) == {0, 1, 2}
        assert self.numbers(SearchQuerySet().filter(day__range=(datetime.date(2023, 12, 31), day))) == {0, 2, 6}
        late = datetime.datetime(2024, 9, 11, 16, 30, tzinfo=datetime.UTC)  # half past midnight of the 12th in China
        assert self.numbers(SearchQuerySet().filter(day=late)) == {0, 2}

    def test_fields_are_compared_by_value(self) -> None:
        first, second = self.outlets
        assert self.numbers(SearchQuerySet().filter(source=first.pk)) == {0, 2, 4}
        assert self.numbers(SearchQuerySet().filter(source__in=[first.pk, second.pk])) == set(range(6))
        assert self.numbers(SearchQuerySet().filter(source__in=[])) == set()
        assert self.numbers(SearchQuerySet().filter(script__in=["mixed", "hant"])) == {1, 3, 5, 6}
        assert self.numbers(SearchQuerySet().filter(title="海堤")) == {2, 3}
        assert self.numbers(SearchQuerySet().filter(django_id=self.articles[3].pk)) == {3}
        assert self.numbers(SearchQuerySet().filter(id=f"archive.article.{self.articles[3].pk}")) == {3}
        assert self.numbers(SearchQuerySet().models(Article)) == set(range(7))

    def test_narrowing_is_a_condition_like_another(self) -> None:
        assert self.numbers(SearchQuerySet().filter(content="海堤").narrow("script:hant")) == {3}
        assert self.numbers(SearchQuerySet().narrow('script:"hans"').narrow(f"source:{self.outlets[0].pk}")) == {
            0,
            2,
            4,
        }

    # Order, slices, counts

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

    # Nothing unpublished

    def test_a_withdrawn_article_is_gone_at_once_while_the_index_still_holds_it(self) -> None:
        publishing.withdraw(self.articles[2], by=None, reason="test")
        found = SearchQuerySet().filter(content="海堤").facet("year")
        assert (self.numbers(found), found.count()) == ({3, 6}, 2)
        assert dict(found.facet_counts()["fields"]["year"]) == {2025: 1, 2023: 1}
        assert self.numbers(SearchQuerySet().all()) == {0, 1, 3, 4, 5, 6}

    def test_a_row_made_a_draft_behind_the_newsrooms_back_is_neither_found_nor_counted(self) -> None:
        Article.objects.filter(pk=self.articles[2].pk).update(state=Article.State.DRAFT)
        assert SearchQuerySet().filter(content="沉降").count() == 0

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
        with django_assert_num_queries(2, connection=connection):  # the gate, and the changes still to be indexed
            assert SearchQuerySet().filter(content="海堤").facet("year").count() == 3

    def test_a_republished_article_is_found_once(self) -> None:
        publishing.withdraw(self.articles[2], by=None, reason="test")
        publishing.restore(self.articles[2], by=None)
        indexer.drain()
        assert IndexChange.objects.pending().count() == 0
        assert SearchQuerySet().filter(content="沉降").count() == 1
