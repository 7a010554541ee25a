"""Tags of the results page, addresses that differ from this one in a condition, and of the article page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest, QueryDict
from django.template import RequestContext
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from archive.models import Article
from search.answering import similar
from search.answering.chips import TITLES
from search.asking.requests import SearchRequest
from search.query.fields import EXACT_NAMES, NAMES_OF, FieldName

register = template.Library()

#: What tells a place in the list, and has no meaning once the list is another.
_PLACE = ("page", "cursor", "within")
#: What shapes a page and nothing that is made of all that was found.
_OF_PAGES = (*_PLACE, "view", "size", "collapse")
#: What the fields of the query language are called, in the order of docs/search.md.
_FIELDS: dict[FieldName, Promise] = {
    "title": pgettext_lazy("field", "Title"),
    "text": pgettext_lazy("field", "Text"),
    "author": pgettext_lazy("field", "Author"),
    "source": pgettext_lazy("field", "Source"),
    "agency": pgettext_lazy("field", "Agency"),
    "place": pgettext_lazy("field", "Place"),
    "type": pgettext_lazy("field", "Kind of source"),
    "script": pgettext_lazy("field", "Script"),
    "date": pgettext_lazy("field", "Date"),
}


@dataclass(frozen=True, slots=True)
class FieldNames:
    """A field of the query language, and the names that it can be typed under."""

    title: str
    names: Sequence[str]


@register.simple_tag(takes_context=True)
def without(context: RequestContext, *names: str) -> str:
    """The address of this search without some of its conditions, from the first page on."""
    query = _from_the_start(context)
    for name in names:
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def without_value(context: RequestContext, name: str, value: str) -> str:
    """The address of this search without one value of a condition; without the whole of it if `value` is empty."""
    return f"?{_changed(context, name, value, None).urlencode()}" if value else without(context, name)


@register.simple_tag(takes_context=True)
def with_value(context: RequestContext, name: str, value: str, unless: str = "") -> str:
    """The address with one more value of a condition, in place of `unless` where that is in force."""
    return f"?{_changed(context, name, unless, value).urlencode()}"


@register.simple_tag(takes_context=True)
def in_span(context: RequestContext, value: str, current: str = "") -> str:
    """The address within this year or month, or without a span where it is the current one."""
    query = _from_the_start(context)
    for name in ("from", "to"):
        query.pop(name, None)
        if value != current:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def without_facet(context: RequestContext, name: str) -> str:
    """The address without all that a facet asks for; of "year", without the days."""
    return without(context, *(("from", "to") if name == "year" else (name,)))


@register.filter
def facet_title(name: str) -> str:
    """What a facet is called on the page."""
    return str(TITLES[name]) if name in TITLES else gettext("Days")


@register.filter
def wider_year(asked: SearchRequest) -> str:
    """The year in which the days asked for lie and which they do not fill; "" where they lie in none or in several."""
    first, last = asked.first_day, asked.last_day
    if not first or not last or first.year != last.year:
        return ""
    return "" if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) else f"{first.year:04}"


@register.simple_tag(takes_context=True)
def as_feed(context: RequestContext) -> str:
    """What of the address shapes a feed of what is found, with its question mark; "" for nothing."""
    return _kept(context, *_OF_PAGES, "sort", "fresh")


@register.simple_tag(takes_context=True)
def export_address(context: RequestContext, form: str) -> str:
    """The address of all that is found as a file of this form, in the order of the page."""
    return reverse(f"search:export-{form}") + _kept(context, *_OF_PAGES)


@register.filter
def as_query(words: str) -> str:
    """A query as the parameter of an address."""
    return urlencode({"q": words})


@register.simple_tag
def field_names() -> list[FieldNames]:
    """The fields of the query language, for readers to choose from."""
    exact = FieldNames(gettext("Exact script"), EXACT_NAMES)
    return [*(FieldNames(str(title), NAMES_OF[field]) for field, title in _FIELDS.items()), exact]


@register.simple_tag
def similar_articles(article: Article) -> list[Article]:
    """The public articles most like this one, other copies of its text left out; none while there is no index."""
    return similar.similar_articles(article)


def _kept(context: RequestContext, *names: str) -> str:
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""


def _changed(context: RequestContext, name: str, removed: str, added: str | None) -> QueryDict:
    query = _from_the_start(context)
    values = [one for one in query.getlist(name) if one not in (removed, added)]
    query.setlist(name, [*values, added] if added else values)
    return query


def _from_the_start(context: RequestContext) -> QueryDict:
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name in _PLACE:
        query.pop(name, None)
    return query
