"""Tells readers, in their language, what of their query was not taken as written, and what helps."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.query.operands import PREFIX_LENGTH
from search.query.parser import DEPTH_LIMIT, LENGTH_LIMIT, TERM_LIMIT
from search.query.syntax import Mistake

#: What is told for each code; docs/search.md lists them for readers.
MESSAGES: Mapping[str, Promise] = {
    "too-long": _("The query is longer than %(length)s characters. The rest was left out."),
    "too-many-terms": _("The query has more than %(terms)s words. Those from character %(position)s on were left out."),
    "too-deep": _("There are more than %(depth)s brackets in one another. The one at %(position)s was passed over."),
    "unclosed-quote": _("The quotation mark at character %(position)s is not closed. All after it is one phrase."),
    "unclosed-bracket": _("The bracket at character %(position)s is not closed. It was taken to reach to the end."),
    "unopened-bracket": _("The bracket at character %(position)s closes nothing and was left out."),
    "lone-operator": _("“%(piece)s” at character %(position)s has nothing to work on and was left out."),
    "empty-field": _("Nothing follows “%(piece)s” at character %(position)s. It was left out."),
    "only-signs": _("There is nothing but signs here, so they were searched as text."),
    "bad-date": _("“%(piece)s” is no date. Write 2023, 2023-05, 2023-05-01, 2022..2023 or >2022."),
    "unknown-month": _("“%(piece)s” has a month that does not exist. The whole year was taken."),
    "unknown-day": _("“%(piece)s” has a day that does not exist. The whole month was taken."),
    "range-backwards": _("“%(piece)s” ends before it begins. It was turned round."),
    "wildcard-alone": _("The * at character %(position)s stands behind nothing and was left out."),
    "wildcard-first": _("A * cannot begin a word, and Chinese needs none. The one in “%(piece)s” was left out."),
    "wildcard-inside": _(
        "“%(piece)s” was searched as it is: * and ? do not stand for other characters. A blank between two parts "
        "finds both."
    ),
    "wildcard-short": _("A * needs at least %(letters)s letters before it. “%(piece)s” was searched without it."),
    "unknown-script": _("“%(piece)s” is no script. Write simplified, traditional or mixed."),
    "unknown-agency": _("No agency is called “%(name)s”."),
    "unknown-place": _("No place is called “%(name)s”."),
    "unknown-type": _("“%(name)s” is no kind of source. Write outlet or government."),
}


def explained(mistake: Mistake) -> str:
    """Return the message for a mistake; positions are told counting from 1. Raises KeyError for an unknown code."""
    limits = {"length": LENGTH_LIMIT, "terms": TERM_LIMIT, "depth": DEPTH_LIMIT, "letters": PREFIX_LENGTH}
    return str(MESSAGES[mistake.code]) % {**limits, "position": mistake.position + 1, **mistake.values}
