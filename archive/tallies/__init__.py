"""Counts of public articles, kept in the transaction in which an article comes, goes or changes."""

from archive.tallies.keeping import settle
from archive.tallies.places import ADDED, AGENCY, ALL, DAYS, UNKNOWN, Place, of_agency
from archive.tallies.recounting import Difference, differs, recount

__all__ = [
    "ADDED",
    "AGENCY",
    "ALL",
    "DAYS",
    "UNKNOWN",
    "Difference",
    "Place",
    "differs",
    "of_agency",
    "recount",
    "settle",
]
