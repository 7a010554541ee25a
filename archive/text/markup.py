"""What XML can hold, and elements written as text where a document is too long to be built in memory."""

from __future__ import annotations

from xml.sax.saxutils import escape

#: XML 1.0 has no way to write these, and one of them in one article would break a whole document.
UNWRITABLE = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def writable(text: str) -> str:
    """Return the text without the characters that XML cannot hold."""
    return text.translate(UNWRITABLE)


def element(name: str, text: str) -> str:
    """Return an element without attributes. name: as it stands in the document, with its prefix; text: unescaped."""
    return f"<{name}>{escape(writable(text))}</{name}>"
