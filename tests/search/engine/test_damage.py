"""Damaged, missing and truncated files are told as such: no other error, no crash, no wild memory."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine import pickles
from search.engine.cache import CACHE
from search.engine.damage import IndexDamaged, demand, read_from
from search.engine.searching import Asked, search
from search.engine.snapshot import opened
from search.query.syntax import And, Field, Not, Or, Phrase, Prefix, Term, Written
from tests.search.engine.indexes import LAYOUT, by_stock, by_us, documents

DOCUMENTS = documents(80, seed=44)
ASKED = [
    Asked(
        Or((Term("海堤"), Phrase("他们的"), Term("堤"), Prefix("iph"), Written("詐騙"), Term("5日"))), collapse="family"
    ),
    Asked(
        And((Not(Term("龘")), Field("agencies", "in", (1, 2)))),
        facets=("year", "script", "agencies", "source"),
        order=("script", "-day", "pk"),
    ),
]


@pytest.fixture(scope="module", params=[by_us, by_stock])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    options = {"compound": False} if request.param is by_stock else {}
    request.param(folder, [DOCUMENTS[:50], DOCUMENTS[50:]], [3], **options)
    return folder


def read_all(folder: Path) -> list[object]:
    snapshot = opened(folder, LAYOUT)
    answers: list[object] = [search(snapshot, asked) for asked in ASKED]
    return [*answers, *(segment.text(name, 0) for segment in snapshot.segments for name in LAYOUT.texts)]


def outcome(folder: Path) -> str:
    """Read of the index whatever a search can read. Anything but an answer or IndexDamaged passes through."""
    try:
        read_all(folder)
    except IndexDamaged:
        return "damaged"
    return "answered"


def compound(folder: Path) -> bool:
    """Tell whether each segment is one file."""
    return not list(folder.glob("*.trm"))


def cut_short(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def flip_bit(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def overwrite(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data))
    data[start : start + 40] = chance.randbytes(min(40, len(data) - start))
    path.write_bytes(data)


def append(path: Path, chance: random.Random) -> None:
    with path.open("ab") as file:
        file.write(chance.randbytes(9))


@pytest.mark.parametrize("harm", [cut_short, flip_bit, overwrite, append])
@pytest.mark.parametrize("times", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_a_damaged_file_gives_an_answer_or_is_told(
    whole: Path, tmp_path: Path, harm: Callable[[Path, random.Random], None], times: int
) -> None:
    """Not every flipped bit is seen while reading: checksums.py finds the rest. But nothing else may come of it."""
    chance, told = random.Random(5), 0
    for number in range(times):
        folder = tmp_path / str(number)
        shutil.copytree(whole, folder)
        harm(chance.choice([path for path in sorted(folder.iterdir()) if path.stat().st_size]), chance)
        told += outcome(folder) == "damaged"
        shutil.rmtree(folder)
    # A column of numbers that is a file by itself may end early: Whoosh leaves out defaults there.
    assert told == times if harm is cut_short and compound(whole) else told > 0


def test_each_missing_file_is_told(whole: Path, tmp_path: Path) -> None:
    expected = read_all(whole)
    for name in sorted(path.name for path in whole.iterdir() if path.name.endswith((".seg", ".toc", ".trm", ".pst"))):
        folder = tmp_path / name
        shutil.copytree(whole, folder)
        (folder / name).unlink()
        assert outcome(folder) == "damaged", name
    assert len(expected) == len(ASKED) + 2 * len(LAYOUT.texts)


def test_each_empty_file_is_told(whole: Path, tmp_path: Path) -> None:
    for name in sorted(path.name for path in whole.iterdir() if path.name.endswith((".seg", ".toc", ".trm", ".pst"))):
        folder = tmp_path / name
        shutil.copytree(whole, folder)
        (folder / name).write_bytes(b"")
        assert outcome(folder) == "damaged", name


def test_a_folder_that_may_not_be_read_is_damaged(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        opened(tmp_path / "nothing", LAYOUT)


def test_a_file_that_is_cut_short_under_a_snapshot_is_told_before_it_is_touched(whole: Path, tmp_path: Path) -> None:
    """To touch a mapped page behind the end of its file would end the process: so it is done in one of its own."""
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    program = f"""
import os, pathlib
from tests.search.engine import test_damage as here
folder = pathlib.Path({str(folder)!r})
snapshot = here.opened(folder, here.LAYOUT)
here.search(snapshot, here.ASKED[0])
for path in folder.glob("*.[sp][es][gt]"):
    os.truncate(path, 100)
try:
    here.search(snapshot, here.ASKED[1])
except here.IndexDamaged as error:
    print(error.reason)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "cut short" in done.stdout) == (0, True), done.stderr


class TestPickles:
    def test_an_instruction_to_call_something_is_refused(self) -> None:
        for wicked in (b"cos\nsystem\n(X\x04\x00\x00\x00echotR.", b"cbuiltins\neval\n(X\x01\x00\x00\x001tR."):
            with pytest.raises(pickles.PickleError, match="no plain data"):
                pickles.load(wicked)

    def test_an_object_becomes_its_attributes_whatever_its_class(self) -> None:
        wicked = b"\x80\x02cos\nPopen\n)\x81}X\x04\x00\x00\x00argsK\x05sb."
        record, _ = pickles.load(wicked)
        assert (record.name, record.attributes) == ("os.Popen", {"args": 5})

    @given(st.binary(max_size=60))
    def test_any_bytes_at_all_are_data_or_damage_and_cost_no_memory(self, data: bytes) -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            with read_from("bytes"):
                pickles.load(data)
        except IndexDamaged:
            pass
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes

    def test_a_place_in_the_memo_costs_no_memory_however_high(self) -> None:
        assert pickles.load(b"\x80\x02]r\xff\xff\xff\x7f.")[0] == []


def test_complaints_about_the_query_are_no_damage() -> None:
    demand(True, "nothing")
    with pytest.raises(IndexDamaged, match="a file"), read_from("a file"):
        raise ValueError("wild")
    with pytest.raises(KeyboardInterrupt), read_from("a file"):
        raise KeyboardInterrupt


def test_nothing_of_a_damaged_index_is_kept_for_another(whole: Path, tmp_path: Path) -> None:
    before = CACHE.used
    (tmp_path / "one").mkdir()
    with pytest.raises(IndexDamaged):
        opened(tmp_path / "one", LAYOUT)
    assert CACHE.used == before
