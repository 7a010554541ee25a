"""How `make bench-extraction` judges: the same measure for ours and every peer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.extraction.gold import JUDGED, GoldPage, sample_pages
from benchmarks.extraction.running import Outcome, run_ours
from benchmarks.extraction.scoring import day_of, normal_title, overlap, score
from benchmarks.extraction.tables import table


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2024-05-15", "2024-05-15"),
        ("2024-05-15 23:30:00+00:00", "2024-05-16"),
        ("2024-05-15T08:58:52", "2024-05-15"),
        ("2024年5月5日 08:58", "2024-05-05"),
        ("", ""),
        ("None", ""),
    ],
)
def test_whatever_a_library_gives_as_date_is_compared_by_its_day_in_china(words: str, day: str) -> None:
    assert day_of(words) == day


def test_titles_are_compared_without_width_blanks_and_what_an_index_adds() -> None:
    assert normal_title("[视频]汐城　夜航（13:50）") == normal_title("汐城 夜航")
    assert normal_title("汐城夜航") != normal_title("汐城夜航_汐城网")


def test_credit_lines_count_on_neither_side() -> None:
    body = "汐城海事处今天通报，候潮时间减少了一半。"
    assert overlap(f"{body}\n责任编辑：何汀", f"来源：汐城晚报\n{body}（编辑：何汀）") == (1.0, 1.0, 1.0)


def test_half_a_text_is_half_found() -> None:
    recall, precision, f1 = overlap("一二三四五六七八九十甲", "一二三四五六七")
    assert (recall, precision) == (0.5, 1.0)
    assert f1 == pytest.approx(2 / 3)


def test_a_date_stated_where_there_is_none_is_wrong_and_silence_is_right() -> None:
    page = GoldPage("a", "samples", b"", date="")
    stated = score(page, Outcome("", "2024-05-15", "", "", "", 1.0))
    silent = score(page, Outcome("", "", "", "", "", 1.0))
    assert (stated.date, stated.date_wrong) == (0.0, 1.0)
    assert (silent.date, silent.date_wrong) == (1.0, 0.0)


def test_our_samples_give_a_table() -> None:
    pages = list(sample_pages())[:3]
    outcomes = run_ours(pages)
    shown = table({"ours": [score(page, outcomes[page.name]) for page in pages]})
    assert "title" in shown
    assert "ours" in shown


def test_every_judged_page_is_one_that_is_measured(shared_data: Path) -> None:
    gold = (shared_data / "pages" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    known = {json.loads(line)["file"] for line in gold}
    judged = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    assert {row["file"] for row in judged} <= known
    assert sum(bool(row.get("source")) for row in judged) >= 40
