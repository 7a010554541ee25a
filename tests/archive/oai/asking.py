"""Asks as a harvester does, and reads what it is told."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from lxml import etree

from archive.models import Article
from tests.factories import ArticleFactory

O = "{http://www.openarchives.org/OAI/2.0/}"  # noqa: E741 - short, since every name bears it
FORM = "application/x-www-form-urlencoded"
DC = "{http://purl.org/dc/elements/1.1/}"
START = datetime.datetime(2026, 3, 1, 8, 0, 0, 500_000, tzinfo=datetime.UTC)


def ask(client: Client, verb: str = "", *, post: bool = False, **arguments: str) -> etree._Element:
    """The root of the answer to a request. `from_` stands for the argument `from`."""
    asked = {name.rstrip("_"): value for name, value in arguments.items()} | ({"verb": verb} if verb else {})
    if post:
        answer = client.post("/oai", "&".join(f"{k}={v}" for k, v in asked.items()), FORM)
    else:
        answer = client.get("/oai", asked)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def listed(client: Client, verb: str = "ListRecords", **arguments: str) -> etree._Element:
    return ask(client, verb, **({"metadataPrefix": "oai_dc"} | arguments))


def code(root: etree._Element) -> str | None:
    error = root.find(f"{O}error")
    return error.get("code") if error is not None else None


def identifiers(root: etree._Element) -> list[str]:
    return [one.text.rpartition(":")[2] for one in root.iter(f"{O}identifier")]


def changed(article: Article, at: datetime.datetime) -> Article:
    Article.objects.filter(pk=article.pk).update(updated_at=at)
    return article


def at_times(count: int, **fields: Any) -> list[Article]:
    """Public articles, changed a day after another."""
    return [
        changed(ArticleFactory(state="published", **fields), START + datetime.timedelta(days=day))
        for day in range(count)
    ]
