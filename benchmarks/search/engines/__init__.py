"""The engines that are compared: one module for each, imported only in the process that runs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """Where an engine's class is, and how it is called in the tables.

    folded: whether it is given folded texts, ready made, and folds queries, so that both scripts meet.
    """

    place: str
    title: str
    folded: bool = True


#: Ours comes first in every table: the others are measured against it.
ENGINES = {
    "ours": Listed("ours:Ours", "ours", folded=False),
    "ours-alone": Listed("ours:OursAlone", "ours, one process", folded=False),
    "ours-jieba": Listed("ours:OursByJieba", "ours, jieba itself", folded=False),
    "haystack": Listed("haystack_tutorial:HaystackTutorial", "Haystack, Whoosh, jieba", folded=False),
    "whoosh": Listed("whoosh_words:WhooshWords", "Whoosh, words"),
    "tantivy": Listed("tantivy_words:TantivyWords", "tantivy, words"),
    "fts5-trigram": Listed("sqlite_trigrams:SQLiteTrigrams", "FTS5, trigrams"),
    "fts5-words": Listed("sqlite_words:SQLiteWords", "FTS5, words"),
    "postgres": Listed("postgres_trigrams:PostgresTrigrams", "PostgreSQL, pg_trgm"),
}
