"""Looks at a results page as a reader does: its parts, its links and where they lead."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs

from django.test import Client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def part(html: str, begin: str, end: str) -> str:
    """What stands between two marks of the page; both must be there."""
    assert begin in html, f"{begin} is not on the page"
    return html.split(begin, 1)[1].split(end, 1)[0]


def links(html: str) -> list[tuple[str, dict[str, list[str]]]]:
    """The links within this page, each with its words and the parameters of its address."""
    found = re.findall(r'<a[^>]* href="\?([^"]*)"[^>]*>(.*?)</a>|<a href="\?([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [
        (" ".join(re.sub(r"<[^>]+>", " ", words or others).split()), parse_qs(unescape(query or address)))
        for query, words, address, others in found
    ]


def link_to(html: str, words: str) -> dict[str, list[str]]:
    """The parameters that the link with these words leads to."""
    return next(parameters for said, parameters in links(html) if said == words)


def facet(html: str, title: str) -> str:
    return part(html, f"<h2>{title}</h2>", "</section>")
