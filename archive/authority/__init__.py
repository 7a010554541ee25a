"""Agencies as an authority file: loaded from lists, found by any of their names, confirmed by people.

A name that is printed on a page stays with the article as it was printed. It is linked to an agency only when
exactly one is known by it; an agency that nobody confirmed is a candidate and has no public page.
"""

from archive.authority.candidates import (
    confirm,
    confirm_outlet,
    dismiss,
    merge,
    propose_body,
    propose_outlet,
    take_back,
    waiting,
)
from archive.authority.linking import LONGEST_NAME, find, known_names, link_agencies, relink_unresolved
from archive.authority.loading import Loaded, load_agencies

__all__ = [
    "LONGEST_NAME",
    "Loaded",
    "confirm",
    "confirm_outlet",
    "dismiss",
    "find",
    "known_names",
    "link_agencies",
    "load_agencies",
    "merge",
    "propose_body",
    "propose_outlet",
    "relink_unresolved",
    "take_back",
    "waiting",
]
