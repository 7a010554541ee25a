"""PostgreSQL with pg_trgm: LIKE on folded text through a GIN index. It has no ranking that uses the index."""

# ruff: noqa: S608 - the SQL is ours, values are bound

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import psycopg

from archive.text.folding import fold
from benchmarks.search.engines.engine import PAGE, Answer, Engine, batches, memory
from benchmarks.search.mix import Query
from benchmarks.search.rows import Row

#: Where the connection string is taken from, as libpq reads it.
DSN = "BAOKU_BENCH_POSTGRES"
_TABLES = """
CREATE TABLE articles (
    pk integer PRIMARY KEY, day integer, year integer, outlet integer, script text, agencies integer[], content text
);
"""
_INDEX = "CREATE INDEX articles_content ON articles USING gin (content gin_trgm_ops)"
_TOGETHER = 2_000


class PostgresTrigrams(Engine):
    """Its tables lie in a schema that bears the name of the folder."""

    def build(self, file: Path, count: int) -> None:
        self._connect()
        self.connection.execute(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE")
        self.connection.execute(f"CREATE SCHEMA {self._schema}")
        self.connection.execute(_TABLES)
        self.connection.execute("SET maintenance_work_mem = '512MB'")
        for rows in batches(file, count, _TOGETHER):
            self._copy(rows)
        self.connection.execute(_INDEX)
        self.connection.execute("VACUUM ANALYZE articles")
        self.folder.mkdir(parents=True)

    def open(self) -> None:
        fold("")
        self._connect()

    @property
    def _schema(self) -> str:
        return self.folder.name.replace("-", "_")

    def _connect(self) -> None:
        # Unprepared: a prepared LIKE is planned without its words and goes through the whole index for short ones.
        self.connection = psycopg.connect(os.environ[DSN], autocommit=True, prepare_threshold=None)
        self.connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")
        self.connection.execute(f"SET search_path = {self._schema}, public")
        if not self._one("SELECT cardinality(show_trgm('电信诈骗'))"):
            raise RuntimeError("pg_trgm sees no letters in Chinese here: the database needs a UTF-8 LC_CTYPE")

    def _one(self, sql: str, values: Sequence[object] = ()) -> int:
        row = self.connection.execute(sql, values).fetchone()  # type: ignore[arg-type]
        return int(row[0]) if row else 0

    def ask(self, query: Query, facets: bool) -> Answer:
        where, values = _condition(query)
        order = "day DESC, pk DESC" if query.newest else "pk DESC"
        counted = self._facets(where, values) if facets else {}
        count = self._one(f"SELECT count(*) FROM articles WHERE {where}", values)
        page = self._keys(f"SELECT pk FROM articles WHERE {where} ORDER BY {order} LIMIT {PAGE}", values)
        return Answer(count, page, counted)

    def holding(self, words: str) -> list[int]:
        where, values = _condition(Query("phrase", every=(words,)))
        return self._keys(f"SELECT pk FROM articles WHERE {where}", values)

    def best(self, question: str, count: int) -> list[int]:
        sql = "SELECT pk FROM articles ORDER BY word_similarity(%s, content) DESC LIMIT %s"
        return self._keys(sql, [fold(question), count])

    def add(self, rows: Sequence[Row]) -> None:
        self._copy(rows)

    def take_back(self, count: int) -> None:
        self.connection.execute("DELETE FROM articles WHERE pk > %s", [count])
        self.connection.execute("VACUUM ANALYZE articles")

    def bytes(self) -> int:
        return self._one("SELECT pg_total_relation_size('articles')")

    def anonymous(self) -> int:
        """Of the server's process for this connection; its shared buffers are not counted."""
        return memory("RssAnon", self._one("SELECT pg_backend_pid()"))

    def peak(self) -> int:
        return memory("VmHWM", self._one("SELECT pg_backend_pid()"))

    def _copy(self, rows: Sequence[Row]) -> None:
        columns = "pk, day, year, outlet, script, agencies, content"
        with self.connection.cursor() as cursor, cursor.copy(f"COPY articles ({columns}) FROM STDIN") as copy:
            for row in rows:
                text = row.text.replace("\0", "")
                copy.write_row((row.pk, row.day, row.year, row.outlet, row.script, list(row.agencies), text))

    def _keys(self, sql: str, values: Sequence[object]) -> list[int]:
        return [pk for (pk,) in self.connection.execute(sql, values)]  # type: ignore[arg-type]

    def _facets(self, where: str, values: Sequence[object]) -> dict[str, dict[str, int]]:
        """Count from one pass over the matches, by grouping sets and one unnesting."""
        sql = f"""
            WITH found AS MATERIALIZED (SELECT year, outlet, script, agencies FROM articles WHERE {where})
            SELECT 'year', year::text, count(*) FROM found GROUP BY 2
            UNION ALL SELECT 'outlet', outlet::text, count(*) FROM found GROUP BY 2
            UNION ALL SELECT 'script', script, count(*) FROM found GROUP BY 2
            UNION ALL SELECT 'agency', unnest(agencies)::text, count(*) FROM found GROUP BY 2
        """
        counted: dict[str, dict[str, int]] = {"year": {}, "outlet": {}, "script": {}, "agency": {}}
        for name, value, number in self.connection.execute(sql, values):  # type: ignore[arg-type]
            counted[name][value] = number
        return counted


def _condition(query: Query) -> tuple[str, list[object]]:
    required = [*query.every, *filter(None, [query.prefix])]
    parts = ["content LIKE %s"] * len(required)
    values: list[object] = [f"%{fold(word)}%" for word in required]
    if query.either:
        parts.append("(" + " OR ".join(["content LIKE %s"] * len(query.either)) + ")")
        values += [f"%{fold(word)}%" for word in query.either]
    for word in query.none:
        parts.append("content NOT LIKE %s")
        values.append(f"%{fold(word)}%")
    if query.days:
        parts.append("day BETWEEN %s AND %s")
        values += query.days
    return " AND ".join(parts), values
