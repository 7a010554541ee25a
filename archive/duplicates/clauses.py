"""A clause of a text by which its copies can be searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

#: What ends a clause, and marks that a search would read as its own.
_BETWEEN = re.compile(r"[^\w%．.·\u3400-\u9fff]+")
_SHORTEST, _LONGEST = 8, 24  # characters
_PARAGRAPHS = 8  # looked at


def telling_clause(body: Iterable[str]) -> str:
    """Return the longest clause of the first paragraphs, at most 24 characters of it; "" where all are short."""
    clauses = (clause for text in islice(body, _PARAGRAPHS) for clause in _BETWEEN.split(text))
    longest = max(clauses, key=lambda clause: min(len(clause), _LONGEST), default="")
    return longest[:_LONGEST] if len(longest) >= _SHORTEST else ""
