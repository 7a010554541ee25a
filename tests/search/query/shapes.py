"""Trees as short as tests like them: text for a leaf, lists for conjunctions, tuples for alternatives, ! excludes."""

from __future__ import annotations

from search.query.syntax import And, Clause, Everything, Field, Node, Not, Or, Phrase, Prefix, Term, Written


def shape(node: Node) -> object:
    """The tree without positions: “…” is a phrase, = a word in its exact script, field= a name, field: a text."""
    match node:
        case And(children):
            return [shape(child) for child in children]
        case Or(children):
            return tuple(shape(child) for child in children)
        case Not(child):
            inner = shape(child)
            return f"!{inner}" if isinstance(inner, str) else ("!", inner)
        case Term():
            return "".join(f"{name}:" for name in node.fields) + _word(node)
        case Clause(name, text):
            return f"{name}={text}"
        case Field(name, comparison, value):
            return f"{name} {comparison} {value}"
        case Everything():
            return "*"
    raise TypeError(f"the parser makes no {node!r}")


def _word(term: Term) -> str:
    match term:
        case Written(text):
            return f"={text}"
        case Phrase(text):
            return f"“{text}”"
        case Prefix(text):
            return f"{text}*"
    return term.text
