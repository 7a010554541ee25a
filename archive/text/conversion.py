"""The same words in the other script, for people to read: never for what is stored, cited or searched by.

By the phrases of OpenCC (s2t and t2s of opencc-python-reimplemented), so that 头发 becomes 頭髮 and 发展 發展.
"""

from __future__ import annotations

from functools import cache, lru_cache

import opencc


@lru_cache(maxsize=512)
def traditional(text: str) -> str:
    """Return `text` in traditional characters."""
    return str(_converter("s2t").convert(text))


@lru_cache(maxsize=512)
def simplified(text: str) -> str:
    """Return `text` in simplified characters."""
    return str(_converter("t2s").convert(text))


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)
