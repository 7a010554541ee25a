"""The scan finds every byte string that is there, and none that is not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import byte_scan
from search.engine.byte_scan import SHORTEST, ByteScan

_STRINGS = st.sets(st.binary(min_size=SHORTEST, max_size=12), max_size=6)


@settings(deadline=None)
@given(strings=_STRINGS, data=st.data())
def test_what_is_there_is_found_and_nothing_else(strings: set[bytes], data: st.DataObject) -> None:
    pieces = [st.binary(max_size=9), *([st.sampled_from(sorted(strings))] if strings else [])]
    content = b"".join(data.draw(st.lists(st.one_of(*pieces), max_size=8)))
    assert ByteScan(strings).found_in(content) == {one for one in strings if one in content}


def test_strings_across_the_bounds_of_blocks_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_scan, "_BLOCK", 64)
    chance = random.Random(3)
    content = chance.randbytes(1_000)
    strings = {content[at : at + chance.randint(SHORTEST, 90)] for at in range(0, 900, 7)}
    (tmp_path / "file").write_bytes(content)
    assert ByteScan(strings).found_in_file(tmp_path / "file") == strings
    assert ByteScan(strings).found_in(content, 0, 500) == {one for one in strings if one in content[:500]}


def test_an_empty_file_holds_nothing_and_nothing_is_found_when_nothing_is_sought(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert ByteScan({b"abcdefg"}).found_in_file(tmp_path / "file") == set()
    assert ByteScan(set()).found_in(b"abcdefg" * 100) == set()


def test_a_string_that_stands_anywhere_by_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="short"):
        ByteScan({b"abc"})
