"""Tags of the results page: addresses that differ from this one in a condition."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template import RequestContext

register = template.Library()


@register.simple_tag(takes_context=True)
def without(context: RequestContext, *names: str) -> str:
    """The address of this search without some of its conditions, from the first page on."""
    query = _request(context).GET.copy()
    for name in ("page", *names):
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def toggled(context: RequestContext, name: str, value: str, current: str) -> str:
    """The address with this condition, or without it where it is in force."""
    query = _request(context).GET.copy()
    for dropped in ("page", name, *(("from", "to") if name == "year" else ())):
        query.pop(dropped, None)
    if value != current:
        for parameter in ("from", "to") if name == "year" else (name,):
            query[parameter] = value
    return f"?{query.urlencode()}"


def _request(context: RequestContext) -> HttpRequest:
    request: HttpRequest = context["request"]
    return request
