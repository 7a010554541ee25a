"""Whether an outlet is a newspaper, by its name: bibliographies tell newspapers ([N]) from other sites ([EB])."""

from __future__ import annotations

import re

#: 汐城晚报, 明報, 人民日报海外版, 大公報（香港）; not 人民日报客户端, 澎湃新闻, 情报.
_NAMED = re.compile(r"(?<![情简簡海学學画畫预預])[报報](?:社)?(?:[\u4e00-\u9fff]{1,4}版|[（(][^（）()]*[)）])?$")
#: Newspapers whose names do not say so.
_KNOWN = frozenset(
    (
        "参考消息", "參考消息", "新华每日电讯", "新華每日電訊", "南方周末", "经济参考", "環球時報", "環球时报",
        "china daily", "global times", "shanghai daily", "south china morning post", "taipei times", "the standard",
        "taiwan news", "macau daily times", "people's daily", "the new york times", "the guardian",
    )
)  # fmt: skip


def is_newspaper(name: str) -> bool:
    """Return whether the outlet of this name is a newspaper. A site or an account of one is not."""
    return name.strip().lower() in _KNOWN or bool(_NAMED.search(name.strip()))
