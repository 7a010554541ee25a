"""One folding for index, query and duplicates: one character in, one out, and both scripts meet."""

from __future__ import annotations

from archive.text.folding import fold


def test_folding_twice_is_folding_once() -> None:
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x30000)]))
    assert fold(fold(everything)) == fold(everything)
    assert fold("薴") == fold("苧") == fold("苎")
