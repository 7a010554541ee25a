"""BibTeX in UTF-8, readable by BibTeX, biber and reference managers. The url field is verbatim, all others are TeX.

Each name is in braces of its own, so that no program takes it apart. `date` (biblatex) and `year`, `month` (BibTeX)
say the same; of an unknown date none is written.
"""

from __future__ import annotations

from archive.citing import dates
from archive.citing.facts import Facts
from archive.citing.provenance import provenance

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Braces are commands, too: BibTeX counts even those behind a backslash.
_ESCAPES = str.maketrans(
    {
        **{char: f"\\{char}" for char in "&%$#_"},
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
    }
)
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def key(facts: Facts) -> str:
    """Return the key of the entry: ASCII, and the same whatever is corrected in the article."""
    return f"baoku-{facts.key}"


def entry(facts: Facts) -> str:
    """Return one entry with a line break at its end."""
    kind = "article" if facts.is_newspaper else "misc"
    lines = "".join(f"  {name} = {value},\n" for name, value in _fields(facts) if value)
    return f"@{kind}{{{key(facts)},\n{lines}}}\n"


def _fields(facts: Facts) -> list[tuple[str, str]]:
    outlet = "journal" if facts.is_newspaper else "howpublished"
    return [
        ("author", _braced(" and ".join(f"{{{escaped(name)}}}" for name in facts.creators))),
        ("title", _braced(f"{{{escaped(facts.cited_title)}}}")),
        (outlet, _braced(escaped(facts.publisher))),
        ("date", _braced(dates.iso(facts.date))),
        ("year", _braced(str(facts.date[0]) if facts.date else "")),
        ("month", _MONTHS[facts.date[1] - 1] if len(facts.date) > 1 else ""),
        ("url", _braced(facts.address.translate(_IN_ADDRESS))),
        ("urldate", _braced(dates.iso(dates.parts(facts.accessed)))),
        ("language", _braced("chinese" if facts.is_chinese else "")),
        ("note", _braced(escaped(provenance(facts)))),
    ]


def escaped(text: str) -> str:
    """Return text as TeX writes it, its braces balanced."""
    return text.translate(_ESCAPES)


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""
