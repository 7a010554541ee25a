"""Tags and filters of the public pages: languages, numbers, dates as a reader of each language expects them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.urls import translate_url
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

from archive.models import Article
from archive.text.folding import fold

register = template.Library()

#: BCP 47 spells the script with a capital; Django's codes do not.
LANG_TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
#: Each language is named in itself: who needs it can read it.
OWN_NAMES = {"zh-hans": "简体", "zh-hant": "繁體", "en": "English"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    url: str
    lang: str
    name: str
    current: bool


@register.simple_tag
def interface_lang() -> str:
    """The BCP 47 tag of the interface."""
    return LANG_TAGS[get_language() or settings.LANGUAGE_CODE]


@register.simple_tag
def language_links(path: str) -> list[LanguageLink]:
    """The page at `path` in each language of the interface. A path that is no page stays as it is."""
    current = get_language()
    return [
        LanguageLink(translate_url(path or "/", code), LANG_TAGS[code], OWN_NAMES[code], code == current)
        for code, _name in settings.LANGUAGES
    ]


@register.filter
def commas(number: int) -> str:
    """A number with thousands commas: 193,604."""
    return f"{number:,}"


@register.filter
def articles(number: int) -> str:
    """A count in words: "1 article", "193,604 articles"."""
    return ngettext("%(count)s article", "%(count)s articles", number) % {"count": commas(number)}


@register.filter
def day_and_count(day: str, count: int) -> str:
    """A day, month or year in words with its number of articles, for those who hear it: "May 3, 2 articles"."""
    told = articles(count) if count else gettext("no articles")
    return gettext("%(day)s, %(articles)s") % {"day": day, "articles": told}


@register.filter
def listed(words: Iterable[str]) -> str:
    """Names in a row, parted as the interface's language parts them."""
    return pgettext("between names", ", ").join(words)


@register.filter
def characters(number: int) -> str:
    """A count of characters in words."""
    return ngettext("%(count)s character", "%(count)s characters", number) % {"count": commas(number)}


@register.filter
def paragraphs(number: int) -> str:
    """A count of paragraphs in words."""
    return ngettext("%(count)s paragraph", "%(count)s paragraphs", number) % {"count": commas(number)}


@register.filter
def blocks(number: int) -> str:
    """A count of blocks of a page in words."""
    return ngettext("%(count)s block", "%(count)s blocks", number) % {"count": commas(number)}


@register.filter(name="bytes")
def file_size(number: int) -> str:
    """The exact size of a file in words."""
    return ngettext("%(count)s byte", "%(count)s bytes", number) % {"count": commas(number)}


@register.filter
def full_day(day: datetime.date) -> str:
    """A day written out: September 12, 2024; 2024 年 9 月 12 日."""
    return formats.date_format(day, gettext("F j, Y"))


@register.filter
def full_year(day: datetime.date) -> str:
    """The year of a day: 2024; 2024 年."""
    return formats.date_format(day, gettext("Y"))


@register.filter
def full_month(day: datetime.date) -> str:
    """The month of a day with its year: September 2024; 2024 年 9 月."""
    return formats.date_format(day, gettext("F Y"))


@register.filter
def short_day(day: datetime.date) -> str:
    """A day without its year: September 12; 9 月 12 日."""
    return formats.date_format(day, gettext("F j"))


@register.filter
def short_month(day: datetime.date) -> str:
    """A month without its year: Sep; 9 月."""
    return formats.date_format(day, gettext("M"))


@register.filter
def written_date(article: Article) -> str:
    """When the article was published, written out as far as it is known; "" where it is not."""
    day = article.published_on
    if day is None:
        return ""
    if article.date_precision == Article.Precision.YEAR:
        return full_year(day)
    if article.date_precision == Article.Precision.MONTH:
        return full_month(day)
    if article.published_at is None:
        return full_day(day)
    return formats.date_format(timezone.localtime(article.published_at), gettext("F j, Y, H:i"))


@register.filter
def iso_date(article: Article) -> str:
    """The day for a list: 2024-09-12, 2024-09, 2024, or "" where it is not known."""
    length = {Article.Precision.YEAR: 4, Article.Precision.MONTH: 7}.get(article.date_precision, 10)  # type: ignore[call-overload]
    return article.published_on.isoformat()[:length] if article.published_on else ""


@register.filter
def iso_moment(article: Article) -> str:
    """The date for a <time datetime>: with the time and +08:00 where it is known."""
    if article.published_at is None:
        return iso_date(article)
    return timezone.localtime(article.published_at).isoformat(timespec="minutes")


@register.filter
def moment(at: datetime.date) -> str:
    """A day, or a moment to the second, for a <time datetime>: HTML takes at most three digits of a fraction."""
    return timezone.localtime(at).isoformat(timespec="seconds") if isinstance(at, datetime.datetime) else at.isoformat()


@register.filter
def summary(article: Article, limit: int = 100) -> str:
    """The beginning of the first paragraph, at most `limit` characters with the ellipsis."""
    first = article.body[0] if article.body else ""
    return first if len(first) <= limit else f"{first[: limit - 1]}…"


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who brought an article. url: the outlet's page, "" where it has none."""

    name: str
    url: str


@register.filter
def outlet(article: Article) -> Outlet:
    """The source; where the page names none, the site that carried it. The name is "" where neither is known."""
    agency, name = (article.source, article.source_name) if article.source_name else (article.site, article.site_name)
    if agency is None or not agency.confirmed:
        return Outlet(name, "")
    return Outlet(agency.name, agency.get_absolute_url())


@register.filter
def name_lang(name: str) -> str:
    """The BCP 47 tag of a name, so that it keeps its own glyphs: traditional if a character in it is; "" for Latin."""
    hanzi = [char for char in name if "\u3400" <= char < "\ufe30" or char >= "\U00020000"]  # no full-width signs
    if not hanzi:
        return ""
    return "zh-Hant" if any(fold(char) != char for char in hanzi) else "zh-Hans"


@register.filter
def place(where: str) -> str:
    """Where a piece of evidence stood, in words: `where` of archive.ingest.records.Evidence."""
    known = {
        "block": gettext("Text of the page"),
        "url": gettext("Address of the page"),
        "title": gettext("Title of the window"),
        "saved:date": gettext("Day on which the page was saved"),
        "saved:url": gettext("Address from which the page was saved"),
        "batch:outlet": gettext("Given with the upload"),
    }
    kind, _colon, name = where.partition(":")
    if kind == "front matter":
        return gettext("Front matter: %(name)s") % {"name": name}
    if kind == "list":
        return gettext("List beside the page: %(name)s") % {"name": name}
    return known.get(where) or gettext("Metadata: %(name)s") % {"name": where}


@register.filter
def field_name(name: str) -> str:
    """What a field of a revision is called."""
    known = {
        "title": gettext("Title"),
        "original_title": gettext("Original title"),
        "kicker": gettext("Kicker"),
        "subtitle": gettext("Subtitle"),
        "dateline": gettext("Dateline"),
        "published_on": gettext("Date"),
        "published_at": gettext("Time"),
        "date_precision": gettext("Precision of the date"),
        "source": gettext("Source"),
        "site": gettext("Republished by"),
        "authors": gettext("Author"),
        "editors": gettext("Editor"),
        "url": gettext("Original address"),
    }
    return known.get(name, name)


@register.filter
def is_web(address: str) -> bool:
    """Whether an address may become a link: an uploaded page can name any scheme, and some of them run."""
    return address.lower().startswith(("http://", "https://"))


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | None]:
    """The numbers to offer beside this page, None for a gap."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]
