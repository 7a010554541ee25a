"""The places that most articles are about, for the front page."""

from __future__ import annotations

from django import template

from search.answering.by_place import Place, count_by_place, provinces

register = template.Library()


@register.simple_tag
def most_named_places(most: int = 7) -> list[Place]:
    """The provinces that most articles are about, the most first; none while there is no index."""
    found = provinces(count_by_place() or {})
    return sorted(found, key=lambda place: (-place.count, place.division.code))[:most]
