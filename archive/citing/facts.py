"""The bibliographic facts of one article, as every format of a citation takes them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

#: Year, month and day as far as they are known: (2024, 9, 12), (2024, 9), (2024,), or () where nothing is.
PartialDate = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an article. No text holds a line break or a control character; "" and () stand for unknown.

    title: under which the outlet published it; where the page bears none, its first words (is_untitled).
    title_here: the title that the page in this archive bears, where that is another one.
    body: the government body that published it itself. outlet: who published it first, as far as the page tells.
    republisher: the site on which it was found, where that is not the outlet. captured: when the page was saved.
    permalink: the address of the article here. original_url: where it stood. version: of the text here, 0 if none.
    paragraph: the number of the one that is cited.
    """

    key: str
    title: str
    permalink: str
    accessed: datetime.date
    is_untitled: bool = False
    title_here: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    body: str = ""
    outlet: str = ""
    republisher: str = ""
    is_newspaper: bool = False
    date: PartialDate = ()
    language: str = ""
    original_url: str = ""
    captured: datetime.date | None = None
    version: int = 0
    paragraph: int | None = None

    @property
    def address(self) -> str:
        """Where what is cited can be read: the article, or the paragraph in it."""
        return f"{self.permalink}#p{self.paragraph}" if self.paragraph else self.permalink

    @property
    def cited_title(self) -> str:
        """The title; in square brackets where it was supplied, as bibliographies mark what a source does not say."""
        return f"[{self.title}]" if self.is_untitled else self.title

    @property
    def creators(self) -> tuple[str, ...]:
        """The authors; of an unsigned text of a government body that body; else none."""
        return self.authors or ((self.body,) if self.body else ())

    @property
    def publisher(self) -> str:
        """The outlet, unless it stands already as the creator."""
        return "" if self.outlet in self.creators else self.outlet

    @property
    def is_chinese(self) -> bool:
        return self.language.startswith("zh")
