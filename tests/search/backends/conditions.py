"""The contract on conditions: they combine as sets do."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import User
from haystack.inputs import AutoQuery, Exact, Not, Raw
from haystack.query import SQ, SearchQuerySet

from archive.models import Article
from search.query import syntax
from tests.search.backends.newsroom import Newsroom


class ConditionsContract(Newsroom):
    """filter, exclude, narrow and models."""

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

    def test_narrowing_takes_spans_and_counts_years_and_months(self) -> None:
        assert self.numbers(SearchQuerySet().narrow("day:[20240912 TO 20240913]")) == {0, 1, 2}
        assert self.numbers(SearchQuerySet().narrow("day:[20250101 TO *]")) == {3, 5}
        assert self.numbers(SearchQuerySet().narrow("day:[* TO *]").narrow("year:2024")) == {0, 1, 2}
        assert self.numbers(SearchQuerySet().filter(year=2024)) == {0, 1, 2}
        assert self.numbers(SearchQuerySet().filter(year__in=[2023, 2025])) == {3, 5, 6}
        assert self.numbers(SearchQuerySet().filter(month__gte=202412)) == {3, 5}
        with pytest.raises(ValueError, match="field:value"):
            SearchQuerySet().narrow("hans").count()

    def test_words_can_be_asked_of_one_text_alone(self) -> None:
        assert self.numbers(SearchQuerySet().filter(body="海堤")) == {2, 6}
        assert self.numbers(SearchQuerySet().filter(title="海堤 昨日")) == {2}
        assert self.numbers(SearchQuerySet().filter(title__contains="海堤昨日")) == {2}
        assert self.numbers(SearchQuerySet().filter(outlet=self.outlets[0].name)) == {0, 2, 4}
        assert self.numbers(SearchQuerySet().filter(content=self.outlets[0].name)) == set()
        assert self.numbers(SearchQuerySet().filter(title=AutoQuery("海堤 -昨日"))) == {3}

    def test_beginnings_and_alternatives_of_words_can_be_asked_for(self) -> None:
        assert self.numbers(SearchQuerySet().filter(content__startswith="iphone")) == {3}
        assert self.numbers(SearchQuerySet().filter(content__startswith="phone")) == set()
        assert self.numbers(SearchQuerySet().filter(title__startswith="電信詐")) == {0, 1} & self.holding("電信詐")
        assert self.numbers(SearchQuerySet().filter(content__in=["疫苗", "沉降"])) == {2, 5}
        assert self.numbers(SearchQuerySet().filter(content__in=[])) == set()
        assert self.numbers(SearchQuerySet().filter(content=Not("海堤"))) == {0, 1, 4, 5}
        assert self.numbers(SearchQuerySet().filter(content=Exact("海堤昨日"))) == {2}

    def test_lookups_that_no_backend_of_ours_knows_are_refused_and_not_answered_wrongly(self) -> None:
        for lookup in ("content__fuzzy", "content__gt", "content__endswith", "title__fuzzy"):
            with pytest.raises(ValueError, match=lookup.partition("__")[2]):
                SearchQuerySet().filter(**{lookup: "海堤"}).count()

    def test_a_tree_is_carried_as_it_is(self) -> None:
        dyke, vaccine = syntax.Term("海堤"), syntax.Term("疫苗")
        for tree, expected in [
            (syntax.Or((dyke, vaccine)), {2, 3, 5, 6}),
            (syntax.And((dyke, syntax.Not(syntax.Term("合龙")))), {6}),
            (syntax.Prefix("iph"), {3}),
            (syntax.Written("網絡"), {1}),
            (syntax.Prefer(dyke, syntax.Term("合龙")), {2, 3, 6}),
            (syntax.Nothing(), set()),
            (syntax.Everything(), set(range(7))),
            (syntax.Field("script", "exact", "hant"), {1, 3, 5}),
            (syntax.Term("海堤", fields=("body",)), {2, 6}),
        ]:
            assert self.numbers(SearchQuerySet().filter(content=Raw(tree))) == expected, tree
            assert self.numbers(SearchQuerySet().raw_search(tree)) == expected, tree

    def test_what_a_reader_types_is_read_by_our_own_parser(self) -> None:
        assert self.numbers(SearchQuerySet().auto_query("海堤 -合龙")) == {6}
        assert self.numbers(SearchQuerySet().auto_query("“电信网络诈骗”")) == {0}
        assert self.numbers(SearchQuerySet().raw_search("海堤 -合龙")) == {6}
        named = f"来源:{self.outlets[1].name}"
        assert self.numbers(SearchQuerySet().auto_query(named)) == {1, 3, 5}
        assert self.numbers(SearchQuerySet().auto_query("来源:无此报社")) == set()

    def test_rows_and_models_are_asked_for_by_haystacks_own_names(self) -> None:
        key, other = self.articles[3].pk, self.articles[5].pk
        assert self.numbers(SearchQuerySet().filter(django_id=str(key))) == {3}
        assert self.numbers(SearchQuerySet().filter(django_id__in=[key, other])) == {3, 5}
        assert self.numbers(SearchQuerySet().filter(id__in=[f"archive.article.{key}", "auth.user.1"])) == {3}
        assert self.numbers(SearchQuerySet().filter(django_ct="archive.article")) == set(range(7))
        assert self.numbers(SearchQuerySet().filter(django_ct="auth.user")) == set()
        with pytest.warns(UserWarning, match="not registered"):
            assert self.numbers(SearchQuerySet().models(User)) == set()
