"""The engine finds, counts and orders exactly what a reader of all articles would, whichever script is asked in."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import opencc
import pytest
import rjieba

from archive.text.folding import fold, widths
from archive.text.scripts import detect
from benchmarks.search import invented
from benchmarks.search.rows import articles_of
from search.analysis.analyzer import Analyzer
from search.engine import writing
from search.engine.layout import MISSING, Document, Layout
from search.engine.searching import Asked, search
from search.engine.snapshot import Snapshot, opened
from search.query.syntax import And, Everything, Field, Node, Not, Or, Phrase, Prefix, Term, Written
from tests.search.brute_force import Reader

LAYOUT = Layout(
    texts={"title": 2.0, "body": 1.0},
    default=("title", "body"),
    numbers=("day", "source"),
    labels=("script",),
    sets=("agencies",),
)
FACETS = ("year", "month", "source", "script", "agencies")
COMMITS = (500, 380, 20)  # documents of each: several segments
ANALYZER = Analyzer(rjieba.cut, frozenset({"汐城渡轮", "电信网络诈骗案"}))
CONVERTERS = [opencc.OpenCC(name) for name in ("s2t", "t2s", "s2hk")]
_HAN = re.compile("[\u4e00-\u9fff]+")


class Archive:
    """Documents in an index and under a reader's eyes."""

    def __init__(self, folder: Path, documents: Sequence[Document], commits: Iterable[int], gone: set[int]) -> None:
        folder.mkdir()
        writing.create(folder, LAYOUT)
        waiting = iter(documents)
        for size in commits:
            writing.commit(folder, LAYOUT, ANALYZER, add=list(itertools.islice(waiting, size)), remove=())
        writing.commit(folder, LAYOUT, ANALYZER, add=(), remove=gone)
        self.snapshot: Snapshot = opened(folder, LAYOUT)
        self.reader = Reader(one for one in documents if one.pk not in gone)

    def found(self, node: Node) -> set[int]:
        return {hit.pk for hit in search(self.snapshot, Asked(node, order=("pk",))).hits}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """900 invented articles in three segments, every eleventh of them deleted."""
    documents = [_document(pk, one) for pk, one in enumerate(invented.articles(sum(COMMITS), seed=5), start=1)]
    return Archive(tmp_path_factory.mktemp("archive") / "index", documents, COMMITS, set(range(3, 900, 11)))


class TestCopiedWords:
    def test_any_run_of_characters_finds_all_articles_that_hold_it_and_no_other(self, archive: Archive) -> None:
        for words in copied(archive.reader.documents, 300):
            assert archive.found(Phrase(fold(words))) == archive.reader.holding(words), words

    def test_the_same_words_in_the_other_script_find_the_same(self, archive: Archive) -> None:
        assert_scripts_agree(archive, copied(archive.reader.documents, 150))

    def test_words_with_letters_digits_and_marks_in_them_are_found_where_they_were_copied(
        self, archive: Archive
    ) -> None:
        chance, lines = random.Random(6), [line for one in archive.reader.documents for line in _lines(one)]
        for _ in range(150):
            line = chance.choice(lines)
            start = chance.randrange(len(line))
            words = " ".join(line[start : start + chance.randint(1, 12)].split())
            if words:
                node = Phrase(fold(words))
                assert archive.found(node) == {one.pk for one in archive.reader.matching(node)}, words


class TestComposedQueries:
    """Trees of words, phrases, prefixes, NOT, OR and conditions, filters of facets, orders by date."""

    def test_matches_order_and_facets_are_those_of_a_reader_of_all_articles(self, archive: Archive) -> None:
        composer = Composer(archive.reader.documents, random.Random(8))
        hits = 0
        for _ in range(300):
            hits += assert_same(archive, composer.asked())
        assert hits > 10_000  # most of the queries find something

    def test_pages_and_cursors_cut_the_same_order(self, archive: Archive) -> None:
        composer = Composer(archive.reader.documents, random.Random(9))
        for _ in range(40):
            asked = composer.asked()
            wanted = archive.reader.in_order(asked)
            assert walked(archive.snapshot, asked) == wanted
            page = Asked(asked.tree, asked.filters, asked.order, start=7, stop=12)
            assert [hit.pk for hit in search(archive.snapshot, page).hits] == wanted[7:12]


@pytest.mark.slow
class TestRealArticles:
    """The proofs on real texts, where they lie beside the project. Minutes each: every answer is read for."""

    @pytest.mark.parametrize("size", [10_000, 68_798])
    def test_two_thousand_copied_runs_find_exactly_what_holds_them_in_both_scripts(
        self, size: int, shared_data: Path, tmp_path: Path
    ) -> None:
        archive = real_archive(shared_data, size, tmp_path)
        assert_scripts_agree(archive, copied(archive.reader.documents, 2_000))

    def test_three_hundred_composed_queries_make_no_difference(self, shared_data: Path, tmp_path: Path) -> None:
        archive = real_archive(shared_data, 10_000, tmp_path)
        composer = Composer(archive.reader.documents, random.Random(10))
        assert sum(assert_same(archive, composer.asked()) for _ in range(300)) > 10_000


def assert_scripts_agree(archive: Archive, all_words: Iterable[str]) -> None:
    """Ask for words as they were copied and as OpenCC writes them in the other script: one set, the right one."""
    for words in all_words:
        right = archive.reader.holding(words)
        assert archive.found(Phrase(fold(words))) == right != set(), words
        for form in {converter.convert(words) for converter in CONVERTERS} - {words}:
            same = fold(form) == fold(words)  # else OpenCC chose another word
            assert archive.found(Phrase(fold(form))) == (right if same else archive.reader.holding(form)), form


def assert_same(archive: Archive, asked: Asked) -> int:
    """Compare everything that an answer says; return how many match."""
    found, wanted = search(archive.snapshot, asked), archive.reader.in_order(asked)
    assert [hit.pk for hit in found.hits] == wanted, asked
    assert found.count == len(wanted), asked
    for facet in FACETS:
        assert dict(found.facets[facet]) == archive.reader.counts(asked, facet), (facet, asked)
        numbers = [number for _value, number in found.facets[facet]]
        assert numbers == sorted(numbers, reverse=True), (facet, asked)
    return found.count


def walked(snapshot: Snapshot, asked: Asked) -> list[int]:
    """All hits, ten at a time, each ten from where the last ten ended."""
    keys: list[int] = []
    after = None
    while hits := search(snapshot, Asked(asked.tree, asked.filters, asked.order, stop=10, after=after)).hits:
        keys += [hit.pk for hit in hits]
        after = hits[-1].key
    return keys


def copied(documents: Sequence[Document], count: int) -> Iterator[str]:
    """Runs of one to eight Han characters from titles and bodies."""
    chance = random.Random(4)
    while count:
        text, length = chance.choice(list(chance.choice(documents).texts.values())), chance.randint(1, 8)
        start = chance.randrange(max(1, len(text) - length))
        words = text[start : start + length]
        if len(words) == length and _HAN.fullmatch(words):
            count -= 1
            yield words


class Composer:
    """Makes up queries from the words and values of documents."""

    def __init__(self, documents: Sequence[Document], chance: random.Random) -> None:
        self.documents, self.chance = documents, chance

    def asked(self) -> Asked:
        order = self.chance.choice([("-day", "-pk"), ("day", "pk"), ("-day", "pk"), ("source", "-day", "pk")])
        names = self.chance.sample([*FACETS, "day"], self.chance.choice([0, 0, 1, 2]))
        return Asked(self.tree(2), {name: self.condition(name) for name in names}, order, facets=FACETS)

    def tree(self, depth: int) -> Node:
        kind = self.chance.choice(["word", "word", "and", "or", "not", "condition"] if depth else ["word"])
        match kind:
            case "and":
                return And(tuple(self.tree(depth - 1) for _ in range(self.chance.randint(2, 3))))
            case "or":
                return Or(tuple(self.tree(depth - 1) for _ in range(2)))
            case "not":
                return And((self.chance.choice([Everything(), self.word()]), Not(self.tree(depth - 1))))
            case "condition":
                return self.condition(self.chance.choice([*FACETS, "day"]))
        return self.word()

    def word(self) -> Term:
        """A word, a phrase, a prefix or words in their own script, of either field or of both."""
        text = self.text()
        fields = self.chance.choice([(), (), ("title",), ("body",)])
        match self.chance.choice(["term", "term", "phrase", "prefix", "written"]):
            case "phrase":
                return Phrase(fold(text), fields=fields)
            case "prefix":
                return Prefix(fold(text), fields=fields)
            case "written":
                return Written(widths(text), fields=fields)
        return Term(fold(self.chance.choice(CONVERTERS).convert(text)), fields=fields)

    def text(self) -> str:
        """Han characters as they stand, or a run of letters and digits, sometimes cut short."""
        words = re.findall(r"[A-Za-z0-9]+|[\u4e00-\u9fff]+", self.some().texts[self.chance.choice(["title", "body"])])
        word = self.chance.choice(words or ["海堤"])
        start = self.chance.randrange(len(word)) if _HAN.match(word) else 0
        return word[start : start + self.chance.randint(1, 5)]

    def condition(self, name: str) -> Field:
        if name == "day":
            first, last = sorted(self.some().numbers.get("day", 20200101) for _ in range(2))
            return self.chance.choice(
                [Field("day", "range", (first, last)), Field("day", "gt", first), Field("day", "lte", last)]
            )
        values = tuple({value for _ in range(self.chance.randint(1, 3)) for value in self.values(name)})
        return Field(name, "in", values)

    def values(self, name: str) -> tuple[int | str, ...]:
        one = self.some()
        if name in ("year", "month"):
            return (one.numbers.get("day", 20200101) // {"year": 10_000, "month": 100}[name],)
        return one.sets.get(name) or (one.labels.get(name) or one.numbers.get(name, 1),)

    def some(self) -> Document:
        return self.chance.choice(self.documents)


def real_archive(shared_data: Path, size: int, folder: Path) -> Archive:
    """Real articles: both corpora mixed, or the larger one whole."""
    files = sorted((shared_data / "corpus").glob("*.jsonl.xz"), key=lambda path: path.stat().st_size, reverse=True)
    texts = [one for path in files for one in articles_of(path)]
    if size < len(texts) // 2:
        random.Random(1).shuffle(texts)
    documents = [_document(pk, one) for pk, one in enumerate(texts[:size], start=1)]
    return Archive(folder / "index", documents, [-(-size // 3)] * 3, set(range(5, size, 97)))


def _document(pk: int, article: dict[str, object]) -> Document:
    """Sources and agencies go by the key; one in ten has none, as one in fifty has no date."""
    title, body = (
        "\n".join(" ".join(line.split()) for line in str(article[name]).splitlines()) for name in ("title", "body")
    )
    day = str(article["date"] or "").replace("-", "")
    return Document(
        pk,
        {"title": title, "body": body},
        {"day": int(day) if day else MISSING, "source": pk % 10 * 3 - 1 if pk % 10 else MISSING},
        {"script": str(detect(body).script)},
        {"agencies": tuple(sorted({pk % 7, pk % 11, pk % 13} - {0}))},
    )


def _lines(one: Document) -> list[str]:
    return [line for text in one.texts.values() for line in text.split("\n") if line]
