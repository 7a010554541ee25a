"""Answers a query tree on one segment, exactly: the set of documents that match, no limit, no guess.

A term's articles are those whose index terms all fit; where these do not prove the term (three Han characters and
more, marks and words mixed), the folded text is searched for it. Letters and digits by themselves match whole runs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from search.analysis import needs_whole_runs, occurrence, proof, query_terms
from search.engine.layout import MISSING, encoded
from search.engine.snapshot import Segment
from search.query.parser import normal
from search.query.syntax import And, Everything, Field, Node, Not, Or, Term

#: With no more candidates than this, reading their texts is cheaper than one more posting list.
FEW = 64


class UnknownField(ValueError):
    """A condition on a field that the layout has not, or a comparison that the field cannot bear."""


def matching(node: Node, segment: Segment, within: set[int] | None = None) -> set[int]:
    """Return the numbers of the living documents that match. `within` narrows the search to these documents.

    Raises UnknownField for a condition that no document of this layout can be asked for.
    """
    within = segment.alive if within is None else within
    match node:
        case Everything():
            return within
        case Term(text):
            return _holding(text, segment, within)
        case Field():
            return _fulfilling(node, segment, within)
        case Not(child):
            return within - matching(child, segment, within)
        case Or(children):
            return set().union(*(matching(child, segment, within) for child in children))
        case And(children):
            for child in sorted(children, key=lambda child: _expense(child, segment)):
                within = matching(child, segment, within)
            return within


@lru_cache(maxsize=512)
def counter(text: str) -> Callable[[bytes], int]:
    """Return what counts how often folded `text` occurs in a document's UTF-8 text, as whole runs if it needs them."""
    needle = encoded(text)
    if not needs_whole_runs(text):
        return lambda written: written.count(needle)
    pattern = occurrence(text)
    return lambda written: len(pattern.findall(written.decode())) if needle in written else 0


def rarity(text: str, segment: Segment) -> int:
    """At most how many of the segment's documents hold `text`: exact for a pair, deleted documents included."""
    return min((segment.holder_count(term) for term in query_terms(text)), default=segment.files.size)


def _holding(text: str, segment: Segment, within: set[int]) -> set[int]:
    """The documents that hold `text`: those that its index terms prove, and of the other candidates the verified."""
    if proof(text) is not None:
        return segment.holders(text) & within
    proved = segment.holders(text) & within if len(text) > 1 else set()
    candidates = _candidates(text, segment, within) - proved
    occurs = counter(text)
    return proved | {number for number in candidates if occurs(segment.text(number))}


def _candidates(text: str, segment: Segment, within: set[int]) -> set[int]:
    """The documents that hold the index terms of `text`, the rarest asked first, until they are few."""
    terms = sorted(query_terms(text), key=segment.holder_count)
    if terms and not segment.holder_count(terms[0]):
        return set()
    for term in terms:
        if len(within) <= FEW:
            break
        within = within & segment.holders(term)
    return within


def _expense(node: Node, segment: Segment) -> int:
    """Orders the parts of a conjunction: the rarest terms first, then conditions on columns, then exclusions."""
    match node:
        case Term(text):
            return rarity(text, segment)
        case Field():
            return segment.files.size
        case _:
            return segment.files.size + 1


def _fulfilling(condition: Field, segment: Segment, within: set[int]) -> set[int]:
    """The documents whose column fulfils the condition."""
    files = segment.files
    if condition.name in files.numbers:
        numbers = files.numbers[condition.name]
        holds = _numeric(condition)
        return {number for number in within if numbers[number] != MISSING and holds(numbers[number])}
    if condition.name in files.labels:
        labels = files.labels[condition.name]
        accepted = _accepted(condition)
        return {number for number in within if accepted(labels[number])}
    if condition.name in files.titles:
        return {number for number in within if _in_title(condition, segment.title(condition.name, number))}
    raise UnknownField(condition.name)


def _numeric(condition: Field) -> Callable[[int], bool]:
    """The test of a number. Values that are no numbers fit nothing, as in a database."""
    try:
        return _comparison(condition)
    except (TypeError, ValueError) as error:
        raise UnknownField(f"{condition.name}: {condition.value!r} is no number") from error


def _comparison(condition: Field) -> Callable[[int], bool]:
    value = condition.value
    match condition.comparison:
        case "in":
            accepted = {int(one) for one in value}  # type: ignore[attr-defined]  # a TypeError is caught above
            return accepted.__contains__
        case "range":
            low, high = (int(bound) for bound in value)  # type: ignore[attr-defined]
            return lambda number: low <= number <= high
    bound = int(value)  # type: ignore[call-overload]
    match condition.comparison:
        case "exact" | "content":
            return lambda number: number == bound
        case "gt":
            return lambda number: number > bound
        case "gte":
            return lambda number: number >= bound
        case "lt":
            return lambda number: number < bound
        case "lte":
            return lambda number: number <= bound
    raise UnknownField(f"{condition.name} cannot be compared by {condition.comparison}")


def _accepted(condition: Field) -> Callable[[str], bool]:
    match condition.comparison:
        case "exact" | "content":
            return str(condition.value).__eq__
        case "in":
            return {str(one) for one in condition.value}.__contains__  # type: ignore[attr-defined]
        case "startswith":
            return lambda label: label.startswith(str(condition.value))
    raise UnknownField(f"{condition.name} cannot be compared by {condition.comparison}")


def _in_title(condition: Field, title: bytes) -> bool:
    """Titles hold a text, as the document does, or are equal to it."""
    wanted = normal(str(condition.value))
    match condition.comparison:
        case "exact":
            return title == encoded(wanted)
        case "contains" | "content":
            return not wanted or bool(counter(wanted)(title))
    raise UnknownField(f"{condition.name} cannot be compared by {condition.comparison}")
