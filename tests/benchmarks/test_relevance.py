"""The measures of rankings are right, and ours keeps its promise for topics on real articles."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from benchmarks.relevance import baselines, ours, titles
from benchmarks.relevance.measures import Measures, measure
from benchmarks.relevance.sets import Article, Asked, Question

Terms = Callable[[str], Iterable[str]]

_ARTICLES = [
    Article("海堤合龙", "东湾新海堤昨日合龙。"),
    Article("校舍启用", "东湾小学的新校舍启用。"),
    Article("潮汐預報", "明日高潮位二點四米。"),
]
_QUESTIONS = [Question("海堤在哪里合龙", 0), Question("新校舍", 1), Question("高潮位", 2)]
_ASKED = Asked("invented", _ARTICLES, _QUESTIONS, ())


class TestMeasures:
    def test_only_the_first_ten_count_for_rank_and_gain_and_a_hundred_for_recall(self) -> None:
        found = Measures("", ranks=[1, 2, 11, 0])
        assert found.mrr == pytest.approx((1 + 1 / 2) / 4)
        assert found.ndcg == pytest.approx((1 + 1 / math.log2(3)) / 4)
        assert found.recall == 3 / 4

    def test_the_rank_is_that_of_the_first_right_answer(self) -> None:
        assert measure("", lambda _question: [2, 1, 0], _ASKED, _QUESTIONS).ranks == [3, 2, 1]

    def test_what_is_not_answered_has_no_rank(self) -> None:
        assert measure("", lambda _question: [], _ASKED, _QUESTIONS).ranks == [0, 0, 0]


@pytest.mark.parametrize("terms", [baselines.words, baselines.pairs])
def test_the_baseline_finds_what_holds_the_words_and_nothing_else(terms: Terms) -> None:
    ranking = baselines.Bm25(_ARTICLES, terms)
    assert [ranking(question.text)[0] for question in _QUESTIONS] == [0, 1, 2]
    assert ranking("别的") == []


def test_our_ranking_is_measured_on_the_engine_itself(tmp_path: Path) -> None:
    ranking = partial(ours.near, ours.indexed(_ARTICLES, tmp_path / "index"), ours.FORMULA)
    assert measure("ours", ranking, _ASKED, _QUESTIONS).mrr == 1.0


def test_exact_hits_with_the_words_in_a_row_come_first(tmp_path: Path) -> None:
    articles = [Article("甲", "海堤与堤坝合龙。"), Article("乙", "今日海堤合龙，众人观看。")]
    snapshot = ours.indexed(articles, tmp_path / "index")
    assert ours.exact(snapshot, ours.Exact(row=2.0), "海堤 合龙") == [1, 0]


@pytest.mark.slow
def test_on_topics_our_ranking_is_no_worse_than_words_alone(shared_data: Path, tmp_path: Path) -> None:
    asked = titles.by_some_words(titles.archive())
    ranking = partial(ours.near, ours.indexed(asked.articles, tmp_path / "index"), ours.FORMULA)
    found = measure("ours", ranking, asked, asked.reported)
    words = measure("words", baselines.Bm25(asked.articles, baselines.words), asked, asked.reported)
    assert found.mrr >= words.mrr
