"""CSL-JSON (Citation Style Language 1.0.2): a list with one item, as Zotero, pandoc and citeproc read it."""

from __future__ import annotations

import json
from typing import Any

from archive.citing import bibtex, dates
from archive.citing.facts import Facts, PartialDate
from archive.citing.provenance import provenance
from archive.citing.words import words


def items(facts: Facts) -> list[dict[str, Any]]:
    """Return the list. A field that is not known is missing from the item."""
    item = {
        "id": bibtex.key(facts),
        "type": "article-newspaper" if facts.is_newspaper else "webpage",
        "title": facts.cited_title,
        "author": [{"literal": name} for name in facts.creators],
        "container-title": facts.outlet,
        "issued": _date(facts.date),
        "accessed": _date(dates.parts(facts.accessed)),
        "URL": facts.address,
        "language": facts.language,
        "source": words(facts.language).archive,
        "note": provenance(facts),
    }
    return [{name: value for name, value in item.items() if value}]


def text(facts: Facts) -> str:
    """Return the list as a file, a field a line."""
    lines = (
        f"    {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for item in items(facts)
        for name, value in item.items()
    )
    return "[\n  {\n" + ",\n".join(lines) + "\n  }\n]\n"


def _date(date: PartialDate) -> dict[str, Any]:
    return {"date-parts": [list(date)]} if date else {}
