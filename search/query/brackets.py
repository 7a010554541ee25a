"""Tells brackets that group from brackets in copied text: 国家统计局（NBS）, 电（记者 张三）, （图）.

A bracket groups in a query with operators, behind a minus or a field, and around several runs (what stands between
blanks). Elsewhere it is text like any other, so that copied words find themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_RUN = re.compile(r"\S+")
_BRACKET = re.compile(r"[()\s]")
# Chinese operators are everyday words. They are operators with blanks around them, or behind brackets that begin a run:
# in 电(非 the bracket stands amid a word, and so does 非.
_OPERATORS = re.compile(r"(?:(?<=[\s()])|\A)(?:AND|OR|NOT)(?=[\s()]|\Z)|(?:\s|\A)\(*非(?=\s)|(?<=\s)[与或](?=\s)")


class Brackets:
    """The brackets of one query, which is to be read from left to right; they must be the half-width ones."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._partners = _partners(text)
        self._logical = bool(_OPERATORS.search(text))
        #: Whether there is more than one run.
        self.several = len(text.split(maxsplit=1)) > 1
        #: Opening brackets amid words so far, whose closing ones are text as well.
        self._loose = 0

    def groups(self, place: int, *, wanted: bool) -> bool:
        """Tell whether the bracket opening at `place`, where a run begins, groups. `wanted`: behind a minus or name."""
        if self._logical or wanted:
            return True
        partner = self._partners.get(place)
        if partner is None:
            return self.several
        # Brackets around nothing group nothing, but in copied text they stand before a word: ()0.
        return not self._text[place:].split(maxsplit=1)[0].strip("()")

    def is_stray(self, place: int) -> bool:
        """Tell whether the closing bracket at `place`, outside any group, is a slip and not copied text."""
        at_end = not self._text[place + 1 : place + 2].strip()
        return self._logical or (self.several and not self._loose and at_end)

    def end_of_word(self, start: int, *, grouped: bool) -> int:
        """Return where the word from `start` ends: at a blank, or at a bracket that groups or is stray.

        `grouped` tells whether a group is open.
        """
        place = start
        while found := _BRACKET.search(self._text, place):
            place = found.start()
            if found.group().isspace() or (place > start and self._parts(place, grouped=grouped)):
                return place
            place = max(place, self._partners.get(place, 0)) + 1
        return len(self._text)

    def _parts(self, place: int, *, grouped: bool) -> bool:
        """Whether the bracket amid a word parts it. Counts the opening ones that do not."""
        alone = place not in self._partners
        if self._text[place] == "(":
            self._loose += alone and not self._logical
            return alone and self._logical
        if self._loose and alone:
            self._loose -= 1
            return False
        return grouped or self.is_stray(place)


def _partners(text: str) -> Mapping[int, int]:
    """For each bracket that is balanced within its run, where its partner stands."""
    partners: dict[int, int] = {}
    for run in _RUN.finditer(text):
        waiting: list[int] = []
        for found in _BRACKET.finditer(text, *run.span()):
            if found.group() == "(":
                waiting.append(found.start())
            elif waiting:
                opening = waiting.pop()
                partners |= {opening: found.start(), found.start(): opening}
    return partners
