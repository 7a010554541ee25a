"""Reads what a reader typed. Any text is a query: nothing raises, and each mistake is told with its position.

The language, for readers, is in docs/search.md. NOT binds closest, then AND (which blanks stand for), then OR.
Grammar: either = both {OR both}; both = one {[AND] one}; one = {NOT} (word | OPEN either CLOSE).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

from search.query.fields import ANYWHERE, SINGLE, Scope
from search.query.lexer import DEPTH_LIMIT, TERM_LIMIT, tokens_of
from search.query.operands import operand
from search.query.syntax import And, Everything, Mistake, Node, Not, Or, ParsedQuery, Phrase, Term
from search.query.tokens import Kind, Token
from search.query.typed import LENGTH_LIMIT, Typed, as_written, normal, readable

__all__ = ["DEPTH_LIMIT", "LENGTH_LIMIT", "TERM_LIMIT", "as_written", "normal", "parse", "relaxable"]

#: Days are those of China, the year round.
_CHINA = timezone(timedelta(hours=8))
_ANYTHING = frozenset({"*", "＊"})
#: Characters between words that stand side by side. Between them and a third there may be an operator.
_GAP = 2
#: How often the same mistake is told.
_TOLD_TIMES = 3
#: Mistakes that say what was left out; where nothing else is there, nothing is.
_LEFT_OUT = frozenset({"lone-operator", "empty-field", "unopened-bracket", "unclosed-bracket", "unclosed-quote"})


def parse(text: str, *, today: date | None = None) -> ParsedQuery:
    """Return the tree of `text` with folded terms, and the mistakes in the order of their positions.

    `today` is what 昨天 and "last 30 days" count from; without it, the day in China. Takes time linear in the text.
    """
    typed = readable(text)
    if not typed.text.strip() or typed.text.strip() in _ANYTHING:
        return ParsedQuery(Everything(), _cut(typed, text))
    tokens, mistakes = tokens_of(typed)
    tree = _Reader(tokens, mistakes, today or datetime.now(_CHINA).date()).either(ANYWHERE)
    if tree is None:
        tree = _as_typed(typed, mistakes)
    mistakes.extend(_cut(typed, text))
    return ParsedQuery(tree, tuple(_told(mistakes)))


def relaxable(tree: Node) -> str | None:
    """Return the words of a query that is nothing but plain words side by side; None for any other.

    Quotation marks, fields, operators and signs say exactly what is wanted, so that nothing may be relaxed in them.
    """
    words = tree.children if isinstance(tree, And) else (tree,)
    plain = [word for word in words if type(word) is Term and _is_plain(word)]
    if len(plain) < len(words) or any(after.start - before.end > _GAP for before, after in pairwise(plain)):
        return None
    return " ".join(word.text for word in plain)


def _is_plain(word: Term) -> bool:
    """Tell whether the word was typed without a sign: then it is as long as it was typed."""
    return not word.fields and len(word.text) == word.end - word.start


def _as_typed(typed: Typed, mistakes: list[Mistake]) -> Node:
    """Return what to look for where nothing but signs was typed: the signs, for they may have been copied."""
    start, end = typed.span(0, len(typed.text))
    mistakes[:] = [mistake for mistake in mistakes if mistake.code not in _LEFT_OUT]
    mistakes.append(Mistake("only-signs", start, end))
    text = normal(typed.text)
    return (Phrase if " " in text else Term)(text, start, end)


def _told(mistakes: list[Mistake]) -> Iterator[Mistake]:
    """In their order, but not the same thing over and over."""
    times: Counter[str] = Counter()
    for mistake in sorted(mistakes, key=lambda mistake: (mistake.position, mistake.end)):
        times[mistake.code] += 1
        if times[mistake.code] <= _TOLD_TIMES:
            yield mistake


def _cut(typed: Typed, text: str) -> tuple[Mistake, ...]:
    return () if typed.cut is None else (Mistake("too-long", typed.cut, len(text)),)


class _Reader:
    """Goes through the tokens once. An operator with nothing to join is told and left out."""

    def __init__(self, tokens: Sequence[Token], mistakes: list[Mistake], today: date) -> None:
        self.tokens = tokens
        self.mistakes = mistakes
        self.today = today
        self.place = 0

    def either(self, scope: Scope) -> Node | None:
        """Read up to the bracket that closes; `scope` is that of the bracket that opened."""
        nodes = [node] if (node := self._both(scope)) else []
        while operator := self._next(Kind.OR):
            node = self._both(scope)
            if not nodes or not node:
                self._tell_lone(operator)
            nodes += [node] if node else []
        return _joined(Or, nodes)

    def _both(self, scope: Scope) -> Node | None:
        nodes: list[Node] = []
        explicit = False
        while True:
            operator = self._next(Kind.AND)
            begun = bool(nodes)
            node = self._one()
            nodes += [node] if node else []
            if operator and not (begun and node):
                self._tell_lone(operator)
            explicit = explicit or operator is not None
            if not operator and not self._at(Kind.WORD, Kind.OPEN, Kind.NOT, Kind.AND):
                break
        return _any_of(nodes) if scope.field in SINGLE and not explicit else _joined(And, nodes)

    def _one(self) -> Node | None:
        negated = None
        while operator := self._next(Kind.NOT):
            if not self._at(Kind.WORD, Kind.OPEN, Kind.NOT):
                self._tell_lone(operator)
            negated = operator
        node = self._word_or_group()
        if node and negated:
            return node.child if isinstance(node, Not) else Not(node)
        return node

    def _word_or_group(self) -> Node | None:
        if token := self._next(Kind.WORD):
            return operand(token, self.today, self.mistakes.append)
        if token := self._next(Kind.OPEN):
            node = self.either(token.scope)
            self._next(Kind.CLOSE)
            return node
        return None

    def _at(self, *kinds: Kind) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place].kind in kinds

    def _next(self, kind: Kind) -> Token | None:
        if not self._at(kind):
            return None
        self.place += 1
        return self.tokens[self.place - 1]

    def _tell_lone(self, operator: Token) -> None:
        self.mistakes.append(Mistake("lone-operator", operator.start, operator.end, {"piece": operator.text}))


def _joined(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node | None:
    """Join the nodes into one; those of the same kind among them are opened up."""
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return kind(tuple(child for node in nodes for child in (node.children if isinstance(node, kind) else (node,))))


def _any_of(nodes: Sequence[Node]) -> Node | None:
    """Join values of a field that has one: any of them, and none of those shut out."""
    wanted = [node for node in nodes if not isinstance(node, Not)]
    unwanted = [node for node in nodes if isinstance(node, Not)]
    return _joined(And, [*([any_of] if (any_of := _joined(Or, wanted)) else []), *unwanted])
