"""What stands around an article on its page: the family of its text, its neighbours in the outlet, its day."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from archive import neighbours
from archive.duplicates import Family, family_of
from archive.duplicates.lineage import Alike, Basis
from archive.models import Article, Likeness
from archive.neighbours import InOutlet, OfDay

register = template.Library()

_KINDS: dict[str, str | Promise] = {
    Likeness.Kind.EXACT_TEXT: pgettext_lazy("beside this page", "The same words"),
    Likeness.Kind.NEAR: pgettext_lazy("beside this page", "Nearly the same"),
    Likeness.Kind.CONTAINED: pgettext_lazy("beside this page", "Holds this text"),
    Likeness.Kind.CONTAINS: pgettext_lazy("beside this page", "Part of this text"),
}
_BASES: dict[str, str | Promise] = {
    Basis.NAMED: pgettext_lazy("article", "Named as the source by reprints"),
    Basis.EARLIEST: pgettext_lazy("article", "Earliest known here"),
    Basis.OPEN: pgettext_lazy("article", "Which came first is not known"),
}


@dataclass(frozen=True, slots=True)
class Around:
    """All of it; each is empty or None where there is nothing."""

    family: Family | None
    outlet: InOutlet
    day: OfDay | None


@register.simple_tag
def around(article: Article) -> Around:
    """What stands around a public article. At most eight queries, each bounded."""
    family = family_of(article)
    shown = family.keys if family else ()
    return Around(family, neighbours.in_outlet(article), neighbours.of_day(article, without=shown))


@register.filter
def in_words(alike: Alike) -> str:
    """How another article is like this page's: "Nearly the same, 93%"."""
    words = str(_KINDS[alike.kind])
    if alike.kind == Likeness.Kind.EXACT_TEXT:
        return words
    return gettext("%(kind)s, %(percent)d%%") % {"kind": words, "percent": alike.percent}


@register.filter
def why_first(basis: Basis) -> str:
    """Why an article stands at the head of others, no more than is known."""
    return str(_BASES[basis])
