"""GB/T 7714—2015, numeric system (顺序编码制): §4.4 for newspapers online ([N/OL]), §4.6 for other pages ([EB/OL]).

Author. Title[N/OL]. Newspaper, date[accessed]. Address.
Author. Title[EB/OL]. Publisher, year(date)[accessed]. Address.
Of more than three authors three are named (§8.1.2). An unsigned article of a newspaper begins with its title, which
the numeric system allows (§8.1.4); an unsigned page has the outlet or the body that answers for it as its author.
Names stay as printed: which part of a foreign one is the surname nobody told us.
"""

from __future__ import annotations

from archive.citing import dates
from archive.citing.facts import Facts
from archive.citing.runs import Citation, joined
from archive.citing.words import words

_NAMED = 3  # authors


def reference(facts: Facts) -> Citation:
    """Return the entry of a list of references, without its number."""
    parts = _of_newspaper(facts) if facts.is_newspaper else _of_page(facts)
    return joined(". ".join(part for part in (*parts, facts.address) if part) + ".")


def _of_newspaper(facts: Facts) -> tuple[str, ...]:
    date = dates.iso(facts.date) or f"[{words(facts.language).undated}]"
    return _names(facts, facts.creators), f"{facts.cited_title}[N/OL]", f"{facts.outlet}, {date}{_accessed(facts)}"


def _of_page(facts: Facts) -> tuple[str, ...]:
    responsible = facts.creators or ((facts.outlet,) if facts.outlet else ())
    publisher = "" if facts.outlet in responsible else facts.outlet
    return _names(facts, responsible), f"{facts.cited_title}[EB/OL]", _issued(facts, publisher) + _accessed(facts)


def _issued(facts: Facts, publisher: str) -> str:
    """Publisher and year, then the exact date in brackets; the publisher is left out where it is the author."""
    if not facts.date:
        undated = f"[{words(facts.language).undated}]"
        return f"{publisher}, {undated}" if publisher else undated
    exact = f"({dates.iso(facts.date)})"
    if not publisher:
        return exact
    return f"{publisher}, {facts.date[0]}{exact if len(facts.date) > 1 else ''}"


def _names(facts: Facts, names: tuple[str, ...]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    # The full stop behind "et al" is that of the element.
    return ", ".join((*names[:_NAMED], words(facts.language).and_others.rstrip(".")))


def _accessed(facts: Facts) -> str:
    return f"[{dates.iso(dates.parts(facts.accessed))}]"
