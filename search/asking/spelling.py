"""What a query asks for beside what was typed: other spellings of its words, and its words in a row."""

from __future__ import annotations

from dataclasses import replace

from search.analysis.segmentation import Cut
from search.analysis.variants import spellings
from search.query.syntax import And, Node, Not, Or, Phrase, Prefer, Prefix, Term, Written, positive_terms

#: Words that stand next to each other score half as much again as apart.
_WHOLE_WEIGHT = 0.5


def spelled(node: Node, cut: Cut) -> Node:
    """Return the tree with each term in all its spellings (看着 and 看著), any of which will do.

    Terms in their exact script are left as they are, and so are prefixes.
    """
    match node:
        case Written() | Prefix():
            return node
        case Term():
            return _any_spelling(node, cut)
        case Not(child):
            return Not(spelled(child, cut))
        case And(children):
            return And(tuple(spelled(child, cut) for child in children))
        case Or(children):
            return Or(tuple(spelled(child, cut) for child in children))
        case _:
            return node


def other_spellings(tree: Node, cut: Cut) -> dict[str, tuple[str, ...]]:
    """Return, by the folded word, all spellings of those words of the query that have several."""
    words = {term.text for term in positive_terms(tree) if not isinstance(term, Written | Prefix)}
    found = {word: spellings(word, cut) for word in words}
    return {word: forms for word, forms in found.items() if len(forms) > 1}


def preferring(node: Node) -> Node:
    """Return the tree so that, of the articles with all its plain words, those with the words in a row score higher."""
    if not isinstance(node, And):
        return node
    words = [child for child in node.children if type(child) is Term and not child.fields]
    if len(words) < 2:
        return node
    row = "".join(word.text for word in words)
    return Prefer(node, Phrase(row), _WHOLE_WEIGHT)


def _any_spelling(term: Term, cut: Cut) -> Node:
    found = spellings(term.text, cut)
    return Or(tuple(replace(term, text=text) for text in found)) if len(found) > 1 else term
