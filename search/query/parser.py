"""Reads what a reader typed. Any text is a query: nothing raises, and each mistake is told with its position.

The language: blanks part terms, and all terms must occur. A term in quotation marks of any kind (" “ ” 「 」 『 』)
is a phrase and may hold blanks. A minus before a term shuts out the articles with it. Quotation marks inside a term
are text like any other, so that words copied from an article find it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.text.folding import fold
from search.query.syntax import And, Everything, Mistake, Node, Not, ParsedQuery, Phrase, Term

#: Longer queries are cut: nobody reads them, and time grows with length.
LENGTH_LIMIT = 256
TERM_LIMIT = 16

MINUS = "-－"
#: Each opening quotation mark with those that close it.
QUOTES = {'"': '"＂”', "＂": '"＂', "“": '”"', "”": "”", "„": "”“", "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄"}

# Control characters, lone surrogates and characters that Unicode will never assign separate words; nothing else.
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLANKS = re.compile(r"\s+")


class _Token(NamedTuple):
    """A term as written, without its signs; `start` and `end` enclose the signs."""

    text: str
    start: int
    end: int
    excluded: bool
    quoted: bool


def parse(text: str) -> ParsedQuery:
    """Return the tree of `text` with folded terms, and the mistakes in the order of their positions."""
    mistakes: list[Mistake] = []
    if len(text) > LENGTH_LIMIT:
        mistakes.append(Mistake("too-long", LENGTH_LIMIT))
    tokens = list(_tokens(_UNREADABLE.sub(" ", text[:LENGTH_LIMIT]), mistakes))
    if len(tokens) > TERM_LIMIT:
        mistakes.append(Mistake("too-many-terms", tokens[TERM_LIMIT].start))
    nodes = tuple(_node(token) for token in tokens[:TERM_LIMIT])
    return ParsedQuery(_together(nodes), tuple(sorted(mistakes, key=lambda mistake: mistake.position)))


def normal(text: str) -> str:
    """Fold `text` and make each stretch of blanks one space: the form in which terms meet the indexed text."""
    return _BLANKS.sub(" ", fold(text)).strip()


def _tokens(text: str, mistakes: list[Mistake]) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        token = _token(text, position, mistakes)
        if token.text.strip():
            yield token
        position = token.end


def _token(text: str, start: int, mistakes: list[Mistake]) -> _Token:
    """Read one token. A minus stands for exclusion only if something follows it at once."""
    body = start + 1 if text[start] in MINUS else start
    if body > start and (body == len(text) or text[body].isspace()):
        mistakes.append(Mistake("lone-minus", start))
        return _Token("", start, body, excluded=True, quoted=False)
    excluded = body > start
    if text[body] in QUOTES:
        phrase = _phrase(text, start, body, mistakes)
        if phrase is not None:
            return phrase._replace(excluded=excluded)
    end = _end_of_word(text, body)
    return _Token(text[body:end], start, end, excluded, quoted=False)


def _phrase(text: str, start: int, opening: int, mistakes: list[Mistake]) -> _Token | None:
    """Read a phrase; None if its closing mark stands amid a term, for then the marks are part of copied text."""
    closing = _closing(text, opening)
    if closing is None:
        mistakes.append(Mistake("unclosed-quote", opening))
        return _Token(text[opening + 1 :], start, len(text), excluded=False, quoted=True)
    after = text[closing + 1 : closing + 2]
    if after and not after.isspace() and after not in QUOTES:
        return None
    return _Token(text[opening + 1 : closing], start, closing + 1, excluded=False, quoted=True)


def _closing(text: str, opening: int) -> int | None:
    marks = QUOTES[text[opening]]
    return next((place for place in range(opening + 1, len(text)) if text[place] in marks), None)


def _end_of_word(text: str, start: int) -> int:
    blank = _BLANKS.search(text, start)
    return blank.start() if blank else len(text)


def _node(token: _Token) -> Node:
    kind = Phrase if token.quoted else Term
    term = kind(normal(token.text), token.start, token.end)
    return Not(term) if token.excluded else term


def _together(nodes: tuple[Node, ...]) -> Node:
    if not nodes:
        return Everything()
    return nodes[0] if len(nodes) == 1 else And(nodes)
