"""What a web page states outside its visible text: title, meta, links, JSON-LD, marks of the saving browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archive.ingest.records import Metadata
from archive.text.cleaning import clean_line

_MAX_VALUE = 2000
_MAX_ENTRIES = 400
_MAX_JSON = 500_000
_KEYS = (
    "headline name datePublished dateCreated author creator editor publisher url mainEntityOfPage "
    "alternativeHeadline sourceOrganization isBasedOn dateModified uploadDate"
)
_JSON_KEYS = frozenset(_KEYS.split())
#: What templates leave around and in the JSON: comment or CDATA marks, a comma before the closing bracket.
_WRAPPED = re.compile(r"^\s*(?://)?\s*<!(?:--|\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$")
_TRAILING_COMMA = re.compile(r",\s{0,200}([}\]])")
_ARTICLE_TYPES = re.compile(r"Article|NewsItem|BlogPosting|Report|WebPage|VideoObject", re.IGNORECASE)
#: SingleFile writes "url: ..." into a comment at the top, browsers "saved from url=(0042)http..."
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s{0,20}url:\s{0,20}(\S{1,1000})")
_SAVED_FROM = re.compile(r"saved from url=\(\d{1,6}\)(\S{1,1000})")


def read_metadata(root: etree._Element, text: str) -> Iterator[Metadata]:
    """Yield the named values of a page in document order, each at most 2,000 characters, at most 400 of them."""
    for count, (name, value) in enumerate(_raw_values(root, text[:8192])):
        if count >= _MAX_ENTRIES:
            return
        cleaned = clean_line(value[:_MAX_VALUE])
        if cleaned:
            yield Metadata(name, cleaned)


def _raw_values(root: etree._Element, head: str) -> Iterator[tuple[str, str]]:
    yield from _saved_marks(head)
    for element in root.iter("title", "meta", "link", "time", "script"):
        if element.tag == "title":
            if not any(parent.tag == "svg" for parent in element.iterancestors()):
                yield "title", "".join(str(part) for part in element.itertext())
        elif element.tag == "meta":
            yield from _meta(element)
        elif element.tag == "link":
            if "canonical" in (element.get("rel") or "").lower().split():
                yield "link:canonical", element.get("href") or ""
        elif element.tag == "time":
            stated = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
            yield "meta:datepublished" if stated else "time", element.get("datetime") or ""
        elif "ld+json" in (element.get("type") or ""):
            yield from _json_ld(element.text or "")


def _saved_marks(head: str) -> Iterator[tuple[str, str]]:
    for name, pattern in (("singlefile:url", _SINGLE_FILE), ("saved from", _SAVED_FROM)):
        found = pattern.search(head)
        if found:
            yield name, found.group(1)


def _meta(element: etree._Element) -> Iterator[tuple[str, str]]:
    key = element.get("property") or element.get("name") or element.get("itemprop") or ""
    if key:
        yield f"meta:{key.strip().lower()[:80]}", element.get("content") or ""


def _json_ld(text: str) -> Iterator[tuple[str, str]]:
    """Yield the values of the article objects in a JSON-LD script; broken JSON says nothing."""
    try:
        data = json.loads(_TRAILING_COMMA.sub(r"\1", _WRAPPED.sub("", text[:_MAX_JSON])).strip(), strict=False)
    except (ValueError, RecursionError):
        return
    queue: list[Any] = [data]
    seen = 0
    while queue and seen < 1000:
        item = queue.pop(0)
        seen += 1
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            queue.extend(value for key, value in item.items() if key == "@graph")
            if _ARTICLE_TYPES.search(str(item.get("@type", ""))):
                yield from _article_values(item)


def _article_values(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        if key in _JSON_KEYS:
            for entry in value if isinstance(value, list) else [value]:
                named = entry.get("name") or entry.get("@id") if isinstance(entry, dict) else entry
                if isinstance(named, str):
                    yield f"json-ld:{key}", named
