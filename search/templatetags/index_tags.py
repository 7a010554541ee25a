"""The index on the desk home. A tag, since the archive's pages know nothing of search."""

from __future__ import annotations

from django import template

from search import health
from search.health import IndexHealth

register = template.Library()


@register.simple_tag
def index_health() -> IndexHealth:
    """How the index does now."""
    return health.index_health()
