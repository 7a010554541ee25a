"""The pages and files of a search. All that shapes them stands in their address."""

from search.views.exports import export
from search.views.places import place, place_list
from search.views.results_page import results

__all__ = ["export", "place", "place_list", "results"]
