"""Runs one peer over prepared pages, in the peers' own virtual environment: `python peers.py NAME < paths > outcomes`.

Each line of standard input is the path of a page as UTF-8 HTML; each line of standard output is one JSON object:
title, date, source, body ("" where the peer says nothing), error, and milliseconds of CPU time.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

TIME_LIMIT = 60  # seconds a page
PACKAGES = {
    "trafilatura": "trafilatura",
    "gne": "gne",
    "newspaper4k": "newspaper4k",
    "readability": "readability-lxml",
    "goose3": "goose3",
    "resiliparse": "resiliparse",
    "jusText": "jusText",
}
BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "td", "blockquote"}
Adapter = Callable[[str], dict[str, Any]]


def trafilatura() -> Adapter:
    from trafilatura import bare_extraction

    def read(html: str) -> dict[str, Any]:
        found = bare_extraction(html, with_metadata=True)
        if not found:
            return {}
        return {"title": found.title, "date": found.date, "source": found.sitename, "body": found.text}

    return read


def gne() -> Adapter:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def read(html: str) -> dict[str, Any]:
        found = extractor.extract(html)
        return {"title": found["title"], "date": found["publish_time"], "body": found["content"]}

    return read


def newspaper4k() -> Adapter:
    from newspaper import Article

    def read(html: str) -> dict[str, Any]:
        article = Article("https://news.example/a.html", language="zh", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return {
            "title": article.title,
            "date": article.publish_date,
            "source": article.meta_site_name,
            "body": article.text,
        }

    return read


def readability() -> Adapter:
    from lxml import html as lxml_html
    from readability import Document

    def read(html: str) -> dict[str, Any]:
        document = Document(html)
        tree = lxml_html.fromstring(document.summary(html_partial=True))
        for element in tree.iter():
            if element.tag in BLOCKS:
                element.tail = "\n" + (element.tail or "")
        return {"title": document.short_title(), "body": tree.text_content()}

    return read


def goose3() -> Adapter:
    from goose3 import Goose
    from goose3.text import StopWordsChinese

    goose = Goose({"stopwords_class": StopWordsChinese, "enable_image_fetching": False})

    def read(html: str) -> dict[str, Any]:
        found = goose.extract(raw_html=html)
        date = found.publish_datetime_utc or found.publish_date
        site = (found.opengraph or {}).get("site_name")
        return {"title": found.title, "date": date, "source": site, "body": found.cleaned_text}

    return read


def resiliparse() -> Adapter:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def read(html: str) -> dict[str, Any]:
        tree = HTMLTree.parse(html)
        return {"title": tree.title, "body": extract_plain_text(tree, main_content=True, alt_texts=False)}

    return read


def justext() -> Adapter:
    from justext import justext as extract

    def read(html: str) -> dict[str, Any]:
        # It has no stop words for Chinese; told that there are none, it goes by length and link density.
        found = extract(html, frozenset(), stopwords_low=0, stopwords_high=0)
        return {"body": "\n".join(part.text for part in found if not part.is_boilerplate)}

    return read


ADAPTERS: dict[str, Callable[[], Adapter]] = {
    "trafilatura": trafilatura,
    "gne": gne,
    "newspaper4k": newspaper4k,
    "readability": readability,
    "goose3": goose3,
    "resiliparse": resiliparse,
    "jusText": justext,
}


def outcome(read: Adapter, html: str) -> dict[str, Any]:
    """Return what the peer says of a page, and what it cost; an exception or a time-out is an outcome too."""
    signal.alarm(TIME_LIMIT)
    begin = time.process_time()
    try:
        found, error = read(html), ""
    except Exception as fault:  # whatever a peer raises is counted as its failure and printed
        found, error = {}, type(fault).__name__
    finally:
        signal.alarm(0)
    taken = (time.process_time() - begin) * 1000
    fields = {name: str(found.get(name) or "") for name in ("title", "date", "source", "body")}
    return {**fields, "error": error, "milliseconds": taken}


def out_of_time(*_: Any) -> None:
    raise TimeoutError


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if sys.argv[1] == "versions":
        print(json.dumps({name: version(package) for name, package in PACKAGES.items()}))
        return
    signal.signal(signal.SIGALRM, out_of_time)
    read = ADAPTERS[sys.argv[1]]()
    for number, line in enumerate(sys.stdin):
        html = Path(line.rstrip("\n")).read_text(encoding="utf-8")
        if number == 0:
            outcome(read, html)  # dictionaries and the like are loaded once, not by a page
        print(json.dumps(outcome(read, html)), flush=True)


if __name__ == "__main__":
    main()
