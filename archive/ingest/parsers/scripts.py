"""The data that scripts of a web page carry, read as JSON and as plain string literals. No script is ever run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MAX_SCRIPT = 5_000_000  # characters; a larger script is no article's data
_MAX_TOTAL = 20_000_000  # characters of all scripts of a page that are looked at
_MAX_TRIES = 60  # assignments of one page that are tried
_MAX_LITERAL = 2_000_000

_SCRIPT = re.compile(r"<script\b([^<>]{0,2000})>", re.IGNORECASE)
_END = re.compile(r"</script\b", re.IGNORECASE)
_IS_DATA = re.compile(r"\btype\s{0,4}=\s{0,4}[\"']?\s?application/(?:ld\+)?json", re.IGNORECASE)
_ID = re.compile(r"\bid\s{0,4}=\s{0,4}[\"']?([\w.:-]{1,60})", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"(?<![\w$])([A-Za-z_$][\w$]{1,60})[\"'\]]{0,2}\s{0,4}=\s{0,8}(?:JSON\.parse\(\s{0,4})?(?=[{\[\"'`])"
)
_UNDEFINED = re.compile(r"([:,\[])\s{0,8}(?:undefined|void 0)(?=\s{0,8}[,}\]])")
_LITERAL = re.compile(
    r"\"([^\"\\\n]*(?:\\.[^\"\\\n]*)*)\"|'([^'\\\n]*(?:\\.[^'\\\n]*)*)'|`([^`\\]*(?:\\.[^`\\]*)*)`", re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": ""}
#: How Angular writes JSON into a script element.
_ANGULAR = (("&q;", '"'), ("&s;", "'"), ("&l;", "<"), ("&g;", ">"), ("&a;", "&"))
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class ScriptData:
    """A value that a script holds. name: the variable, or the script's id or media type."""

    name: str
    value: Any


def read_data(markup: str) -> Iterator[ScriptData]:
    """Yield what the scripts of a page hold as JSON or as string literals, in page order; broken JSON says nothing."""
    tries = total = 0
    for attributes, text in _scripts(markup):
        total += len(text)
        if total > _MAX_TOTAL:
            return
        if _IS_DATA.search(attributes):
            found = _ID.search(attributes)
            name = found[1] if found else "ld+json" if "ld+json" in attributes.lower() else "json"
            yield from _whole(name, text)
            continue
        for assigned in _assignments(text):
            tries += 1
            if tries > _MAX_TRIES:
                return
            yield from assigned


def literal(text: str, at: int) -> str | None:
    """Return the JavaScript string that begins at `at`, unescaped; None where none does or it is not closed."""
    found = _LITERAL.match(text, at, at + _MAX_LITERAL)
    if found is None:
        return None
    return paired(_ESCAPE.sub(_unescaped, next(words for words in found.groups() if words is not None)))


def paired(text: str) -> str:
    """Return `text` with the halves of surrogate pairs joined; a lone half becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _HALF.search(text) else text


def _scripts(markup: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes and the text of each script element, in one pass."""
    at = 0
    while opening := _SCRIPT.search(markup, at):
        closing = _END.search(markup, opening.end())
        if closing is None:
            return
        at = closing.end()
        if 0 < closing.start() - opening.end() <= _MAX_SCRIPT:
            yield opening[1], markup[opening.end() : closing.start()]


def _whole(name: str, text: str) -> Iterator[ScriptData]:
    """Read a script that is JSON and nothing else."""
    value = _loaded(text)
    if value is None and "&q;" in text:
        for entity, character in _ANGULAR:
            text = text.replace(entity, character)
        value = _loaded(text)
    if name == "__NUXT_DATA__" and isinstance(value, list):
        value = _unflattened(value)
    if value is not None:
        yield ScriptData(name, value)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return None


def _assignments(text: str) -> Iterator[list[ScriptData]]:
    """Yield for each `name = {...}`, `name = "..."` or `name = JSON.parse("...")` what could be read of it."""
    at = 0
    while found := _ASSIGNED.search(text, at):
        start = found.end()
        if text[start] in "\"'`":
            words = literal(text, start)
            at = start + max(1, len(words or ""))
            value = _loaded(words) if words and "JSON.parse" in found[0] else words
        else:
            value, at = _decoded(text, start)
        yield [ScriptData(found[1], value)] if value is not None else []


def _decoded(text: str, start: int) -> tuple[Any, int]:
    """Return the JSON value at `start` and where it ends; None and the next place to look where it is none.

    JavaScript's undefined, which JSON does not know, is read as null.
    """
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError:
        return None, len(text)
    except json.JSONDecodeError as error:
        if not text.startswith(("undefined", "void 0"), error.pos):
            return None, start + 1
    try:
        return _DECODER.raw_decode(_UNDEFINED.sub(r"\1null", text[start:]))[0], start + 1
    except (ValueError, RecursionError):
        return None, start + 1


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SIMPLE.get(found[3], found[3])


def _unflattened(flat: list[Any]) -> Any:
    """Return the value that Nuxt 3 wrote as a flat list, in which objects and lists hold places instead of values."""
    made: list[Any] = [{} if isinstance(entry, dict) else [] if isinstance(entry, list) else entry for entry in flat]
    for place, entry in zip(made, flat, strict=True):
        if isinstance(entry, dict):
            place.update({key: _at(made, at) for key, at in entry.items()})
        elif isinstance(entry, list):
            place.extend(_at(made, at) if isinstance(at, int) else at for at in entry)
    return made[0] if made else None


def _at(made: list[Any], at: Any) -> Any:
    return made[at] if type(at) is int and 0 <= at < len(made) else None
