"""Topics, series of articles that staff put together: what readers see of them, and the verbs that make them."""

from archive.topics.editing import change, delete, make, show, slug_is_fixed, take_back
from archive.topics.entries import MOST_LINES, annotate, put, put_lines, take_out
from archive.topics.outcomes import Gone, Line, Mistakes, NotesKept, Outcome, Stale
from archive.topics.reading import (
    ShownTopic,
    articles_of,
    count_by_year,
    newest_topics,
    notes_of,
    shown_topic,
    shown_topics,
    topics_of,
)
from archive.topics.remains import words_left

__all__ = [
    "MOST_LINES",
    "Gone",
    "Line",
    "Mistakes",
    "NotesKept",
    "Outcome",
    "ShownTopic",
    "Stale",
    "annotate",
    "articles_of",
    "change",
    "count_by_year",
    "delete",
    "make",
    "newest_topics",
    "notes_of",
    "put",
    "put_lines",
    "show",
    "shown_topic",
    "shown_topics",
    "slug_is_fixed",
    "take_back",
    "take_out",
    "topics_of",
    "words_left",
]
