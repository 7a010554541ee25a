"""What a suggestion says of itself to programs."""

from __future__ import annotations

from django.utils.translation import ngettext

from search.suggestions import Suggestion


def note_of(one: Suggestion) -> str:
    """What tells a title from others, or how many articles there are, in the language now active."""
    return one.note or ngettext("%(count)d article", "%(count)d articles", one.count) % {"count": one.count}
