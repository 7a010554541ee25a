"""The words that jieba's dictionary knows, for those who ask which pairs of characters are words."""

from __future__ import annotations

from pathlib import Path

import jieba


def known_words(length: int, least: int) -> list[str]:
    """Return the dictionary's words of `length` characters that it has seen at least `least` times.

    Format of a line: word, frequency, part of speech. Reads the file, 5 MB, at each call.
    """
    found: list[str] = []
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, _, rest = line.partition(" ")
            if len(word) == length and int(rest.partition(" ")[0]) >= least:
                found.append(word)
    return found
