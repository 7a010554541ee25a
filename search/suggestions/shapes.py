"""Characters that are taken for one another because they look alike: 未 and 末, 诈 and 炸."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "shapes.txt"


def looking_like(character: str) -> str:
    """Return the folded characters that look like this one, the likeliest first; "" if none is known."""
    return _table().get(character, "")


@cache
def _table() -> dict[str, str]:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ") for line in lines if not line.startswith("#"))
