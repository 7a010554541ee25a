"""Words that readers must not see, in one text: whether it shows them, and the text with a mask in their place.

Words found over the end of a line hold the line break; each text then has a part of them, at its end or its beginning.
"""

from __future__ import annotations

from typing import Any

#: What stands in the place of masked words, all of them: parts left by different masks could be put together again.
#: Chinese brackets of full width: it is part of a Chinese text.
MASK = "［已遮］"
#: A part as short as a year or a house number says nothing by itself, and hiding it would hide others.
_TELLING = 4


def shows(text: str, words: str) -> bool:
    """Return whether a text holds the words, or a telling part of words that ran over the end of a line."""
    return hidden(text, words) != text


def hidden(text: str, words: str) -> str:
    """Return the text with the mask for the words wherever they stand."""
    if not words:
        return text
    text = text.replace(words, MASK)
    first, *middle_and_last = words.split("\n")
    if not middle_and_last:
        return text
    *middle, last = middle_and_last
    if text in (line for line in middle if len(line) >= _TELLING):
        return MASK
    if len(first) >= _TELLING and text.endswith(first):
        text = text[: -len(first)] + MASK
    if len(last) >= _TELLING and text.startswith(last):
        text = MASK + text[len(last) :]
    return text


def scrub(value: Any, words: str) -> Any:
    """Return a JSON value with `words` replaced by the mask in each text in it; keys stay."""
    if isinstance(value, str):
        return hidden(value, words)
    if isinstance(value, list):
        return [scrub(item, words) for item in value]
    if isinstance(value, dict):
        return {key: scrub(item, words) for key, item in value.items()}
    return value


def parts(words: str) -> list[str]:
    """Return what of the words can stand in one line: all of them, or their telling parts."""
    lines = words.split("\n")
    return [words] if len(lines) == 1 else [words, *(line for line in lines if len(line) >= _TELLING)]
