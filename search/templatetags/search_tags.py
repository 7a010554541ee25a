"""Tags of the results page, addresses that differ from this one in a condition, and of the article page."""

from __future__ import annotations

from django import template
from django.http import HttpRequest, QueryDict
from django.template import RequestContext

from archive.models import Article
from search.answering import similar

register = template.Library()

#: What tells a place in the list, and has no meaning once the list is another.
_PLACE = ("page", "cursor")


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


@register.simple_tag
def similar_articles(article: Article) -> list[Article]:
    """The public articles most like this one, other copies of its text left out; none while there is no index."""
    return similar.similar_articles(article)


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
