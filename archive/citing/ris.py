"""RIS, as the specification of 2011 has it: NEWS for a newspaper, ELEC for other pages. UTF-8, lines end in CR LF.

A date is YYYY/MM/DD/ with nothing where a part is not known. A name without a comma stays in one piece.
"""

from __future__ import annotations

from archive.citing import dates
from archive.citing.facts import Facts, PartialDate
from archive.citing.provenance import provenance
from archive.citing.words import words


def record(facts: Facts) -> str:
    """Return one reference, from TY to ER."""
    fields = [
        ("TY", "NEWS" if facts.is_newspaper else "ELEC"),
        ("ID", facts.key),
        *(("AU", name) for name in facts.creators),
        ("TI", facts.cited_title),
        ("T2", facts.outlet),
        ("PY", str(facts.date[0]) if facts.date else ""),
        ("DA", _date(facts.date)),
        ("Y2", _date(dates.parts(facts.accessed))),
        ("UR", facts.address),
        ("LA", facts.language),
        ("DB", words(facts.language).archive),
        ("AN", facts.key),
        ("N1", provenance(facts)),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def _date(date: PartialDate) -> str:
    """Three parts, each with a slash behind it: 2024/09//."""
    return f"{dates.slashed(date)}{'/' * (4 - len(date))}" if date else ""
