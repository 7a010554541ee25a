"""Names that a conversion of script must not mangle: of people, character by character; of bodies, as registered.

A table knows no names: it would make 於 of the surname 于, 範 of 范, 後 of 后. Names are found in folded text, so that
a body is known by its name in either script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from archive.text.folding import fold, widths

#: Shorter names stand in too many words.
_SHORTEST = 2
#: Characters of the simplified script that have a traditional counterpart and yet stay as they are in names, since
#: there they are no short forms: surnames (于 余 范 后 岳 涂 栗 朴 咸 郁 游 种), given names (杰 里 岩 采 松 征 台).
_KEPT_AS_SIMPLIFIED = "丑于仆余准凶占台后咸夸岩岳干征托斗朴杰松栗涂淀游种舍苹范谷郁采里"
#: The same the other way: 李乾 is no 李干, 魏徵 no 魏征, and the surname 於 is none of the 于.
_KEPT_AS_TRADITIONAL = "乾徵於藉瞭"
_KEPT = frozenset(_KEPT_AS_SIMPLIFIED + _KEPT_AS_TRADITIONAL)


@dataclass(frozen=True, slots=True)
class Printed:
    """A part of a text. registered: the name under which the authority knows the body that is named by it."""

    text: str
    is_person: bool = False
    registered: str = ""

    def registered_in(self, *, simplified: bool) -> str:
        """The registered name if it is written in that script; "" where it is not or tells neither."""
        if not self.registered or (fold(self.registered) == widths(self.registered)) != simplified:
            return ""
        return self.registered


@dataclass(frozen=True, slots=True)
class Names:
    """people: folded names. bodies: folded names and aliases, with the form in which each is registered."""

    people: frozenset[str] = frozenset()
    bodies: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[str], bodies: Iterable[str] = ()) -> Names:
        """Take names as they are printed or registered; those too short to be told from words are left out."""
        return cls(
            frozenset(key for name in people if len(key := fold(name.strip())) >= _SHORTEST),
            {key: name.strip() for name in bodies if len(key := fold(name.strip())) >= _SHORTEST},
        )

    def parts(self, text: str) -> Iterator[Printed]:
        """Cut the text into names and what stands between them; the longest name wins."""
        keys = sorted({*self.people, *self.bodies}, key=lambda key: (-len(key), key))
        if not keys:
            yield Printed(text)
            return
        folded, at = fold(text), 0
        for found in re.finditer("|".join(map(re.escape, keys)), folded):
            if found.start() > at:
                yield Printed(text[at : found.start()])
            yield self._named(text[found.start() : found.end()], found.group())
            at = found.end()
        if at < len(text):
            yield Printed(text[at:])

    def _named(self, text: str, key: str) -> Printed:
        return Printed(text, is_person=key in self.people, registered=self.bodies.get(key, ""))


NO_NAMES = Names()


def in_other_script(char: str, characters: Mapping[str, str]) -> str:
    """Return a character of a person's name as it is written in the other script, whatever stands beside it."""
    return char if char in _KEPT else characters.get(char, char)
