"""From a word of the query to what is asked of the index: a term, a prefix, a condition on days, a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from archive.text.folding import fold
from search.query.dates import days
from search.query.fields import CLAUSES, SCRIPTS, TEXTS
from search.query.syntax import Clause, Field, Mistake, Node, Phrase, Prefix, Term, Written
from search.query.tokens import Token
from search.query.typed import as_written, normal

#: Letters and digits that a prefix needs: shorter ones begin too many words. Han needs none, for it is found anywhere.
PREFIX_LENGTH = 3

_STAR = re.compile(r"(?<![*])\*")
_INNER = re.compile(r"\w[?*]\w")
_ONLY_WORD = re.compile(r"[\w?*]+")
_HAN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")

Tell = Callable[[Mistake], None]


def operand(token: Token, today: date, tell: Tell) -> Node | None:
    """Return the node for a word; None where nothing of it can be asked. `tell` gets the mistakes in it."""
    field = token.scope.field
    if not normal(token.text.strip("*＊") if field in CLAUSES else token.text):
        tell(_mistake("empty-field", token))
        return None
    if field == "date":
        return _days(token, today, tell)
    if field == "script":
        return _script(token, tell)
    if field in CLAUSES:
        return Clause(CLAUSES[field], normal(token.text.strip("*＊")), token.start, token.end)
    return _term(token, tell)


def _days(token: Token, today: date, tell: Tell) -> Node | None:
    found = days(normal(token.text), today)
    if found is None:
        tell(_mistake("bad-date", token))
        return None
    for code, piece in found.flaws:
        tell(_mistake(code, token, piece))
    first, last = (_number(day) if day else None for day in (found.first, found.last))
    if first and last:
        return Field("day", "range", (first, last))
    return Field("day", "gte", first) if first else Field("day", "lte", last)


def _number(day: date) -> int:
    """The form in which days are indexed."""
    return day.year * 10_000 + day.month * 100 + day.day


def _script(token: Token, tell: Tell) -> Node | None:
    label = SCRIPTS.get(normal(token.text))
    if label is None:
        tell(_mistake("unknown-script", token))
        return None
    return Field("script", "exact", label)


def _term(token: Token, tell: Tell) -> Node | None:
    fields = TEXTS.get(token.scope.field, ())
    form = as_written if token.scope.exact else normal
    if token.quoted:
        kind: type[Term] = Written if token.scope.exact else Phrase
        return kind(form(token.text), token.start, token.end, fields)
    text, prefix = _without_stars(token, tell)
    if not text:
        return None
    kind = Prefix if prefix and not token.scope.exact else Written if token.scope.exact else Term
    return kind(form(text), token.start, token.end, fields)


def _without_stars(token: Token, tell: Tell) -> tuple[str, bool]:
    """Return the word without a star at either end, and whether it is a prefix. Two stars and more hide a name."""
    text = token.text.replace("＊", "*")
    if text == "*":
        tell(_mistake("wildcard-alone", token))
        return "", False
    if _STAR.match(text) and not text.startswith("**"):
        tell(_mistake("wildcard-first", token))
        text = text[1:]
    if _INNER.search(text) and _ONLY_WORD.fullmatch(text) and "**" not in text:
        tell(_mistake("wildcard-inside", token))
    if not text.endswith("*") or text.endswith("**"):
        return text, False
    text = text[:-1]
    return text, _is_prefix(text, token, tell)


def _is_prefix(text: str, token: Token, tell: Tell) -> bool:
    letters = sum(character.isalnum() for character in text)
    if _HAN.search(fold(text)) or letters >= PREFIX_LENGTH:
        return True
    tell(_mistake("wildcard-short", token))
    return False


def _mistake(code: str, token: Token, piece: str | None = None) -> Mistake:
    return Mistake(code, token.start, token.end, {"piece": token.text if piece is None else piece})
