"""The files are Whoosh's: stock code reads, searches and merges them; and searching them is exact."""

from __future__ import annotations

import json
import lzma
import random
from itertools import islice
from pathlib import Path

import pytest
import rjieba
from whoosh.filedb.filestore import FileStorage
from whoosh.query import And, Every, Term

from search.analysis import index_terms, occurrence, query_terms
from search.engine import folders, writing
from search.engine.layout import Document, Layout
from search.engine.matching import matching
from search.engine.snapshot import Snapshot, current
from search.query.parser import normal
from search.query.syntax import Phrase

LAYOUT = Layout(numbers=("pk", "day"), labels=("script",), titles=("title",))
SYLLABLES = "海堤合龙昨日诈骗电信网络警方提醒"


def document(number: int, text: str, **numbers: int) -> Document:
    terms = index_terms(text, rjieba.cut)
    return Document(str(number), text, terms, {"pk": number, **numbers}, {"script": "hans"}, {"title": text[:5]})


def texts(count: int) -> list[str]:
    chance = random.Random(count)
    return [normal("海" + "".join(chance.choices(SYLLABLES + "，a1 ", k=chance.randint(1, 60)))) for _ in range(count)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = folders.new_folder(tmp_path)
    writing.create(folder, LAYOUT)
    folders.make_live(tmp_path, folder)
    return tmp_path


def found(snapshot: Snapshot, words: str) -> set[int]:
    return {
        segment.files.numbers["pk"][number]
        for segment in snapshot.segments
        for number in matching(Phrase(normal(words)), segment)
    }


def test_stock_whoosh_finds_with_our_terms_what_we_find(root: Path) -> None:
    written = texts(300)
    folder = folders.live_folder(root)
    for start in range(0, 300, 100):
        writing.commit(
            folder, LAYOUT, add=[document(n, written[n]) for n in range(start, start + 100)], remove=[str(start - 1)]
        )
    snapshot = current(root, LAYOUT, None)
    stock = FileStorage(str(folder)).open_index(schema=LAYOUT.schema())
    with stock.searcher() as searcher:
        assert searcher.doc_count() == snapshot.size == 298
        assert len(list(searcher.docs_for_query(Every()))) == 298
        pks = list(searcher.reader().column_reader("n_pk", translate=False))
        for words in ("海堤", "骗电", "合龙昨", "a1", "，", "堤，"):
            terms = And([Term("terms", term) for term in query_terms(normal(words))])
            candidates = {pks[number] for number in searcher.docs_for_query(terms)}
            assert set() < found(snapshot, words) <= candidates, words
            assert len(words) != 2 or "，" in words or found(snapshot, words) == candidates, words


def test_stock_whoosh_can_merge_our_segments_into_one(root: Path) -> None:
    written = texts(120)
    folder = folders.live_folder(root)
    writing.commit(folder, LAYOUT, add=[document(n, written[n]) for n in range(60)], remove=[])
    writing.commit(folder, LAYOUT, add=[document(n, written[n]) for n in range(60, 120)], remove=["3", "4"])
    before = {words: found(current(root, LAYOUT, None), words) for words in ("海堤", "骗", "电信网络", "1")}
    FileStorage(str(folder)).open_index(schema=LAYOUT.schema()).optimize()
    merged = current(root, LAYOUT, None)
    assert len(merged.segments) == 1 and merged.size == 118
    assert {words: found(merged, words) for words in before} == before


def test_small_segments_are_merged_and_all_stays_findable(root: Path) -> None:
    folder = folders.live_folder(root)
    written = {n: f"海堤第{n}号{text}" for n, text in enumerate(texts(90))}
    for number, text in written.items():
        remove = [str(number), str(number - 1)] if number % 7 == 0 else [str(number)]
        writing.commit(folder, LAYOUT, add=[document(number, text)], remove=remove)
    gone = {number - 1 for number in range(7, 90, 7)}
    snapshot = current(root, LAYOUT, None)
    assert len(snapshot.segments) < 2 * writing.MERGE_AT
    assert found(snapshot, "海堤") == set(written) - gone
    for number in (0, 40, 89):
        assert found(snapshot, f"第{number}号") == {number} - gone


def test_a_long_posting_list_spans_blocks(root: Path) -> None:
    many = 4096 * 2 + 5
    writing.commit(folders.live_folder(root), LAYOUT, add=(document(n, "海堤") for n in range(many)), remove=[])
    assert len(found(current(root, LAYOUT, None), "海堤")) == many


def test_an_error_amid_the_documents_leaves_everything_as_it_was(root: Path) -> None:
    folder = folders.live_folder(root)
    writing.commit(folder, LAYOUT, add=[document(1, "海堤")], remove=[])
    with pytest.raises(AttributeError):
        writing.commit(folder, LAYOUT, add=[document(2, "合龙"), None], remove=["1"])  # type: ignore[list-item]
    snapshot = current(root, LAYOUT, None)
    assert (found(snapshot, "海堤"), found(snapshot, "合龙")) == ({1}, set())
    writing.commit(folder, LAYOUT, add=[document(2, "合龙")], remove=["1"])
    assert current(root, LAYOUT, snapshot).size == 1


def test_random_pieces_of_random_texts_are_found_exactly(root: Path) -> None:
    written = texts(400)
    folder = folders.live_folder(root)
    writing.commit(folder, LAYOUT, add=[document(n, text) for n, text in enumerate(written)], remove=[])
    assert_exact(current(root, LAYOUT, None), written, draws=600)


def test_pieces_of_real_articles_are_found_exactly(root: Path, shared_data: Path) -> None:
    written: list[str] = []
    for name in ("mainland_simplified_68798", "hk_traditional_6300"):
        with lzma.open(shared_data / "corpus" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            written += ["\n".join(map(normal, json.loads(line)["body"].split("\n"))) for line in islice(lines, 100)]
    folder = folders.live_folder(root)
    for start in range(0, len(written), 50):
        rows = [document(n, written[n]) for n in range(start, start + 50)]
        writing.commit(folder, LAYOUT, add=rows, remove=[])
    assert_exact(current(root, LAYOUT, None), written, draws=300)


def assert_exact(snapshot: Snapshot, written: list[str], draws: int) -> None:
    """Compare with reading every text, for pieces of 1 to 8 characters cut anywhere."""
    chance = random.Random(draws)
    for _ in range(draws):
        text = chance.choice(written)
        start = chance.randrange(len(text))
        words = normal(text[start : start + chance.randint(1, 8)].split("\n")[0])
        if words:
            pattern = occurrence(words)
            assert found(snapshot, words) == {n for n, one in enumerate(written) if pattern.search(one)}, words
