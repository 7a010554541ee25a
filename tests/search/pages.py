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
    """The links within this page, each with its words, or its name for who hears it, and the parameters it leads to."""
    found = re.findall(r"<a ([^>]*)>(.*?)</a>", html, re.DOTALL)
    named = [
        (re.search(r'href="\?([^"]*)"', tag), re.search(r'class="shut".*aria-label="([^"]*)"', tag), words)
        for tag, words in found
    ]
    return [
        (name[1] if name else " ".join(re.sub(r"<[^>]+>", " ", words).split()), parse_qs(unescape(address[1])))
        for address, name, words in named
        if address
    ]


def link_to(html: str, words: str) -> dict[str, list[str]]:
    """The parameters that the link with these words leads to."""
    return next(parameters for said, parameters in links(html) if said == words)


def facet(html: str, title: str) -> str:
    return part(html, f"<h2>{title}</h2>", "</section>")
