"""Makes one query of two, and takes a part out of one. What comes out is read back: it means just what was wanted.

Queries cannot simply be written side by side: an OR would swallow its neighbour, a bracket that was text would group,
an open quotation mark would take in what follows. So several ways of writing are tried, the plainest first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from search.query.parser import LENGTH_LIMIT, parse
from search.query.rendering import describe
from search.query.syntax import And, Clause, Everything, Node, Not, Or, ParsedQuery, Phrase, Prefix, Term, Written


def narrowed(query: str, more: str, *, today: date | None = None) -> str | None:
    """Return one query that finds what both of these find; None where it would be too long to be read whole.

    today: what relative dates in both count from, as for parse().
    """
    first, second = parse(query, today=today), parse(more, today=today)
    if isinstance(second.tree, Everything):
        return query
    if isinstance(first.tree, Everything):
        return more
    one, two = query.strip(), more.strip()
    ways = (f"{one} {two}", f"({one}) {two}", f"{one} ({two})", f"({one}) ({two})")
    return written(_joined(first.tree, second.tree), ways, today=today, told=(first, second))


def without(query: str, part: Node, *, today: date | None = None) -> str | None:
    """Return the query without one of the parts that it joins by "and"; None if it is none of them, or the only one."""
    tree = parse(query, today=today).tree
    if not isinstance(tree, And) or part not in tree.children:
        return None
    left = tuple(child for child in tree.children if child is not part and child != part)
    rest = left[0] if len(left) == 1 else And(left)
    return written(rest, _cut_out(query, part), today=today) if left else None


def any_of(query: str, *, today: date | None = None) -> str | None:
    """Return the query for any of the parts that this one joins by "and"; None where there is but one."""
    tree = parse(query, today=today).tree
    if not isinstance(tree, And) or any(isinstance(child, Not) for child in tree.children):
        return None
    return written(Or(tree.children), (" OR ".join(query.split()),), today=today)


def written(
    tree: Node, ways: Iterable[str], *, today: date | None = None, told: Iterable[ParsedQuery] = ()
) -> str | None:
    """Return the first of the ways that is read as this tree, else the tree as describe() writes it; None if that is
    too long to be read whole. told: where the parts of the tree come from; their mistakes are no fault of a way.
    """
    wanted, most = _plain(tree), sum(len(one.mistakes) for one in told)
    for way in (*ways, describe(tree)):
        found = parse(way, today=today)
        if len(way) <= LENGTH_LIMIT and len(found.mistakes) <= most and _plain(found.tree) == wanted:
            return way
    return None


def _joined(first: Node, second: Node) -> And:
    """One And; what the two join by "and" themselves stands in it side by side."""
    return And(tuple(child for node in (first, second) for child in _parts(node)))


def _parts(node: Node) -> tuple[Node, ...]:
    return node.children if isinstance(node, And) else (node,)


def _cut_out(query: str, part: Node) -> Iterable[str]:
    """The query with the place cut out where the part was typed, and the sign or name before it."""
    leaf = part.child if isinstance(part, Not) else part
    if isinstance(leaf, Term | Clause) and leaf.end:
        before, behind = query[: leaf.start], query[leaf.end :]
        head, _, _ = before.rpartition(" ")
        yield from (f"{before.rstrip()} {behind.lstrip()}".strip(), f"{head} {behind.lstrip()}".strip())


def _plain(node: Node) -> Node:
    """The tree without what says only how it was typed: places, and whether a word stood in quotation marks."""
    match node:
        case Phrase():
            return Term(node.text, fields=node.fields)
        case Prefix() | Written() | Term() | Clause():
            return replace(node, start=0, end=0)
        case Not(child):
            return Not(_plain(child))
        case And(children):
            return And(tuple(map(_plain, children)))
        case Or(children):
            return Or(tuple(map(_plain, children)))
        case _:
            return node
