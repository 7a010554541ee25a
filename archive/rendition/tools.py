"""The bar of reading tools over a text: each a link to the same article in another mode."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from archive.models import Article
from archive.rendition.modes import SIZES, Modes
from archive.rendition.page import Rendition
from archive.rendition.scripts import offered
from archive.text.scripts import count_han


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of the bar. query: of the address. lang: of the name, where that is not the interface's."""

    name: str
    query: str
    current: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Tools:
    """Each group is empty, or None, where the article gives nothing to choose. original: the way back from a script."""

    scripts: tuple[Choice, ...]
    ruby: Choice | None
    removed: Choice | None
    sizes: tuple[Choice, ...]
    directions: tuple[Choice, ...]
    original: str


def modes_of(article: Article, asked: QueryDict) -> Modes:
    """Return the modes that an address asks for, as far as this article offers them."""
    return Modes.of(asked, scripts=offered(article), vertical=can_be_vertical(article))


def can_be_vertical(article: Article) -> bool:
    """Whether the text is Chinese, by its script or by the characters that it begins with."""
    return bool(article.lang) or count_han(article.opening) > 0


def tools_for(article: Article, modes: Modes, rendition: Rendition) -> Tools:
    """Return the tools that make sense for this article."""
    return Tools(
        scripts=_scripts(article, modes),
        ruby=Choice(gettext("Readings"), modes.but(ruby=not modes.ruby), modes.ruby) if rendition.readings else None,
        removed=_removed(modes, rendition) if rendition.removed else None,
        sizes=_sizes(modes),
        directions=_directions(modes) if can_be_vertical(article) else (),
        original=modes.but(script=""),
    )


def _scripts(article: Article, modes: Modes) -> tuple[Choice, ...]:
    others = [
        Choice(script.name, modes.but(script=key), modes.script == key, script.lang)
        for key, script in offered(article).items()
    ]
    return (
        (Choice(pgettext("script of a text", "Original"), modes.but(script=""), not modes.script), *others)
        if others
        else ()
    )


def _removed(modes: Modes, rendition: Rendition) -> Choice:
    name = gettext("Removed (%(count)s)") % {"count": rendition.removed}
    return Choice(name, modes.but(removed=not modes.removed), modes.removed)


def _sizes(modes: Modes) -> tuple[Choice, ...]:
    named = {
        SIZES[0]: gettext("Small"),
        "": gettext("Medium"),
        SIZES[1]: gettext("Large"),
        SIZES[2]: gettext("Largest"),
    }
    return tuple(Choice(name, modes.but(size=size), modes.size == size) for size, name in named.items())


def _directions(modes: Modes) -> tuple[Choice, ...]:
    return (
        Choice(gettext("Horizontal"), modes.but(vertical=False), not modes.vertical),
        Choice(gettext("Vertical"), modes.but(vertical=True), modes.vertical),
    )
