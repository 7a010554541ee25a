"""The ledger as plain values: rows of a table for a spreadsheet, and objects for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.ledger.fates import in_order, of_fate
from archive.ledger.lines import Line, lines
from archive.models import UploadBatch, UploadItem
from archive.review import roles

#: The values of a row: key, and heading in words.
COLUMNS: dict[str, str | Promise] = {
    "file": _("File"),
    "container": _("In"),
    "size": _("Size in bytes"),
    "encoding": _("Encoding"),
    "fate": _("Fate"),
    "result": _("Result"),
    "remark": _("Remark"),
    "title": _("Title"),
    "page": _("Page"),
    "like_percent": _("Much the same, %"),
    "like_kind": _("In what way"),
    "like_title": _("As"),
    "like_page": _("Compare"),
    "sha256": _("SHA-256"),
    "read_at": _("Read at"),
}
_AT_ONCE = 500  # files in one query


def as_row(line: Line) -> dict[str, Any]:
    """Return a line as values by the keys of COLUMNS. size: bytes. fate: a value of UploadItem.State.

    page, like_page: paths on this site. read_at: ISO 8601. What is not known is None.
    """
    item, like = line.item, line.like
    return {
        "file": item.name,
        "container": item.parent.name if item.parent else None,
        "size": item.size,
        "encoding": (item.capture.charset if item.capture else "") or None,
        "fate": item.state,
        "result": line.state,
        "remark": line.why,
        "title": line.title or None,
        "page": line.url or None,
        "like_percent": like.percent if like else None,
        "like_kind": like.kind if like else None,
        "like_title": (like.title if like else "") or None,
        "like_page": (like.url if like else "") or None,
        "sha256": item.capture.sha256 if item.capture else None,
        "read_at": item.finished_at.isoformat(timespec="seconds") if item.finished_at else None,
    }


def rows(batch: UploadBatch, chosen: str, user: roles.AnyUser) -> Iterator[dict[str, Any]]:
    """Yield every line of one fate as this person may know it, 500 files at a time, in the order of the ledger."""
    keys = list(in_order(of_fate(batch, chosen)).values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        items = in_order(UploadItem.objects.filter(pk__in=keys[start : start + _AT_ONCE]))
        for line in lines(items, user):
            yield as_row(line)
