"""Cells of Django's lists of records, told in words: the name of the column, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import template
from django.template.defaultfilters import capfirst, yesno
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

register = template.Library()

#: What stands in a cell that holds nothing.
NOTHING = ("", "-", "—")
_CELL = re.compile(r"^<t[dh]\b")
#: How django.contrib.admin draws a boolean, its "alt" untranslated.
_ICON = re.compile(r'<img\b[^>]*\balt="(True|False|None)"[^>]*>')
_MEANT = {"True": True, "False": False, "None": None}


@register.filter
def under(cells: Sequence[SafeString], headers: Sequence[Mapping[str, Any]]) -> Iterator[SafeString]:
    """The cells of a row as django.contrib.admin renders them, each with the name of its column in data-k.

    The first has data-title instead, for it says which record the row is. One that holds nothing has data-none, too.
    """
    first = True
    for place, cell in enumerate(cells):
        name = str(headers[place].get("text", "")) if place < len(headers) else ""
        if "<input" in name:
            yield cell
            continue
        yield _with_words(_with(" data-title" if first else _told(name, cell), cell))
        first = False


def _told(name: str, cell: SafeString) -> str:
    empty = "<img" not in cell and strip_tags(cell).strip() in NOTHING
    return format_html(' data-k="{}"{}', capfirst(name), " data-none" if empty else "")


# Both get a cell that the admin has escaped, and put in nothing else than what format_html made or a word of ours.


def _with(attributes: SafeString | str, cell: SafeString) -> SafeString:
    return SafeString(_CELL.sub(lambda found: found.group() + attributes, cell, count=1))


def _with_words(cell: SafeString) -> SafeString:
    return SafeString(_ICON.sub(lambda icon: str(yesno(_MEANT[icon.group(1)])), cell))
