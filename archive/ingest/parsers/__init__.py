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
_ROOT = re.compile(r"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
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
    if _begins_with_root(text[:_HEAD]):
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


def _begins_with_root(head: str) -> bool:
    """Whether a document type or a root element comes first, behind comments and an XML declaration."""
    at = 0
    while True:
        at += len(head[at:]) - len(head[at:].lstrip())
        closing = "-->" if head.startswith("<!--", at) else "?>" if head.startswith("<?", at) else ""
        end = head.find(closing, at) if closing else -1
        if end < 0:
            return _ROOT.match(head, at) is not None
        at = end + len(closing)


def _is_markup(text: str, named: MediaType | None) -> bool:
    """Whether tags structure this text. A plain text that mentions a tag or two stays plain."""
    head = text[: 4 * _HEAD]
    structure = len(_STRUCTURE.findall(head))
    if named is MediaType.HTML:
        return structure >= 1 or _TAG_START.search(head) is not None
    starts_with_tag = _ANY_TAG.match(head.lstrip()[:600]) is not None
    return structure >= _MIN_STRUCTURE and starts_with_tag
