"""Reads the names of agencies in an article: the longest word at each place, abbreviations by what stands around.

A name that could mean something else counts only with evidence: a sign in the article, a frame as 《》 around an
outlet's, or a surer name of the same agency. What nobody can tell is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from archive.ingest.authority.bodies import Composed, compose
from archive.ingest.authority.knowledge import knowledge
from archive.ingest.authority.known import Agency, Authority
from archive.ingest.authority.matching import Sort, Word
from archive.ingest.authority.places import Places, ending_at, longest
from archive.ingest.records import Body

_OF_STATE = re.compile(r"国|中国|中央|中共|中华|全国|最高|人民")
_WIRE = re.compile(r"[^。;!?]{0,28}(?:电|讯|消息)(?=[\s()\[\]【】::,]|记者|$)")
_OFFICE = "总理|副总理|首相|副首相|总统|副总统|国务卿"
_OFFICES = re.compile(rf"(?:{_OFFICE})(?:兼|、|和|及)$")
_LATIN = re.compile(r"[a-z0-9]")
_LATIN_SURE = 4  # characters from which a Latin name needs no company
_AT_HOME = ("71", "81", "82")  # Taiwan, Hong Kong, Macau: a body's name behind these is told by its aliases


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in line `line`, from start up to end. body: one that the authority does not know, else None."""

    line: int
    start: int
    end: int
    name: str
    body: Body | None = None


def read(lines: Sequence[str], authority: Authority) -> list[Mention]:
    """Return the agencies that an article's lines name, in the order of the text.

    lines: folded. A mention of a body that is composed of a division and an organ and not in the authority carries it.
    """
    return _Reader(lines, authority).mentions()


class _Reader:
    """One article. _meant: what each short name stood for when it was last used in full; None for another country's."""

    def __init__(self, lines: Sequence[str], authority: Authority) -> None:
        self._lines = lines
        self._text = "\n".join(lines)
        self._authority = authority
        self._words = [list(authority.matcher.words(line)) for line in lines]
        self._places = Places(self._words)
        self._meant: dict[str, Mention | None] = {}
        self._surely: set[str] = set()
        self._signs: dict[str, bool] = {}

    def mentions(self) -> list[Mention]:
        sure: list[Mention] = []
        weak: list[Mention] = []
        for mention, needs_support in self._read():
            (weak if needs_support else sure).append(mention)
        self._surely = {mention.name for mention in sure}
        sure += [mention for mention in weak if mention.name in self._surely]
        return sorted(sure, key=lambda mention: (mention.line, mention.start))

    def _read(self) -> Iterator[tuple[Mention, bool]]:
        """Yield each mention and whether it counts only beside a surer name of the same agency."""
        for number, words in enumerate(self._words):
            if not any(word.sort & (Sort.NAME | Sort.ORGAN) for word in words):
                continue
            composed = dict(self._composed(number, words))
            whose = [word for word, (_organ, made) in composed.items() if made.body]
            for word in longest([*whose, *self._plain(words), *composed]):  # of equal length the first is taken
                if word in composed:
                    yield from self._body(number, word, composed[word])
                elif Sort.NAME in word.sort and Sort.TRAP not in word.sort:
                    yield from self._named(number, word)

    def _plain(self, words: Sequence[Word]) -> Iterator[Word]:
        return (word for word in words if word.sort & (Sort.NAME | Sort.TRAP | Sort.PLACE))

    def _composed(self, number: int, words: Sequence[Word]) -> Iterator[tuple[Word, tuple[str, Composed]]]:
        line = self._lines[number]
        for word in words:
            made = compose(line, word, self._places, number) if Sort.ORGAN in word.sort else None
            if made:
                whole = Word(made.start, made.end, line[made.start : made.end], Sort.ORGAN)
                yield whole, (word.text, made)

    def _body(self, number: int, word: Word, made: tuple[str, Composed]) -> Iterator[tuple[Mention, bool]]:
        organ, composed = made
        body = composed.body
        mention = None
        if body:
            agency = self._authority.find(body.name) or self._authority.find(word.text)
            name = agency.name if agency else body.name
            mention = Mention(number, word.start, word.end, name, None if agency else body)
            yield mention, False
        self._meant[organ] = mention

    def _named(self, number: int, word: Word) -> Iterator[tuple[Mention, bool]]:
        line = self._lines[number]
        for agency in self._agencies(word.text):
            if _within_a_word(line, word) or (agency.kind == "outlet" and _is_another(line, word)):
                continue
            mention: Mention | None = Mention(number, word.start, word.end, agency.name)
            if agency.kind == "government":
                mention = self._body_meant(line, word, mention)
            if mention and not self._ambiguous(word.text):
                yield mention, self._needs_support(line, word, agency)

    def _agencies(self, name: str) -> list[Agency]:
        if name in knowledge().joint:
            found = [self._authority.find(one) for one in knowledge().joint[name]]
            return [agency for agency in found if agency]
        return [self._authority.by_alias[name]]

    def _body_meant(self, line: str, word: Word, mention: Mention | None) -> Mention | None:
        """Another country's or a division's body bears this name here, or was so called above: then it is not ours."""
        if _is_abroad(line, word.start):
            self._meant[word.text] = None
            return None
        if not _OF_STATE.match(word.text) and _behind_division(line, word.start):
            self._meant[word.text] = None
            return None
        if word.text not in self._meant or mention is None:
            return mention
        above = self._meant[word.text]
        return above and Mention(mention.line, mention.start, mention.end, above.name, above.body)

    def _ambiguous(self, name: str) -> bool:
        return any(map(self._stands, knowledge().ambiguous_beside.get(name, ())))

    def _stands(self, sign: str) -> bool:
        """Whether a sign stands anywhere in the article; the text is searched once for each."""
        if sign not in self._signs:
            self._signs[sign] = sign in self._text
        return self._signs[sign]

    def _needs_support(self, line: str, word: Word, agency: Agency) -> bool:
        known = knowledge()
        if word.text not in known.weak and not _is_short(word.text):
            return False
        if agency.kind == "outlet" and _is_framed(line, word):
            return False
        return not any(map(self._stands, known.weak.get(word.text, ())))


def _within_a_word(line: str, word: Word) -> bool:
    """Whether the name goes on into another word, or is a piece of a Latin one."""
    if line.startswith(knowledge().goes_on.get(word.text[-1], ()), word.end):
        return True
    before, behind = line[word.start - 1 : word.start], line[word.end : word.end + 1]
    starts, ends = _LATIN.match(word.text[0]), _LATIN.match(word.text[-1])
    return bool((starts and _LATIN.match(before)) or (ends and _LATIN.match(behind)))


def _is_another(line: str, word: Word) -> bool:
    """Whether it is the article's own wire at the head of a line (新华社北京9月30日电) or a namesake (山西经济日报)."""
    if word.start <= 2 and _WIRE.match(line, word.end):
        return True
    return word.text.endswith("报") and bool(ending_at(line, word.start, short=True)[1])


def _is_short(name: str) -> bool:
    if name in knowledge().sure:
        return False
    return len(name) < _LATIN_SURE if name.isascii() else len(name) <= 2


def _is_framed(line: str, word: Word) -> bool:
    known = knowledge()
    return line.endswith(known.before, 0, word.start) or line.startswith(known.behind, word.end)


def _behind_division(line: str, start: int) -> bool:
    _begin, meanings = ending_at(line, start, short=True)
    return any(not one.code.startswith(_AT_HOME) for one in meanings) or line.endswith(("省", "市", "自治区"), 0, start)


def _is_abroad(line: str, start: int) -> bool:
    """Whether another country stands right before, or with its offices in the same breath: 以色列副总理兼|司法部长."""
    before = line[max(0, start - 8) : start]
    return bool(_abroad().search(before)) or bool(_OFFICES.search(before) and _abroad_with_office().search(before))


@cache
def _abroad() -> re.Pattern[str]:
    return re.compile(rf"(?:{_countries()})的?$")


@cache
def _abroad_with_office() -> re.Pattern[str]:
    return re.compile(rf"(?:{_countries()})(?:前|现任|新任|副)*(?:{_OFFICE})")


def _countries() -> str:
    return "|".join(map(re.escape, sorted(knowledge().abroad, key=len, reverse=True)))
