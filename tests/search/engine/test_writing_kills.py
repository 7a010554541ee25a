"""A writer that is killed at any moment leaves the commit before, whole, or its own, whole."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from whoosh.index import open_dir

from search.engine import compaction, writing
from search.engine.snapshot import opened
from tests.search.engine.indexes import ANALYZER, LAYOUT, documents

_GROUP = 12
#: At least so many kills; on a slow machine more, until some commits came to their ends in between.
_KILLS, _MOST_KILLS, _COMMITS = 12, 200, 3


def replace_for_ever(folder: Path) -> None:
    """Put one group of documents in the place of the one before, again and again; compact now and then."""
    while True:
        present = living(folder)
        group = (present[0] // _GROUP + 1) if present else 0
        added = documents(_GROUP, seed=group, first=group * _GROUP)
        writing.commit(folder, LAYOUT, ANALYZER, add=added, remove=present)
        if group % 3 == 2:
            compaction.compact(folder, LAYOUT, ANALYZER)


def living(folder: Path) -> list[int]:
    """The keys of the living documents."""
    segments = opened(folder, LAYOUT).segments
    return sorted(pk for one in segments for pk in one.files.number("pk")[one.live].tolist())


def test_whatever_moment_it_is_killed_at_one_whole_group_is_there(tmp_path: Path) -> None:
    writing.create(tmp_path, LAYOUT)
    chance, groups = random.Random(), set()
    for kills in range(_MOST_KILLS):
        if kills >= _KILLS and len(groups) > _COMMITS:
            break
        child = os.fork()
        if not child:
            try:
                replace_for_ever(tmp_path)
            finally:
                os._exit(1)
        time.sleep(chance.uniform(0.01, 0.25))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, "the writer died of itself"
        present = living(tmp_path)
        groups.add(present[0] // _GROUP if present else None)
        assert present == list(range(present[0], present[0] + _GROUP)) if present else True
        assert open_dir(str(tmp_path)).doc_count() == len(present)
    assert len(groups) > _COMMITS, "no commit ever came to its end"
    writing.commit(tmp_path, LAYOUT, ANALYZER, add=documents(1, first=10**9), remove=living(tmp_path))
    assert living(tmp_path) == [10**9]
    names = [path.name for path in tmp_path.iterdir()]
    assert not [name for name in names if name.startswith("draft-")]
    in_use = {one.name for one in writing.segments_info(tmp_path, LAYOUT)}
    assert {name.split(".")[0] for name in names if name.endswith(".seg")} == in_use
