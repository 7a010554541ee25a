"""SQLite FTS5 with unicode61 over folded text that jieba has segmented: words and phrases of words."""

from __future__ import annotations

from archive.text.folding import fold
from benchmarks.search.engines.engine import segmented
from benchmarks.search.engines.sqlite_tables import Condition, SQLiteEngine
from benchmarks.search.mix import Query


class SQLiteWords(SQLiteEngine):
    tokenizer = "unicode61 remove_diacritics 0"

    def prepared(self, text: str) -> str:
        return " ".join(segmented(text))

    def condition(self, query: Query) -> Condition:
        required = [_phrase(word) for word in query.every]
        if query.prefix:
            required.append(f'"{fold(query.prefix)}"*')
        if query.either:
            required.append("(" + " OR ".join(map(_phrase, query.either)) + ")")
        match = " AND ".join(required) + "".join(f" NOT {_phrase(word)}" for word in query.none)
        return "texts MATCH ?", [match]

    def question(self, question: str) -> str:
        return " OR ".join(f'"{word}"' for word in dict.fromkeys(segmented(question)))


def _phrase(words: str) -> str:
    """Return the words of a text next to each other, which is as near as words come to a substring."""
    return '"' + " ".join(segmented(fold(words))) + '"'
