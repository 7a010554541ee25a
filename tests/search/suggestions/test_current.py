"""One vocabulary for all threads of a process, built apart from the readers and not too often."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from search.suggestions import current
from search.suggestions.current import SMALL, _Built, _Current
from tests.search.suggestions.invented import split, vocabulary


class Builds:
    """Stands for the building: counts, waits until it may go on, fails if told to."""

    def __init__(self) -> None:
        self.begun, self.may_go_on, self.fails, self.seconds = 0, threading.Event(), False, 0.0

    def __call__(self, at: Any, cut: Any) -> _Built:
        self.begun += 1
        assert self.may_go_on.wait(10)
        if self.fails:
            raise OSError("no such file")
        version = (at.snapshot.folder, at.snapshot.generation)
        return _Built(vocabulary(f"第{self.begun}回"), version, self.seconds)


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Builds:
    made = Builds()
    monkeypatch.setattr(current, "_build", made)
    return made


def index(size: int, generation: int = 1, root: str = "index", folder: str = "one") -> Any:
    return SimpleNamespace(snapshot=SimpleNamespace(folder=Path(root) / folder, generation=generation, size=size))


def words(held: _Current, at: Any) -> str | None:
    found = held.get(at, split)
    return found.words.text(0) if found else None


def finish(held: _Current, builds: Builds) -> None:
    builder = held._builder
    builds.may_go_on.set()
    if builder is not None:
        builder.join(10)


def test_a_small_archive_is_read_at_once(builds: Builds) -> None:
    builds.may_go_on.set()
    assert words(_Current(), index(SMALL)) == "第1回"


def test_with_a_large_one_nobody_waits_and_one_thread_reads(builds: Builds) -> None:
    held, large = _Current(), index(SMALL + 1)
    assert [words(held, large), words(held, large)] == [None, None]
    finish(held, builds)
    assert words(held, large) == "第1回"
    assert builds.begun == 1


def test_after_a_commit_the_old_words_serve_until_the_new_ones_are_there(builds: Builds) -> None:
    held = _Current()
    words(held, index(SMALL + 1))
    finish(held, builds)
    builds.may_go_on.clear()
    newer = index(SMALL + 1, generation=2, folder="two")
    assert words(held, newer) == "第1回"
    finish(held, builds)
    assert words(held, newer) == "第2回"


def test_what_takes_long_is_seldom_done(builds: Builds) -> None:
    builds.may_go_on.set()
    builds.seconds = 10.0
    held = _Current()
    assert words(held, index(1)) == words(held, index(1, generation=2)) == "第1回"


def test_another_index_has_other_words(builds: Builds) -> None:
    builds.may_go_on.set()
    builds.seconds = 10.0
    held = _Current()
    assert (words(held, index(1)), words(held, index(1, root="other"))) == ("第1回", "第2回")


def test_a_failure_is_logged_and_not_repeated_at_every_key(builds: Builds, caplog: pytest.LogCaptureFixture) -> None:
    builds.fails = True
    held, large = _Current(), index(SMALL + 1)
    words(held, large)
    finish(held, builds)
    assert [words(held, large) for _ in range(3)] == [None] * 3
    assert builds.begun == 1
    assert "could not be built" in caplog.text
