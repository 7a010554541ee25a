"""The Publication Manual of the American Psychological Association, 7th edition: 10.1 (newspapers), 10.16 (pages).

Names stay as printed, in characters: initials would need a reading that we do not know. Up to twenty authors are
named, of more the first nineteen and the last (9.8). An unsigned newspaper article begins with its title, an unsigned
page has its site as group author (9.11, 9.12). A date of retrieval is given where no other date is known.
"""

from __future__ import annotations

from archive.citing import dates
from archive.citing.facts import Facts
from archive.citing.runs import Citation, Run, joined, stopped, titled

_MOST = 20  # authors


def reference(facts: Facts) -> Citation:
    """Return the entry of a list of references."""
    date = f"({dates.year_first(facts.date) or 'n.d.'})."
    group = "" if facts.is_newspaper or facts.creators else facts.outlet
    names = group or _names(facts.creators)
    title = _title(facts)
    head = (f"{stopped(names)} {date} ", title) if names else (title, f" {date}")
    outlet = _outlet(facts, group)
    return joined(*head, *outlet, f" {_retrieved(facts)}{facts.address}")


def _title(facts: Facts) -> Run:
    """Upright in a newspaper, whose name is italic; italic where it stands for itself."""
    text = stopped(facts.cited_title)
    return Run(text) if facts.is_newspaper else titled(text)


def _outlet(facts: Facts, group: str) -> tuple[Run | str, ...]:
    if group or not facts.publisher:
        return ()
    name = titled(facts.publisher) if facts.is_newspaper else facts.publisher
    return " ", name, "."


def _names(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    if len(names) > _MOST:
        return f"{', '.join(names[: _MOST - 1])}, . . . {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _retrieved(facts: Facts) -> str:
    return "" if facts.date else f"Retrieved {dates.english(dates.parts(facts.accessed))}, from "
