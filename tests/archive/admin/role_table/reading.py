"""Reads the table of who may do what from docs/review.md: the guide that staff read is the data of the test."""

from __future__ import annotations

import re

from config.environment import PROJECT

#: The columns, in their order: a role, and whose the thing is.
COLUMNS = [(role, whose) for role in ("uploader", "reviewer", "manager") for whose in ("own", "foreign")]
#: Allowed, refused; "·" stands where the thing belongs to nobody, so that "others'" would say the same as "own".
CELLS = {"✓": True, "–": False}
_LINE = re.compile(r"^\| (?P<what>[^|]+?) \|(?P<cells>(?: [✓–·] \|){6})$", re.MULTILINE)


def table() -> dict[str, dict[tuple[str, str], bool]]:
    """{action: {(role, whose): allowed}}. Raises ValueError where an action stands twice."""
    text = (PROJECT / "docs" / "review.md").read_text(encoding="utf-8")
    part = text.split("\n## Who may do what\n")[1].split("\n## ")[0]
    read: dict[str, dict[tuple[str, str], bool]] = {}
    for line in _LINE.finditer(part):
        if line["what"] in read:
            raise ValueError(line["what"])
        cells = zip(COLUMNS, line["cells"].strip(" |").split(" | "), strict=True)
        read[line["what"]] = {column: CELLS[cell] for column, cell in cells if cell in CELLS}
    return read
