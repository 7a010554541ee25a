"""CSV that a spreadsheet opens as it was meant: all characters right, and no cell taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

#: First in the file, so that spreadsheets take it for UTF-8.
BYTE_ORDER_MARK = "\ufeff"
#: What a spreadsheet begins a formula with, in half and full width, or passes over to find one.
_BEGINS_FORMULA = frozenset("=+-@\t\r\n\x00＝＋－＠")


class _Line:
    """Takes the place of a file: gives back what the writer writes."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the rows as lines of CSV (RFC 4180) behind a byte order mark. None is an empty cell.

    A text that a spreadsheet would take for a formula stands behind an apostrophe; numbers stay numbers.
    """
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def safe_cell(value: Any) -> str | int | float:
    """Return one value as it may stand in a cell."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" \u3000")[:1] in _BEGINS_FORMULA and text.strip() else text
