"""Indexes to read: the same invented documents written by Whoosh itself and by our own writer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import rjieba
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Term as StockTerm

from archive.text.folding import fold, widths
from search.analysis.analyzer import Analyzer
from search.engine import writing
from search.engine.fields import schema
from search.engine.layout import Document, Layout
from search.engine.snapshot import Snapshot, opened

LAYOUT = Layout(
    texts={"title": 2.0, "body": 1.0, "author": 1.0},
    default=("title", "body"),
    numbers=("day", "moment", "source", "family"),
    labels=("script", "kind"),
    sets=("agencies", "places"),
)
ANALYZER = Analyzer(rjieba.cut, frozenset({"反诈中心", "海堤合龙工程"}))
_PIECES = """
海堤 合龍 合龙 昨日 诈骗 詐騙 电信网络 電信網絡 警方 提醒 人民群众 人民 群众 国家安全 他们的 他們的
在香港 反诈中心 海堤合龙工程 a股 A股 iPhone15 covid-19 covid19 2024年 15日 5日 9月1日 ， 。 “ ” ( ) 的 了
滩涂 灘塗 𠮷野家 哈哈哈 哈 🦆 ＡＩ ai said 3.5% カタカナ 한국 AT&T 著名 看著 看着
"""
_WORDS = _PIECES.split()


def text(chance: random.Random, most: int) -> str:
    """An invented text of up to so many pieces, some of them parted by blanks or line feeds."""
    pieces = [chance.choice(_WORDS) + chance.choice(["", "", "", " ", "\n"]) for _ in range(chance.randint(0, most))]
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()


def documents(count: int, seed: int = 0, first: int = 1) -> list[Document]:
    """Invented documents with the keys `first` and on."""
    chance = random.Random(seed)
    return [_document(first + number, chance) for number in range(count)]


def _document(pk: int, chance: random.Random) -> Document:
    day = chance.choice([None, *(20230000 + month * 100 + day for month in (1, 2, 12) for day in (1, 2, 28)), 20240229])
    numbers = {"moment": chance.randrange(10) if day else -1, "source": chance.choice([-1, 3, 5, 9])}
    numbers |= {"family": chance.choice([-1, pk, 1, 2, 7])} | ({"day": day} if day else {})
    return Document(
        pk,
        {"title": text(chance, 4), "body": text(chance, 40), "author": text(chance, 1)},
        numbers,
        {"script": chance.choice(["hans", "hant", ""]), "kind": chance.choice(["news", "notice"])},
        {"agencies": _some(chance, 6), "places": tuple(440_000 + one for one in _some(chance, 4))},
    )


def _some(chance: random.Random, most: int) -> tuple[int, ...]:
    return tuple(sorted(chance.sample(range(1, most + 1), chance.randint(0, 3))))


def by_stock(
    folder: Path, commits: Sequence[Sequence[Document]], remove: Sequence[int] = (), **options: Any
) -> Snapshot:
    """Have Whoosh's own writer write the documents, one segment a commit, and delete some; read it as we do."""
    index = FileStorage(str(folder)).create_index(schema(LAYOUT, ANALYZER))
    for one in commits:
        writer = index.writer(**options)
        for document in one:
            writer.add_document(**_fields(document))
        writer.commit(merge=False)
    if remove:
        writer = index.writer(**options)
        pks = list(index.reader().column_reader("n_pk", translate=False)) if commits else []
        for pk in remove:
            writer.delete_document(pks.index(pk))
        writer.commit(merge=False)
    return opened(folder, LAYOUT)


def by_us(folder: Path, commits: Sequence[Sequence[Document]], remove: Sequence[int] = ()) -> Snapshot:
    """Write the documents by our own writer, one segment a commit, and delete some."""
    writing.create(folder, LAYOUT)
    for one in commits:
        writing.commit(folder, LAYOUT, ANALYZER, add=one, remove=())
    if remove:
        writing.commit(folder, LAYOUT, ANALYZER, add=(), remove=remove)
    return opened(folder, LAYOUT)


def stock_term(field: str, term: str) -> StockTerm:
    """Whoosh's query for one index term."""
    return StockTerm(field, term)


def _fields(document: Document) -> dict[str, Any]:
    """The values of Whoosh's fields and columns."""
    values: dict[str, Any] = {"n_pk": document.pk}
    for name, written in document.texts.items():
        folded, narrow = fold(written), widths(written)
        values[name] = written
        values[f"f_{name}"] = folded.encode("utf-16-le")
        values[f"w_{name}"] = b"" if narrow == folded else narrow.encode("utf-16-le")
    values |= {f"n_{name}": number for name, number in document.numbers.items()}
    values |= {f"l_{name}": label.encode() for name, label in document.labels.items()}
    values |= {f"s_{name}": np.array(one, "<i4").tobytes() for name, one in document.sets.items()}
    return {name: value for name, value in values.items() if value not in (b"", "")}
