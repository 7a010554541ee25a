"""SQLite FTS5 with its trigram tokenizer: exact substrings of three characters and more, LIKE for shorter ones."""

from __future__ import annotations

from archive.text.folding import fold
from benchmarks.search.engines.sqlite_tables import Condition, SQLiteEngine
from benchmarks.search.mix import Query

_SHORTEST = 3  # characters that a trigram index can look up


class SQLiteTrigrams(SQLiteEngine):
    tokenizer = "trigram case_sensitive 1"  # the texts are folded

    def prepared(self, text: str) -> str:
        return text

    def condition(self, query: Query) -> Condition:
        required = [fold(word) for word in (*query.every, *filter(None, [query.prefix]))]
        shut_out = [fold(word) for word in query.none]
        match = " AND ".join(_quoted(word) for word in required if len(word) >= _SHORTEST)
        parts, values = (["texts MATCH ?"], [match]) if match else ([], [])
        for word in (word for word in required if len(word) < _SHORTEST):
            parts.append("(title LIKE ? OR body LIKE ?)")
            values += [f"%{word}%"] * 2
        if query.either:
            words = [fold(word) for word in query.either]
            if not parts and all(len(word) >= _SHORTEST for word in words):
                parts.append("texts MATCH ?")
                values.append(" OR ".join(map(_quoted, words)))
            else:
                parts.append("(" + " OR ".join(["title LIKE ? OR body LIKE ?"] * len(words)) + ")")
                values += [f"%{word}%" for word in words for _ in range(2)]
        for word in shut_out:
            parts.append("NOT (title LIKE ? OR body LIKE ?)")
            values += [f"%{word}%"] * 2
        return " AND ".join(parts), list(values)

    def question(self, question: str) -> str:
        grams = {question[start : start + _SHORTEST] for start in range(len(question) - _SHORTEST + 1)}
        return " OR ".join(map(_quoted, sorted(grams)))


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
