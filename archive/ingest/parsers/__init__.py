"""One parser a format; all of them give the same blocks and metadata. The content decides, then the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from archive.ingest.parsers import front_matter, markdown, plain, view_source, web
from archive.ingest.records import MediaType, Parsed

PARSERS: dict[MediaType, Callable[[str], Parsed]] = {
    MediaType.PLAIN: plain.parse,
    MediaType.HTML: web.parse,
    MediaType.MARKDOWN: markdown.parse,
}

_EXTENSIONS = {
    **dict.fromkeys((".txt", ".text", ""), MediaType.PLAIN),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht"), MediaType.HTML),
    **dict.fromkeys((".md", ".markdown"), MediaType.MARKDOWN),
}
#: Kinds that people save under each other's endings.
_TOLD_BY_CONTENT = (MediaType.PLAIN, MediaType.HTML)
#: Names that servers give to pages which programs write. They are pages if they hold markup.
_PROGRAMS = frozenset((".php", ".asp", ".aspx", ".jsp", ".jspx", ".do", ".action", ".cgi", ".htmlx", ".dhtml", ".stm"))
#: Other documents that are zip archives inside.
_ZIPPED = frozenset((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".epub", ".pages", ".apk", ".jar", ".maff"))
#: Texts that are no page: how they begin, and what to call them.
_FOREIGN = (
    (re.compile(r"\s*\{\\rtf"), "RTF"),
    (re.compile(r"\s*\[InternetShortcut\]", re.IGNORECASE), "shortcut"),
    (
        re.compile(
            r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|opml|svg|plist)[\s>]", re.DOTALL
        ),
        "XML",
    ),
    (re.compile(r"\s*<\?php\b"), "program"),
)
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
    extension = extension_of(name)
    named = _EXTENSIONS.get(extension)
    if front_matter.split(text):
        return MediaType.MARKDOWN
    if _begins_with_root(text[:_HEAD]) or view_source.recover(text[:_HEAD]):
        return MediaType.HTML
    if named and named not in _TOLD_BY_CONTENT:
        return named
    if _is_markup(text, MediaType.HTML if extension in _PROGRAMS else named):
        return MediaType.HTML
    return MediaType.PLAIN if named else None


def foreign_kind(text: str) -> str:
    """Name what a text is that is certainly no page (a shortcut, a feed, RTF); empty where it may be one."""
    return next((kind for pattern, kind in _FOREIGN if pattern.match(text[:_HEAD])), "")


def is_zipped_document(name: str) -> bool:
    """Whether a file that is a zip archive inside is a document by its name (.docx, .epub)."""
    return extension_of(name) in _ZIPPED


def extension_of(name: str) -> str:
    """Return the ending of a file name, lower case with its dot; empty where it has none that looks like one."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def is_page_name(name: str) -> bool:
    """Whether a name ends as pages do, so that it needs no other ending to be read."""
    extension = extension_of(name)
    return extension in _PROGRAMS or (extension in _EXTENSIONS and extension != "")


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
