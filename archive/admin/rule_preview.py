"""What an outlet rule would change, as data for its page: titles and texts with personal data covered."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Article, TextBlock
from archive.review import collation, rules

#: Blocks shown of each page, and characters of each block.
BLOCKS, CHARACTERS = 3, 120


@dataclass(frozen=True, slots=True)
class Sample:
    """One block that would change. text: its beginning. in_body: whether readers see it now."""

    block: TextBlock
    text: str

    @property
    def in_body(self) -> bool:
        return self.block.in_body


@dataclass(frozen=True, slots=True)
class Page:
    """One page that would change. more: blocks that are not among the samples."""

    article: Article
    title: str
    samples: tuple[Sample, ...]
    more: int
    cuts_text: bool


@dataclass(frozen=True, slots=True)
class Shown:
    drafts: tuple[Page, ...]
    published: tuple[Page, ...]


def shown(preview: rules.Preview) -> Shown:
    """Put a preview into what its page shows."""
    return Shown(tuple(_page(page) for page in preview.drafts), tuple(_page(page) for page in preview.published))


def _page(page: rules.Touched) -> Page:
    hide = collation.words_to_hide(page.article)
    samples = tuple(Sample(block, _beginning(block, hide)) for block in page.blocks[:BLOCKS])
    title = collation.covered_title(page.article) or "—"
    return Page(page.article, title, samples, max(0, len(page.blocks) - BLOCKS), page.cuts_text)


def _beginning(block: TextBlock, hide: set[str]) -> str:
    text = collation.veil(block.cleaned or block.text, hide)
    return text if len(text) <= CHARACTERS else f"{text[:CHARACTERS]}…"
