"""A browser's view of a page's source, saved in place of the page: the source is recovered from it.

Firefox writes <pre> with coloured spans, Chrome a table of numbered lines; a copied view is text with the numbers of
the lines in front. Done on the characters in one pass, so that a million lines cost a second and no tree.
"""

from __future__ import annotations

import re
from html import unescape

_LOOK = 16_384
_FIREFOX = re.compile(r"viewsource\.css|<body[^>]{0,200}\bid=[\"']?viewsource\b", re.IGNORECASE)
_FIREFOX_START = re.compile(r"<pre\b", re.IGNORECASE)
_CHROME = re.compile(r"<td[^>]{0,100}\bclass=[\"']?line-number\b", re.IGNORECASE)
_CHROME_START = re.compile(r"<td[^>]{0,100}\bclass=[\"']?line-content\b", re.IGNORECASE)
_LINE_END = re.compile(r"</tr\s*>\s*", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_NUMBERED = re.compile(r"[ \t]*(\d{1,7})(?:[ \t]|(?=[<\n])|$)", re.MULTILINE)
_ROOT = re.compile(r"\s*<(?:!doctype\s+html|html[\s>]|\?xml)", re.IGNORECASE)
_MIN_NUMBERED = 5


def recover(text: str) -> str | None:
    """Return the source that a saved or copied view of source shows, or None where `text` is no such view."""
    head = text[:_LOOK]
    if _CHROME.search(head):
        start = _CHROME_START.search(text)
        return _shown(_LINE_END.sub("\n", text[start.start() :])) if start else None
    if _FIREFOX.search(head):
        start = _FIREFOX_START.search(text)
        return _shown(text[start.start() :]) if start else None
    return _without_numbers(text)


def _shown(markup: str) -> str | None:
    """Return what a reader of the view sees, if that is markup itself."""
    source = unescape(_TAG.sub("", markup)).replace("\xa0", " ")
    return source if "<" in source else None


def _without_numbers(text: str) -> str | None:
    """Return lines that are numbered from 1 on without their numbers, if the first one opens a document."""
    first = _NUMBERED.match(text.lstrip("\ufeff\n\r"))
    if first is None or int(first[1]) != 1 or not _ROOT.match(first.string, first.end()):
        return None
    lines = first.string.splitlines()
    kept: list[str] = []
    for number, line in enumerate(lines, 1):
        found = _NUMBERED.match(line)
        if not found or int(found[1]) != number:
            break
        kept.append(line[found.end() :])
    return "\n".join(kept + lines[len(kept) :]) if len(kept) >= _MIN_NUMBERED else None
