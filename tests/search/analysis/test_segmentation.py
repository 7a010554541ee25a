"""rjieba is used only as long as it cuts as jieba does, and jieba keeps its files to itself."""

from __future__ import annotations

import json
import lzma
import re
from itertools import islice
from pathlib import Path

import jieba
import pytest
import rjieba

from archive.text.folding import fold
from search.analysis import segmentation
from search.analysis.batch import FIRST_SEGMENTED, LAST_SEGMENTED
from search.analysis.segmentation import cuts_like_jieba, own_jieba, probes, segmenter

#: What is shown to a segmenter.
SEGMENTED = re.compile(f"[{chr(FIRST_SEGMENTED)}-{chr(LAST_SEGMENTED)}]+")


@pytest.fixture(scope="module")
def real_jieba(tmp_path_factory: pytest.TempPathFactory) -> segmentation.Cut:
    return own_jieba(tmp_path_factory.mktemp("jieba"))


def test_the_probe_list_is_what_jieba_makes_of_it(real_jieba: segmentation.Cut) -> None:
    assert len(probes()) >= 60
    for expected in probes():
        assert list(real_jieba("".join(expected))) == expected


def test_rjieba_passes_the_proof() -> None:
    assert cuts_like_jieba(rjieba.cut)


def test_another_cut_does_not_pass_and_jieba_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not cuts_like_jieba(list)
    monkeypatch.setattr(segmentation.rjieba, "cut", list)
    segmenter.cache_clear()
    try:
        cut = segmenter(tmp_path / "cache")
        assert list(cut("环境保护部门")) == list(jieba.cut("环境保护部门"))
    finally:
        segmenter.cache_clear()
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700


def test_both_cut_real_articles_alike(shared_data: Path, real_jieba: segmentation.Cut) -> None:
    checked = 0
    for name in ("mainland_simplified_68798", "hk_traditional_6300"):
        with lzma.open(shared_data / "corpus" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in islice(lines, 60):
                for run in SEGMENTED.findall(fold(json.loads(line)["body"])):
                    assert list(rjieba.cut(run)) == list(real_jieba(run)), run
                    checked += 1
    assert checked > 5_000
