"""Articles of WeChat accounts: what their scripts set, because the saved markup leaves title and time to them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from archive.ingest.parsers.script_state import moment_of
from archive.ingest.parsers.scripts import literal
from archive.ingest.records import Metadata
from archive.text.cleaning import clean_line

_NAMES = tomllib.loads((Path(__file__).parent.parent / "data" / "script_state.toml").read_text(encoding="utf-8"))
_VARIABLES: dict[str, str] = _NAMES["wechat_variables"]
_KEYS: dict[str, str] = _NAMES["wechat_keys"]
_SIGNS = ("js_content", "rich_media_content")
#: var ct = "..."; window.msg_title = '...'; var nickname = htmlDecode("...")
_SET = re.compile(
    rf"(?:\bvar\s{{1,4}}|\bwindow\.)({'|'.join(_VARIABLES)})\s{{0,4}}=\s{{0,4}}(?:htmlDecode\()?(?=[\"'])"
)
#: title: JsDecode('...')
_KEYED = re.compile(rf"\b({'|'.join(_KEYS)})\s{{0,4}}:\s{{0,4}}JsDecode\((?=[\"'])")
_MAX_FOUND = 60


def read_wechat(markup: str) -> Iterator[Metadata]:
    """Yield an article's wechat:title, wechat:account, wechat:author, wechat:date, wechat:url and wechat:source_url."""
    if not any(sign in markup for sign in _SIGNS):
        return
    yield from dict.fromkeys((*_found(markup, _SET, _VARIABLES), *_found(markup, _KEYED, _KEYS)))


def _found(markup: str, pattern: re.Pattern[str], names: dict[str, str]) -> Iterator[Metadata]:
    for count, found in enumerate(pattern.finditer(markup)):
        if count >= _MAX_FOUND:
            return
        name, words = names[found[1]], clean_line(unescape(literal(markup, found.end()) or "")[:2000])
        value = _moment(words) if name == "date" else words
        if value:
            yield Metadata(f"wechat:{name}", value)


def _moment(words: str) -> str | None:
    return moment_of(int(words)) if re.fullmatch(r"\d{10}(?:\d{3})?", words) else words
