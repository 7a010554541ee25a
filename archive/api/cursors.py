"""Cursors: the place where a page ended, as a text for addresses."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

#: Longer ones are not ours: a name and its reading take most of the room.
_MAX_LENGTH = 2_000  # characters


def encoded(place: list[str | int | None]) -> str:
    """The cursor for the place: URL-safe."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def decoded(cursor: str, length: int) -> list[Any] | None:
    """The place that the cursor tells, None if it is no list of so many texts, whole numbers and nulls."""
    if not cursor or len(cursor) > _MAX_LENGTH:
        return None
    try:
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):  # no base64, no UTF-8, no JSON, or JSON that is deep
        return None
    if not isinstance(told, list) or len(told) != length or not all(map(_is_plain, told)):
        return None
    return told


def _is_plain(value: object) -> bool:
    return value is None or (isinstance(value, (str, int)) and not isinstance(value, bool))
