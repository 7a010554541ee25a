"""What a reader may have meant: words, titles and agencies to choose from while typing, and better words for a slip.

All of it comes from the archive's own words, and nothing is proposed that finds no public article at this moment.
"""

from search.suggestions.answering import did_you_mean, suggest
from search.suggestions.correction import Correction
from search.suggestions.typeahead import Suggestion

__all__ = ["Correction", "Suggestion", "did_you_mean", "suggest"]
