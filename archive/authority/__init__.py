"""Agencies as an authority file: loaded from lists, found by any of their names, confirmed by people.

A name that is printed on a page stays with the article as it was printed. It is linked to an agency only when
exactly one is known by it; an agency that nobody confirmed is a candidate and has no public page.
"""

from archive.authority.by_typing import Match, matching
from archive.authority.candidates import (
    confirm,
    confirm_all,
    confirm_outlet,
    dismiss,
    dismiss_all,
    how_many,
    propose_body,
    propose_outlet,
    take_back,
    waiting,
)
from archive.authority.changes import successor
from archive.authority.editing import facts_of, follow
from archive.authority.likely import likely_owners
from archive.authority.linking import (
    LONGEST_NAME,
    announce,
    articles_of,
    find,
    known_names,
    link_agencies,
    relink_unresolved,
)
from archive.authority.loading import Loaded, load_agencies
from archive.authority.merging import merge
from archive.authority.obstacles import Obstacle
from archive.authority.previewing import Effect, effect_of
from archive.authority.renaming import rename
from archive.authority.splitting import names_in_use, split
from archive.authority.undoing import undo

__all__ = [
    "Effect",
    "LONGEST_NAME",
    "Loaded",
    "Match",
    "Obstacle",
    "announce",
    "articles_of",
    "confirm",
    "confirm_all",
    "confirm_outlet",
    "dismiss",
    "dismiss_all",
    "effect_of",
    "facts_of",
    "find",
    "follow",
    "how_many",
    "known_names",
    "likely_owners",
    "link_agencies",
    "load_agencies",
    "matching",
    "merge",
    "names_in_use",
    "propose_body",
    "propose_outlet",
    "relink_unresolved",
    "rename",
    "split",
    "successor",
    "take_back",
    "undo",
    "waiting",
]
