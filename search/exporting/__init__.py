"""All that a search finds, as one file for spreadsheets, programs or reference managers; streamed, without a cap.

What is found is settled once, at the beginning. Each article is read through the gate right before it is written, so
that one withdrawn meanwhile is left out; one published meanwhile is not in it.
"""

from search.exporting.formats import FORMATS, Format
from search.exporting.selection import Selection, selected
from search.exporting.turns import AT_ONCE, Pieces, take_turn

__all__ = ["AT_ONCE", "FORMATS", "Format", "Pieces", "Selection", "selected", "take_turn"]
