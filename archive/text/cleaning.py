"""Characters that are there but not to be read: invisible ones, odd line ends, white space of every width."""

from __future__ import annotations

import re

#: Line ends beside \n: CR LF, CR, next line, vertical tab, form feed, line and paragraph separator.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

#: Control characters, soft hyphen, zero-width characters, direction marks, byte order mark, tag characters.
#: The zero-width joiner stays where it builds an emoji.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|(?<![\ufe0f\U0001f000-\U0001faff])\u200d"
)

#: Every blank, among them the ideographic space of Chinese indents and the no-break space.
_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def normalise_lines(text: str) -> str:
    """Return `text` with invisible characters removed and every line end written as a single newline."""
    return _INVISIBLE.sub("", _LINE_END.sub("\n", text))


def clean_line(text: str) -> str:
    """Return one line as a reader sees it: nothing invisible, no indent, runs of blanks as one.

    The one is an ideographic space where the run holds one, as between the halves of a title, else an ASCII space.
    """
    return _without_runs(normalise_lines(text).replace("\n", " "))


def clean_lines(text: str) -> list[str]:
    """Return the lines of `text` that hold something, each as `clean_line` leaves it."""
    lines = (_without_runs(line) for line in normalise_lines(text).split("\n"))
    return [line for line in lines if line]


def _without_runs(line: str) -> str:
    return _BLANKS.sub(lambda run: "\u3000" if "\u3000" in run.group() else " ", line).strip(" \u3000")
