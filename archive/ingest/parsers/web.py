"""Saved web pages of every make: what the tool that saved them wrote around them or into them is understood first.

A view of the source is turned into the source, marks of the saving tools and of WeChat become metadata, and where
the visible page says too little the article is taken from the data that its scripts carry.
"""

from __future__ import annotations

import re
from dataclasses import replace

from archive.ingest.parsers import html, view_source
from archive.ingest.parsers.marks import read_marks
from archive.ingest.parsers.script_state import Article, find_article
from archive.ingest.parsers.wechat import read_wechat
from archive.ingest.records import Parsed, RawBlock
from archive.text.folding import fold

_MIN_PROSE = 60  # characters of sentences that make script data an article
_LITTLE_PROSE = 120  # of visible sentences; a page that shows fewer may have its text in a script
_SHOWN = 0.5  # share of the script's sentences that, once visible, say that the page shows its text
_PLENTY = 3_000  # characters of prose that no page with its text in a script shows
_SENTENCES = re.compile(r"[^。！？!?；;\s]{6,}")
#: What a template shows until a script has filled it: {{ article.title }}
_UNFILLED = re.compile(r"\{\{[^{}]{1,200}\}\}")
_FOOTER = re.compile(
    r"版[权權]所有|著作[权權]|ICP[备備]|copyright|©|[联聯][系繫]我[们們]|[关關][于於]我[们們]", re.IGNORECASE
)
_FOOTER_NAME = re.compile(r"foot|copyright|bottom")


def parse(text: str) -> Parsed:
    """Return the blocks and the metadata of a saved web page."""
    source = view_source.recover(text) or text
    page = html.parse(source)
    found = [*page.metadata, *(read_marks(text)), *read_wechat(source)]
    metadata = tuple(entry for entry in found if not _UNFILLED.search(entry.value))
    blocks = tuple(block for block in page.blocks if not _UNFILLED.fullmatch(block.text))
    page = replace(page, blocks=blocks, metadata=metadata)
    visible = sum(prose_of(block) for block in page.blocks)
    article = find_article(source) if visible < _PLENTY and "<script" in source.lower() else None
    return _with_article(page, article, visible) if article else page


def prose_of(block: RawBlock) -> int:
    """Count the characters of a visible block if it is made of sentences and not of links."""
    ends = any(mark in block.text for mark in "。！？；")
    return len(block.text) if ends and block.link_density < 0.5 and not _is_footer(block) else 0


def _with_article(page: Parsed, article: Article, visible: int) -> Parsed:
    """Put the article of the scripts where the page would show it, unless the page shows it already."""
    if article.prose < _MIN_PROSE or _is_shown(article, page):
        return page
    if visible >= (article.prose if _is_of_this_page(article, page) else _LITTLE_PROSE):
        return page
    number = 1 + max((max(block.ancestors, default=0) for block in page.blocks), default=0)
    at = next((place for place, block in enumerate(page.blocks) if _is_footer(block)), len(page.blocks))
    blocks = (*page.blocks[:at], *article.blocks(number), *page.blocks[at:])
    return replace(page, blocks=blocks, metadata=(*page.metadata, *article.facts()))


def _is_shown(article: Article, page: Parsed) -> bool:
    shown = "".join(block.text for block in page.blocks)
    written = "".join(block.text for block in article.blocks(0))
    sentences = _SENTENCES.findall(written)
    return sum(len(sentence) for sentence in sentences if sentence in shown) > _SHOWN * len("".join(sentences))


def _is_of_this_page(article: Article, page: Parsed) -> bool:
    """Whether the title beside the text is the one that the page states or shows."""
    title = fold(article.title)
    stated = [entry.value for entry in page.metadata if entry.name in ("title", "meta:og:title")]
    shown = [block.text for block in page.blocks if block.tag == "h1"]
    return len(title) >= 4 and any(title in fold(value) for value in (*stated, *shown))


def _is_footer(block: RawBlock) -> bool:
    return bool(_FOOTER.search(block.text[:200]) or any(_FOOTER_NAME.search(name) for name in block.path))
