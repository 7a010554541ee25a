"""Loads what the first search of a process would wait for: dictionaries, tables, the files of the index."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connections

from archive.text.conversion import traditional
from search.answering.facets import COLUMNS
from search.backends import IndexUnavailable
from search.backends.whoosh import session
from search.engine.searching import Asked
from search.query.syntax import Term
from search.suggestions import suggest

log = logging.getLogger("baoku.search")
_WORD = "报库"


def warm_up() -> None:
    """Do it beside what the process begins with; readers who come meanwhile are served, the first a little slower."""
    threading.Thread(target=_in_background, name="search-warm-up", daemon=True).start()


def load() -> None:
    """Do it now. Without an index or a database there is nothing to load, and that is no fault."""
    try:
        traditional(_WORD)
        at = session()
        list(at.analyzer.cut(_WORD))
        at.search(Asked(Term(_WORD), facets=COLUMNS, stop=1))
        suggest(_WORD)
    except (IndexUnavailable, DatabaseError):
        log.info("Nothing to warm up with yet: there is no index or no database.")


def _in_background() -> None:
    try:
        load()
    finally:
        connections.close_all()
