"""Reads the bibliographic facts off an article."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from archive.citing.dates import parts
from archive.citing.facts import Facts, PartialDate
from archive.citing.newspapers import is_newspaper
from archive.models import Agency, Article

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: How many parts of the date are known.
_KNOWN = {"year": 1, "month": 2, "day": 3, "minute": 3}


def facts_of(
    article: Article, *, permalink: str, accessed: datetime.date, version: int = 0, paragraph: int | None = None
) -> Facts:
    """Return the facts of an article as readers see it now. Costs no query if source, site and capture are loaded.

    Where a page names the outlet that it took the article from, and the title that it bore there, these are cited.
    """
    outlet, site = _name(article.source, article.source_name), _name(article.site, article.site_name)
    title = one_line(article.title)
    original = one_line(article.original_title) if outlet and outlet != site else ""
    government = bool(outlet) and _is_government(article.source)
    return Facts(
        key=article.public_id,
        title=original or title or one_line(article.opening),
        is_untitled=not (original or title),
        title_here=title if original and original != title else "",
        authors=_names(article.authors),
        editors=_names(article.editors),
        body=outlet if government else "",
        outlet=outlet or site,
        republisher=site if outlet and site != outlet else "",
        is_newspaper=is_newspaper(outlet or site) and not government,
        date=date_of(article),
        language=article.lang,
        permalink=permalink,
        original_url=_web(article.url),
        accessed=accessed,
        captured=article.capture.captured_on if article.capture else None,
        version=version,
        paragraph=paragraph,
    )


def date_of(article: Article) -> PartialDate:
    """Return the date of publication as far as it is known."""
    if article.published_on is None:
        return ()
    return parts(article.published_on)[: _KNOWN[article.date_precision]]


def one_line(text: str) -> str:
    """Return text on one line: every run of white space one blank, no control characters."""
    return _CONTROLS.sub("", " ".join(text.split()))


def _name(agency: Agency | None, printed: str) -> str:
    """An outlet under the name that people confirmed, else as printed; "" where the page names none."""
    return one_line(agency.name if printed and agency and agency.confirmed else printed)


def _names(people: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(one_line, people)))


def _is_government(agency: Agency | None) -> bool:
    return agency is not None and agency.confirmed and agency.kind == Agency.Kind.GOVERNMENT


def _web(address: str) -> str:
    """The address if it is one of the web: an uploaded page can name any scheme, and programs would follow it."""
    return "".join(address.split()) if address.lower().startswith(("http://", "https://")) else ""
