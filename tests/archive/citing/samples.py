"""Facts for the tests of citations: valid by default, a call names only what matters."""

from __future__ import annotations

import datetime
from typing import Any

from archive.citing import Facts

ADDRESS = "https://archive.example/a/b7k2m9qz4x/"
TODAY = datetime.date(2026, 11, 22)
FOUR = ("沈砚舟", "陆知微", "何汀", "周遥")


def some_facts(**known: Any) -> Facts:
    """A signed article of a newspaper, known to the day."""
    usual: dict[str, Any] = {
        "key": "b7k2m9qz4x",
        "title": "三号海堤昨日合龙",
        "authors": ("沈砚舟", "陆知微"),
        "outlet": "汐城晚报",
        "is_newspaper": True,
        "date": (2024, 9, 12),
        "language": "zh-Hans",
        "permalink": ADDRESS,
        "accessed": TODAY,
    }
    return Facts(**{**usual, **known})


def page_facts(**known: Any) -> Facts:
    """The same of a site that is no newspaper."""
    return some_facts(**{"outlet": "远汀网", "is_newspaper": False, **known})
