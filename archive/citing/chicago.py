"""The Chicago Manual of Style, 17th edition, notes and bibliography: 14.191–14.200 for newspapers, 14.207 for sites.

Chinese names are not inverted (16.80) and stand in characters alone: a reading in pinyin would be our guess. Of four
authors and more a note names the first, of more than ten the bibliography seven (14.76). In the bibliography the
newspaper stands for the author of an unsigned article (14.199). A date of access is given where no other is known
(14.12).
"""

from __future__ import annotations

from archive.citing import dates
from archive.citing.facts import Facts
from archive.citing.runs import ENDS, Citation, joined, stopped, titled

_IN_A_NOTE, _IN_A_LIST, _OF_MANY = 3, 10, 7  # authors
#: Quotation marks within quotation marks are single ones.
_INNER = str.maketrans("“”", "‘’")


def note(facts: Facts) -> Citation:
    """Return a footnote, without its number."""
    names = _names(facts.creators, _IN_A_NOTE, 1)
    outlet = titled(facts.publisher)
    rest = ", ".join(filter(None, (_date(facts), _accessed(facts, "accessed"), facts.address)))
    author, comma = f"{names}, " if names else "", ", " if outlet.text else ""
    return joined(author, f"{_quoted(facts, ',')} ", outlet, comma, f"{rest}.")


def bibliography(facts: Facts) -> Citation:
    """Return the entry of a bibliography."""
    creators = _names(facts.creators, _IN_A_LIST, _OF_MANY)
    stands_in = not creators and bool(facts.outlet)
    outlet = titled(facts.outlet if stands_in else facts.publisher)
    title, date = f"{_quoted(facts, '.')} ", stopped(_date(facts))
    rest = " ".join(filter(None, (date, _accessed(facts, "Accessed", "."), f"{facts.address}.")))
    if stands_in:
        return joined(outlet, ". ", title, rest)
    author = f"{stopped(creators)} " if creators else ""
    return joined(author, title, outlet, ", " if outlet.text else "", rest)


def _quoted(facts: Facts, mark: str) -> str:
    """The title in quotation marks with the mark inside; one that we supplied stands in square brackets instead."""
    if facts.is_untitled:
        return f"{facts.cited_title}{mark}"
    title = facts.title.translate(_INNER)
    return f"“{title}”" if mark == "." and title.endswith(tuple(ENDS)) else f"“{title}{mark}”"


def _names(names: tuple[str, ...], most: int, of_many: int) -> str:
    if len(names) > most:
        return ", ".join(names[:of_many]) + (", et al." if of_many > 1 else " et al.")
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _date(facts: Facts) -> str:
    return dates.english(facts.date) or "n.d."


def _accessed(facts: Facts, verb: str, end: str = "") -> str:
    return "" if facts.date else f"{verb} {dates.english(dates.parts(facts.accessed))}{end}"
