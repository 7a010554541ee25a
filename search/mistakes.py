"""Tells readers, in their language, what of their query was not taken as written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from search.query.parser import LENGTH_LIMIT, TERM_LIMIT
from search.query.syntax import Mistake


def explained(mistake: Mistake) -> str:
    """Return the message for a mistake; positions are told counting from 1."""
    told = {"position": mistake.position + 1, "length": LENGTH_LIMIT, "terms": TERM_LIMIT}
    match mistake.code:
        case "too-long":
            return _("The query is longer than %(length)s characters. The rest was left out.") % told
        case "too-many-terms":
            return (
                _("The query has more than %(terms)s words. Those from character %(position)s on were left out.") % told
            )
        case "unclosed-quote":
            return _("The quotation mark at character %(position)s is not closed. All after it is one phrase.") % told
        case "lone-minus":
            return _("The minus at character %(position)s stands before nothing and was left out.") % told
