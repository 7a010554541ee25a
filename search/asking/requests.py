"""What a reader wants of the archive: the one record that pages, API and commands fill in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

MAX_SIZE = 100
DEFAULT_SIZE = 20
#: Fewer exact hits than this are few.
FEW = 10

Sort = Literal["relevance", "-date", "date"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Words, conditions, and which stretch of the answer. Days are those of China and both ends count.

    `chosen` are values of facets by the facet's name, each as it stands in addresses, "-" before one that is shut out.
    `page` counts from 1 and is passed over where `cursor` tells which hit came last; `size` is at most MAX_SIZE.
    `collapse` puts reprints of one text under the best of them; `fresh` lets newer articles score a little higher.
    `passages`: what was found is shown in its sentence; without, hits have a title alone.
    `related`: with fewer exact hits than this, related articles follow them; 0 for none.
    """

    q: str = ""
    page: int = 1
    size: int = DEFAULT_SIZE
    sort: Sort = "relevance"
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: bool = False
    collapse: bool = False
    fresh: bool = True
    related: int = 1
    passages: bool = True
    cursor: str = ""

    @property
    def length(self) -> int:
        """How many hits a page holds."""
        return max(1, min(self.size, MAX_SIZE))

    @property
    def start(self) -> int:
        """How many hits stand before this page, where no cursor tells."""
        return (self.page - 1) * self.length
