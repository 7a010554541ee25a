"""Parts a query into tokens. A sign is a sign only where a run begins, for copied text is full of colons and dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.query import dates
from search.query.brackets import Brackets
from search.query.fields import ANYWHERE, LABEL, Scope, scope_of
from search.query.quotes import nested, quoted
from search.query.syntax import Mistake
from search.query.tokens import Kind, Token
from search.query.typed import Typed

#: How deep brackets may stand in brackets; deeper ones are passed over.
DEPTH_LIMIT = 8
#: Words, phrases, dates and names that a query may have.
TERM_LIMIT = 16

_BLANKS = re.compile(r"\s*")
# A Chinese operator needs blanks around it and something to work on; else it is a word.
_OPERATOR = re.compile(r"(?:AND|OR|NOT)(?=[\s()]|\Z)|(?:(?<=[\s(])|\A)[与或非](?=\s+[^\s)])")
_KINDS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "与": Kind.AND, "或": Kind.OR, "非": Kind.NOT}
_SIGNS = "+-"
_NARROW = "()+-与或非"


def tokens_of(typed: Typed) -> tuple[list[Token], list[Mistake]]:
    """Return the tokens, with as many closing brackets as opening ones, and the mistakes. Takes linear time."""
    lexer = _Lexer(typed)
    lexer.read()
    return lexer.tokens, lexer.mistakes


@dataclass(frozen=True, slots=True)
class _Label:
    """A field's name that still waits for its value; `end` is behind the colon."""

    scope: Scope
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Group:
    """An open bracket; one too deep has no token."""

    scope: Scope
    place: int
    deep: bool


class _Lexer:
    """Reads from left to right: each step takes what it knows at `place`, or returns False and leaves it alone."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.text, self.folded = typed.text, typed.folded
        self.signs = _narrowed(typed)
        self.brackets = Brackets(self.signs)
        self.closings = nested(self.text)
        self.tokens: list[Token] = []
        self.mistakes: list[Mistake] = []
        self.groups: list[_Group] = []
        self.label: _Label | None = None
        self.place = 0
        self.words = 0

    def read(self) -> None:
        while self._more():
            _ = (
                self._closing_bracket()
                or self._operator()
                or self._field()
                or self._sign()
                or self._date()
                or self._opening_bracket()
                or self._phrase()
                or self._word()
            )
        self._end()

    def _more(self) -> bool:
        blanks = _BLANKS.match(self.text, self.place)
        self.place = blanks.end() if blanks else self.place
        return self.place < len(self.text)

    @property
    def _scope(self) -> Scope:
        if self.label:
            return self.label.scope
        return self.groups[-1].scope if self.groups else ANYWHERE

    @property
    def _labelled(self) -> bool:
        """Whether a field's name stands right before, without a blank: then a value is all that can follow."""
        return self.label is not None and self.label.end == self.place

    def _closing_bracket(self) -> bool:
        if self.signs[self.place] != ")" or not (self.groups or self.brackets.is_stray(self.place)):
            return False
        self._tell_empty_field()
        if not self.groups:
            self._tell("unopened-bracket", self.place, self.place + 1)
        elif not self.groups.pop().deep:
            self._add(Kind.CLOSE, self.place, self.place + 1)
        self.place += 1
        return True

    def _operator(self) -> bool:
        found = _OPERATOR.match(self.signs, self.place)
        if not found or self._labelled or not self._can_work(found.group()):
            return False
        self._tell_empty_field()
        self._add(_KINDS[found.group()], *found.span())
        self.place = found.end()
        return True

    def _can_work(self, operator: str) -> bool:
        """与 and 或 need something before them to join; else they are words."""
        if operator not in "与或":
            return True
        return self.label is None and bool(self.tokens) and self.tokens[-1].kind in (Kind.WORD, Kind.CLOSE)

    def _field(self) -> bool:
        found = LABEL.match(self.folded, self.place)
        if not found:
            return False
        start = self.place
        if self.label and self._labelled:
            start, scope = self.label.start, scope_of(found[1], self.label.scope)
        else:
            self._tell_empty_field()
            scope = scope_of(found[1], self._scope) or scope_of(found[1], ANYWHERE)
        if scope is None:
            return False
        self.label = _Label(scope, start, found.end())
        self.place = found.end()
        return True

    def _sign(self) -> bool:
        sign, behind = self.signs[self.place], self.signs[self.place + 1 : self.place + 2]
        if sign not in _SIGNS or (behind and behind in _SIGNS):
            return False
        if behind.isdigit() and not self.brackets.several:  # -5℃ by itself: nobody asks for all but one number
            return False
        if not behind.strip():
            self._tell("lone-operator", self.place, self.place + 1)
        elif sign == "-":
            self._add(Kind.NOT, self.place, self.place + 1)
        self.place += 1
        return True

    def _date(self) -> bool:
        if self._scope.field == "date":
            found = dates.EXPRESSION.match(self.folded, self.place)
        elif self._scope == ANYWHERE:
            found = dates.PLAIN_RANGE.match(self.folded, self.place)
        else:
            return False
        if found:
            self._add_word(*found.span(), Scope("date"))
        return bool(found)

    def _opening_bracket(self) -> bool:
        before = self.signs[self.place - 1 : self.place]
        wanted = self.label is not None or (bool(before) and before in _SIGNS)
        if self.signs[self.place] != "(" or not self.brackets.groups(self.place, wanted=wanted):
            return False
        deep = len(self.groups) >= DEPTH_LIMIT
        if deep:
            self._tell("too-deep", self.place, self.place + 1)
        else:
            self._add(Kind.OPEN, self.place, self.place + 1, self._scope)
        self.groups.append(_Group(self._scope, self.place, deep))
        self.label = None
        self.place += 1
        return True

    def _phrase(self) -> bool:
        found = quoted(self.text, self.place, self.closings)
        if not found:
            return False
        if not found.closed and self.typed.cut is None:
            self._tell("unclosed-quote", found.opening, found.opening + 1)
        inner, end = self.text[found.opening + 1 : found.closing], min(found.closing + 1, len(self.text))
        if inner.strip():
            self._add_word(found.opening, end, self._scope, inner)
        else:
            self._tell_empty_field()
            self.place = end
        return True

    def _word(self) -> bool:
        end = self.brackets.end_of_word(self.place, grouped=bool(self.groups))
        self._add_word(self.place, end, self._scope)
        return True

    def _add_word(self, start: int, end: int, scope: Scope, inner: str | None = None) -> None:
        self.words += 1
        self.label = None
        self.place = end
        if self.words > TERM_LIMIT:
            self._stop(start)
            return
        text = self.text[start:end] if inner is None else inner
        start -= self.signs[start - 1 : start] == "+"
        self.tokens.append(Token(Kind.WORD, text, *self.typed.span(start, end), scope, inner is not None))

    def _stop(self, start: int) -> None:
        """Leave out the rest, and what pointed to it."""
        self._tell("too-many-terms", start, len(self.text))
        self.place = len(self.text)
        while self.tokens and self.tokens[-1].kind not in (Kind.WORD, Kind.CLOSE):
            self.tokens.pop()

    def _end(self) -> None:
        self._tell_empty_field()
        if self.groups and self.words <= TERM_LIMIT and self.typed.cut is None:
            self._tell("unclosed-bracket", self.groups[0].place, self.groups[0].place + 1)
        kinds = [token.kind for token in self.tokens]
        end = self.tokens[-1].end if self.tokens else 0
        self.tokens += [Token(Kind.CLOSE, ")", end, end)] * (kinds.count(Kind.OPEN) - kinds.count(Kind.CLOSE))

    def _tell_empty_field(self) -> None:
        if self.label:
            self._tell("empty-field", self.label.start, self.label.end)
        self.label = None

    def _add(self, kind: Kind, start: int, end: int, scope: Scope = ANYWHERE) -> None:
        self.tokens.append(Token(kind, self.text[start:end], *self.typed.span(start, end), scope))

    def _tell(self, code: str, start: int, end: int) -> None:
        self.mistakes.append(Mistake(code, *self.typed.span(start, end), {"piece": self.text[start:end]}))


def _narrowed(typed: Typed) -> str:
    """The text in its own case, with brackets, signs and Chinese operators in one form. Of the same length."""
    pairs = zip(typed.folded, typed.text, strict=True)
    return "".join(folded if folded in _NARROW else as_typed for folded, as_typed in pairs)
