"""Citations of one article in the formats that readers take away. Pure but for `reading`, which knows the models."""

from archive.citing.facts import Facts
from archive.citing.provenance import provenance
from archive.citing.reading import date_of, facts_of, one_line
from archive.citing.runs import Citation, Run, plain

__all__ = ["Citation", "Facts", "Run", "date_of", "facts_of", "one_line", "plain", "provenance"]
