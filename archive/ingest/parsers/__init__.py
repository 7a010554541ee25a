"""One parser a format; all of them give the same blocks and metadata. The content decides, then the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from archive.ingest.parsers import html, markdown, plain
from archive.ingest.records import MediaType, Parsed

PARSERS: dict[MediaType, Callable[[str], Parsed]] = {
    MediaType.PLAIN: plain.parse,
    MediaType.HTML: html.parse,
    MediaType.MARKDOWN: markdown.parse,
}

_EXTENSIONS = {
    **dict.fromkeys((".txt", ".text", ""), MediaType.PLAIN),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), MediaType.HTML),
    **dict.fromkeys((".md", ".markdown"), MediaType.MARKDOWN),
}
_HEAD = 16_384
_PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_STRUCTURE = re.compile(r"</(?:p|div|td|li|h[1-6]|body|html|section|article)\s*>|<br\s*/?>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,400})?/?>", re.IGNORECASE)
_TAG_START = re.compile(r"<[a-z!/]", re.IGNORECASE)
_MIN_STRUCTURE = 3


def parser_for(name: str, text: str) -> Callable[[str], Parsed] | None:
    """Return the parser for a file's text, or None where neither content nor name is of a kind we read."""
    media_type = media_type_of(name, text)
    return PARSERS[media_type] if media_type else None


def media_type_of(name: str, text: str) -> MediaType | None:
    """Tell what a text is. Front matter and a document's root element count more than the file's name."""
    named = _EXTENSIONS.get(extension_of(name))
    if markdown.split_front_matter(text):
        return MediaType.MARKDOWN
    if _PAGE_START.match(text[:_HEAD]):
        return MediaType.HTML
    if named is MediaType.MARKDOWN:
        return named
    if _is_markup(text, named):
        return MediaType.HTML
    return MediaType.PLAIN if named in (MediaType.PLAIN, MediaType.HTML) else None


def extension_of(name: str) -> str:
    """Return the ending of a file name, lower case with its dot; empty where it has none that looks like one."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def _is_markup(text: str, named: MediaType | None) -> bool:
    """Whether tags structure this text. A plain text that mentions a tag or two stays plain."""
    head = text[: 4 * _HEAD]
    structure = len(_STRUCTURE.findall(head))
    if named is MediaType.HTML:
        return structure >= 1 or _TAG_START.search(head) is not None
    starts_with_tag = _ANY_TAG.match(head.lstrip()[:600]) is not None
    return structure >= _MIN_STRUCTURE and starts_with_tag
