"""Questions in plain language find the texts that answer them, and nothing that must not be found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rjieba

from archive.text.folding import fold
from search.engine.layout import Document
from search.engine.relaxed import FORMULA, relaxed
from search.engine.searching import matching
from search.engine.snapshot import Snapshot
from search.query.syntax import Field, Term
from tests.search.engine.indexes import by_us

DAM, FRAUD, SCHOOL, TWIN, LOOSE, TIDE = range(1, 7)
_FILLING = "各部门负责人参加了会议。" * 12
_TEXTS = {
    DAM: ("东湾海堤合龙", "记者获悉，东湾新海堤昨日上午提前合龙，由水务局的陈工程师主持。"),
    FRAUD: (
        "反詐騙中心提醒市民",
        "近日有人冒充銀行職員，以退款為名詐騙長者，損失約三百萬元。市民接到可疑電話應立即報警。",
    ),
    SCHOOL: ("新校舍启用", "东湾小学的新校舍九月一日启用，可容纳八百名学生。"),
    TWIN: ("东湾海堤合龙（转载）", "记者获悉，东湾新海堤昨日上午提前合龙，由水务局的陈工程师主持。"),
    LOOSE: ("会议记录", f"海堤一事下次再议。{_FILLING}上午的讨论提前结束。{_FILLING}合龙仪式未定。"),
    TIDE: ("潮汐预报", "明日高潮位二点四米，沿岸市民请留意。"),
}
_COMMITS = [[DAM, FRAUD, SCHOOL], [TWIN, LOOSE, TIDE]]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return by_us(tmp_path_factory.mktemp("index"), [[_document(pk) for pk in commit] for commit in _COMMITS])


def _document(pk: int) -> Document:
    title, body = _TEXTS[pk]
    family = {"family": DAM} if pk in (DAM, TWIN) else {}
    return Document(
        pk, {"title": title, "body": body}, {"day": 20230100 + pk, "moment": pk} | family, {"script": "hans"}
    )


def ask(snapshot: Snapshot, question: str, limit: int = 10, **options: object) -> list[int]:
    return [hit.pk for hit in relaxed(snapshot, fold(question), rjieba.cut, limit=limit, **options)]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("海堤是由谁主持合龙的？", DAM),
        ("骗子冒充什么人诈骗长者", FRAUD),
        ("新校舍能容纳多少学生？", SCHOOL),
        ("明天的高潮位是几米", TIDE),
    ],
)
def test_a_question_finds_the_text_that_answers_it(snapshot: Snapshot, question: str, answer: int) -> None:
    assert ask(snapshot, question, collapse="family")[0] in (answer, TWIN if answer == DAM else answer)


@pytest.mark.parametrize("question", ["騙子冒充什麼人詐騙長者", "新校舍能容納多少學生？", "海堤是由誰主持合龍的？"])
def test_both_scripts_find_the_same_with_the_same_scores(snapshot: Snapshot, question: str) -> None:
    simplified = {"騙": "骗", "麼": "么", "詐": "诈", "長": "长", "納": "纳", "學": "学", "誰": "谁", "龍": "龙"}
    other = question.translate(str.maketrans(simplified))
    assert question != other
    found = relaxed(snapshot, fold(question), rjieba.cut, limit=10)
    assert found
    assert found == relaxed(snapshot, fold(other), rjieba.cut, limit=10)


def test_words_in_one_passage_come_before_the_same_words_scattered(snapshot: Snapshot) -> None:
    found = ask(snapshot, "海堤上午提前合龙")
    assert found.index(DAM) < found.index(LOOSE)
    assert found.index(TWIN) < found.index(LOOSE)


def test_scores_descend_and_each_document_comes_once(snapshot: Snapshot) -> None:
    hits = relaxed(snapshot, "东湾的海堤和东湾小学", rjieba.cut, limit=10)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.pk for hit in hits}) == len(hits) > 2


def test_exact_hits_do_not_come_again(snapshot: Snapshot) -> None:
    exact = matching(snapshot, Term("陈工程师"))
    assert sum(mask.sum() for mask in exact) == 2
    assert not {DAM, TWIN} & set(ask(snapshot, "海堤合龙", without=exact))
    assert {DAM, TWIN} <= set(ask(snapshot, "海堤合龙"))


def test_what_is_not_visible_is_not_found(snapshot: Snapshot) -> None:
    assert ask(snapshot, "新校舍的学生", visible=lambda segment: segment.pks != SCHOOL) == []
    assert ask(snapshot, "海堤合龙", visible=lambda segment: np.zeros(segment.size, np.bool_)) == []
    assert ask(snapshot, "新校舍的学生") == [SCHOOL]


def test_what_is_deleted_is_not_found(tmp_path: Path) -> None:
    snapshot = by_us(tmp_path, [[_document(SCHOOL), _document(TIDE)]], remove=[SCHOOL])
    assert ask(snapshot, "新校舍的学生") == []


def test_filters_hold(snapshot: Snapshot) -> None:
    assert set(ask(snapshot, "海堤合龙", filters=[Field("day", "lte", 20230103)])) == {DAM}
    assert ask(snapshot, "海堤合龙", filters=[Field("day", "gte", 20230104), Term("转载")]) == [TWIN]


def test_reprints_stand_under_the_best_of_them(snapshot: Snapshot) -> None:
    found = {hit.pk: hit.others for hit in relaxed(snapshot, "海堤合龙", rjieba.cut, limit=10, collapse="family")}
    assert len({DAM, TWIN} & found.keys()) == 1
    assert sum(found.values()) == 1


def test_no_more_than_the_limit_are_found(snapshot: Snapshot) -> None:
    assert len(ask(snapshot, "东湾海堤上午合龙", limit=2)) == 2
    assert ask(snapshot, "东湾海堤上午合龙", limit=0) == []


def test_one_word_of_many_is_no_answer(snapshot: Snapshot) -> None:
    question = "某位作家在外省乡间度过童年后写成的长篇小说讲述了哪些市民"
    assert ask(snapshot, question, formula=replace(FORMULA, floor=0.0))
    assert ask(snapshot, question) == []


@pytest.mark.parametrize("question", ["", " ", "？！", "的", "龘靐齉", "\ud800\ud800", "\u202e" * 5, "x" * 256])
def test_a_question_of_nothing_known_finds_nothing(snapshot: Snapshot, question: str) -> None:
    assert ask(snapshot, question) == []


def test_an_empty_index_answers_nothing(tmp_path: Path) -> None:
    assert ask(by_us(tmp_path, []), "海堤合龙") == []
