"""Cursors: where a page of hits ended, so that the next one goes on there however many articles came in meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
import math

#: Longer ones are not ours.
_MAX_LENGTH = 200  # characters


def encoded(values: tuple[float | int | str, ...]) -> str:
    """Return the cursor for the order's values of a page's last hit: URL-safe, and to the last digit of a score."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decoded(cursor: str, length: int) -> tuple[float | int, ...] | None:
    """Return the values in `cursor`, None if it is none of ours for an order of `length` columns."""
    if not cursor or len(cursor) > _MAX_LENGTH:
        return None
    try:
        values = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):  # no base64, no UTF-8, no JSON
        return None
    if not isinstance(values, list) or len(values) != length or not all(map(_is_finite, values)):
        return None
    return tuple(values)


def _is_finite(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
