"""The article inside the data that a page's scripts carry, for pages whose text only a running script would show."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any

from archive.ingest.parsers import html
from archive.ingest.parsers.scripts import ScriptData, paired, read_data
from archive.ingest.records import Metadata, RawBlock
from archive.text.cleaning import clean_line, clean_lines

_NAMES = tomllib.loads((Path(__file__).parent.parent / "data" / "script_state.toml").read_text(encoding="utf-8"))
_FACTS = ("title", "date", "source", "author", "editor", "url")
_CONTENT, _TITLE, _AVOID = frozenset(_NAMES["content"]), frozenset(_NAMES["title"]), tuple(_NAMES["avoid"])
_MAX_VALUES = 200_000  # values of one script's data that are looked at
_MAX_DEPTH = 80
_MAX_PATH = 160
_MIN_TEXT = 2  # characters
_CHINA = timezone(timedelta(hours=8))
_EPOCH_SECONDS = (946_684_800, 4_102_444_800)  # 2000 to 2100
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<br\s*/?>")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|div|br|span|section)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[。！？!?；;]")
_MIN_SENTENCE = 4  # characters before its mark
Key = str | int


@dataclass(slots=True)
class Article:
    """A text found in a page's data. path: the keys to it, dotted. texts: HTML or plain, in order."""

    script: str
    path: str
    owner: dict[str, Any] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    score: float = 0.0

    @property
    def prose(self) -> int:
        """Characters of its sentences."""
        return sum(prose_length(text) for text in self.texts)

    @property
    def title(self) -> str:
        return next((entry.value for entry in self.facts() if entry.name == "state:title"), "")

    def facts(self) -> Iterator[Metadata]:
        """Yield what the object that holds the text says of it: state:title, state:date, state:source ..."""
        values = {_squeezed(key): value for key, value in self.owner.items()}
        for name in _FACTS:
            for key in _NAMES[name]:
                for value in _words(values.get(key), is_date=name == "date"):
                    yield Metadata(f"state:{name}", value)

    def blocks(self, number: int) -> Iterator[RawBlock]:
        """Yield its blocks, which say where they come from. number: of the element that they share."""
        for text in self.texts:
            text = unescape(text) if _ESCAPED_TAG.search(text) else text
            root = html.parse_tree(text) if _TAG.search(text) else None
            found = html.walk(root) if root is not None else (RawBlock(line) for line in clean_lines(text))
            for block in found:
                path = (f"script:{self.script}", self.path, *block.path)
                ancestors = (number, *(number + inner for inner in block.ancestors))
                yield RawBlock(block.text, block.tag or "p", path, block.link_density, ancestors)


def find_article(markup: str) -> Article | None:
    """Return the text of a page's script data that reads most like an article, or None where none does."""
    found = (article for data in read_data(markup) for article in _articles(data))
    return max(found, key=lambda article: article.score, default=None)


def prose_length(text: str) -> int:
    """Count the characters of the sentences in a text, HTML or plain."""
    plain = _TAG.sub("\n", unescape(text) if _ESCAPED_TAG.search(text) else text)
    sentences = (part.strip() for part in _SENTENCE_END.split(plain)[:-1])  # the last has no mark behind it
    return sum(len(sentence) + 1 for sentence in sentences if len(sentence) >= _MIN_SENTENCE)


def _articles(data: ScriptData) -> Iterator[Article]:
    """Join the texts that stand in one list, unless each of them has a title of its own, and weigh them."""
    found: dict[tuple[Key, ...], Article] = {}
    for path, owner, text in _texts(data.value):
        place, holder = _place(path, owner)
        article = found.get(place)
        if article is None:
            dotted = ".".join("[]" if key == -1 else str(key) for key in place)[:_MAX_PATH]
            article = found[place] = Article(data.name, dotted or "value", holder)
        article.texts.append(text)
    for place, article in found.items():
        if _names_content(data.name, place) or article.title:
            article.score = article.prose * _weight(data.name, place)
            if article.score:
                yield article


def _weight(name: str, place: tuple[Key, ...]) -> float:
    keys = [_squeezed(str(key)) for key in (name, *place)]
    weight = 2.0 if _names_content(name, place) else 1.0
    return weight * 0.2 if any(word in key for key in keys for word in _AVOID) else weight


def _names_content(name: str, place: tuple[Key, ...]) -> bool:
    """Whether the last key, or the variable itself, is called as texts of articles are."""
    last = _squeezed(next((str(key) for key in (*place[::-1], name) if key != -1), ""))
    return last in _CONTENT or "content" in last


def _texts(value: Any) -> Iterator[tuple[tuple[Key, ...], tuple[dict[str, Any], ...], str]]:
    """Yield every text below a value with the keys to it and the objects around it, in document order."""
    stack: list[tuple[Any, tuple[Key, ...], tuple[dict[str, Any], ...]]] = [(value, (), ())]
    seen: set[int] = set()
    for _ in range(_MAX_VALUES):
        if not stack:
            return
        item, path, owners = stack.pop()
        if isinstance(item, str):
            if len(item) >= _MIN_TEXT:
                yield path, owners, paired(item)
        elif isinstance(item, (dict, list)) and len(path) < _MAX_DEPTH and id(item) not in seen:
            seen.add(id(item))
            inside = (*owners, item) if isinstance(item, dict) else owners
            pairs = item.items() if isinstance(item, dict) else enumerate(item)
            room = max(0, _MAX_VALUES - len(stack))
            stack.extend([(entry, (*path, key), inside) for key, entry in islice(pairs, room)][::-1])


def _place(path: tuple[Key, ...], owners: tuple[dict[str, Any], ...]) -> tuple[tuple[Key, ...], dict[str, Any]]:
    """Return the path with -1 for places in lists below the innermost object with a title, and that object."""
    titled = next((number for number in range(len(owners), 0, -1) if _has_title(owners[number - 1])), 0)
    objects = 0
    place: list[Key] = []
    for key in path:
        place.append(-1 if isinstance(key, int) and objects >= titled else key)
        objects += isinstance(key, str)
    return tuple(place), owners[titled - 1] if titled else owners[-1] if owners else {}


def _has_title(owner: dict[str, Any]) -> bool:
    return any(isinstance(value, str) and _squeezed(key[:61]) in _TITLE for key, value in owner.items())


@lru_cache(maxsize=4096)
def _squeezed(key: str) -> str:
    return key[:60].lower().replace("_", "").replace("-", "")


def _words(value: Any, *, is_date: bool) -> Iterator[str]:
    """Yield what a value says: words, a name inside an object, each of a list, a moment in seconds or milliseconds."""
    for entry in value[:20] if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            entry = next((entry[key] for key in ("name", "title", "@id") if isinstance(entry.get(key), str)), None)
        if is_date and (
            isinstance(entry, int) or (isinstance(entry, str) and re.fullmatch(r"\d{10}(?:\d{3})?", entry))
        ):
            entry = moment_of(int(entry))
        if isinstance(entry, str) and (cleaned := clean_line(_TAG.sub("", paired(entry[:2000])))):
            yield cleaned


def moment_of(seconds: int) -> str | None:
    """Return seconds or milliseconds since 1970 as ISO 8601 in China Standard Time; None outside of 2000 to 2100."""
    seconds = seconds // 1000 if seconds > _EPOCH_SECONDS[1] else seconds
    if not _EPOCH_SECONDS[0] <= seconds < _EPOCH_SECONDS[1]:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).isoformat()
