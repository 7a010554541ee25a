"""A public article with readings, sub-headings and removed blocks, and its page in any mode."""

from __future__ import annotations

import itertools
from typing import Any

from django.test import Client

from archive import publishing
from archive.models import Article, TextBlock
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory

BODY = ["记者范里报道：汐城三号海堤合龙之后，潮水不再倒灌。", "合龙之后", "合龙口选在旧埭外侧，汐城晚报发了3条消息。"]
READINGS = {0: ("汐", "xī"), 2: ("埭", "dài")}
ROLES = ("paragraph", "heading", "paragraph")

#: Every value of each mode, so that their product is every way in which an article can be read.
MODES: dict[str, tuple[str, ...]] = {
    "script": ("", "hant", "tw", "hk"),
    "ruby": ("", "0"),
    "removed": ("", "1"),
    "size": ("", "largest"),
    "mode": ("", "vertical"),
    "find": ("", "海堤"),
}


def make_article(*, removed: list[dict[str, Any]] | None = None, **fields: Any) -> Article:
    """A draft as ingest leaves it. removed: blocks behind the text, beside the menu that stands before it."""
    if "source" not in fields:
        fields["source"] = AgencyFactory(name="汐城晚报")
    article = ArticleFactory(
        **{
            "title": "三号海堤昨日合龙",
            "original_title": "汐城海堤提前合龙",
            "kicker": "抢在汛期之前",
            "subtitle": "干部说后面还有工程",
            "body": BODY,
            "authors": ["范里"],
            "editors": ["于成龙"],
            "capture": CaptureFactory(),
            **fields,
        }
    )
    menu = removed_block("远汀网首页 > 新闻 > 正文", "navigation", "menu-row")
    body = [block_of_body(place, text, role) for place, (text, role) in enumerate(zip(BODY, ROLES, strict=True))]
    rows = [menu, *body, *(removed or [])]
    TextBlock.objects.bulk_create(TextBlock(article=article, position=at, **row) for at, row in enumerate(rows))
    return article


def block_of_body(place: int, text: str, role: str) -> dict[str, Any]:
    read = (
        [{"at": text.index(char), "reading": reading, "written": ""} for char, reading in [READINGS[place]]]
        if place in READINGS
        else []
    )
    return {"text": text, "cleaned": text, "role": role, "readings": read}


def removed_block(text: str, reason: str = "share", rule: str = "share-bar", **more: Any) -> dict[str, Any]:
    return {"text": text, "cleaned": text, "role": "removed", "reason": reason, "rule": rule, **more}


def publish(article: Article) -> Article:
    assert publishing.publish(article, by=None) is None
    return article


def queries() -> list[str]:
    """Every combination of modes as an address states it."""
    return [
        "&".join(f"{name}={value}" for name, value in zip(MODES, values, strict=True) if value)
        for values in itertools.product(*MODES.values())
    ]


def page(client: Client, article: Article, query: str = "", language: str = "/en") -> str:
    response = client.get(f"{language}/a/{article.public_id}/?{query}")
    assert response.status_code == 200
    return str(response.content.decode())
