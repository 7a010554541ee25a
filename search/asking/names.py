"""Puts conditions on columns in place of the names that a reader typed: 来源:新华社, 机构:公安部, 地区:浙江."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from archive.models import Agency
from archive.text.divisions import by_full_name, by_short_name
from archive.text.folding import fold
from search.query.syntax import And, Clause, Field, Mistake, Node, Not, Nothing, Or, ParsedQuery, Term

#: What a reader may call the two kinds of a source, folded.
_KINDS = {
    Agency.Kind.OUTLET: ("outlet", "news", "media", "媒体", "新闻", "报道"),
    Agency.Kind.GOVERNMENT: ("government", "official", "政府", "机构", "机关", "官方", "公告"),
}


def resolved(query: ParsedQuery) -> ParsedQuery:
    """Return the query without any Clause in its tree; names that nobody bears match nothing, and are told."""
    unknown: list[Clause] = []
    tree = _resolved(query.tree, unknown)
    told = [Mistake(f"unknown-{one.name}", one.start, one.end, {"name": one.text}) for one in unknown]
    return replace(query, tree=tree, mistakes=(*query.mistakes, *told))


def _resolved(node: Node, unknown: list[Clause]) -> Node:
    match node:
        case Clause(name, text):
            found = _RESOLVERS[name](text)
            if isinstance(found, Nothing):
                unknown.append(node)
            return found
        case Not(child):
            return Not(_resolved(child, unknown))
        case And(children):
            return And(tuple(_resolved(child, unknown) for child in children))
        case Or(children):
            return Or(tuple(_resolved(child, unknown) for child in children))
        case _:
            return node


def _source(name: str) -> Node:
    """Articles of the agency of that name, and those on which the name is printed as the source's."""
    printed = Term(fold(name), fields=("outlet",))
    keys = _agencies(name)
    return Or((Field("source", "in", keys), printed)) if keys else printed


def _agency(name: str) -> Node:
    keys = _agencies(name)
    return Field("agencies", "in", keys) if keys else Nothing()


def _place(name: str) -> Node:
    codes = sorted(set(_codes(fold(name))))
    return Field("places", "in", tuple(codes)) if codes else Nothing()


def _type(name: str) -> Node:
    kind = next((kind for kind, words in _KINDS.items() if fold(name) in words), None)
    return Field("kind", "exact", kind.value) if kind else Nothing()


def _agencies(name: str) -> tuple[int, ...]:
    """The confirmed agencies that bear the name; where none does, those with the name in theirs."""
    confirmed, key = Agency.objects.confirmed(), fold(name)
    exact = confirmed.filter(aliases__key=key)
    found = exact if exact.exists() else confirmed.filter(aliases__key__contains=key)
    return tuple(sorted(set(found.values_list("pk", flat=True))))


def _codes(name: str) -> Iterator[int]:
    """The codes of the divisions of that name, in full or without the word for their kind."""
    for division in (*by_full_name().get(name, ()), *by_short_name().get(name, ())):
        yield int(division.code)


_RESOLVERS: dict[str, Callable[[str], Node]] = {
    "source": _source,
    "agency": _agency,
    "place": _place,
    "type": _type,
}
