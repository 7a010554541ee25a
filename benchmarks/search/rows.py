"""The articles that every engine is given: real or invented, kept as files of JSON lines, as printed and folded."""

from __future__ import annotations

import hashlib
import itertools
import json
import lzma
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import ahocorasick

from archive.text.folding import fold
from archive.text.scripts import detect
from benchmarks.corpus import SHARED
from benchmarks.search import invented

#: Articles that the index does not hold at first: they are added to it one by one and in bulk.
HELD_BACK = 1_520
_SEED = 20
_BLANKS = re.compile(r"[^\S\n]+")
_NO_TITLE = 24  # characters of the text that stand for a title where the corpus has none
#: Raised when the same corpus would give other rows than before.
_ROWS_VERSION = 1


@dataclass(frozen=True, slots=True)
class Row:
    """An article. `day` is yyyymmdd or -1; `outlet` and `agencies` are numbers of names, -1 for no outlet."""

    pk: int
    title: str
    body: str
    day: int
    outlet: int
    agencies: tuple[int, ...]
    script: str

    @property
    def year(self) -> int:
        return self.day // 10_000 if self.day > 0 else -1

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.body}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the rows lie: as printed and folded, in the same order; the last `HELD_BACK` are for adding."""

    source: str
    folder: Path
    count: int

    def file(self, folded: bool) -> Path:
        return self.folder / ("folded.jsonl" if folded else "printed.jsonl")

    def rows(self, folded: bool, count: int) -> Iterator[Row]:
        """Yield the first `count` rows."""
        return read(self.file(folded), count)

    def bytes(self, count: int) -> int:
        """UTF-8 bytes of the titles and bodies of the first `count` rows."""
        return sum(len(row.text.encode()) for row in self.rows(False, count))


def prepare(cache: Path, source: str | None, wanted: int | None) -> Corpus:
    """Write the rows into `cache`, unless they lie there from before.

    source: a file of articles (.jsonl or .xz) or a folder of such; None for the real corpora beside the
    project, else invented ones. wanted: how many articles to index; None for all there are, 20,000 if invented.
    """
    files = _files(source)
    name = " + ".join(path.name.split(".")[0] for path in files) if files else "invented"
    told = f"{_ROWS_VERSION}/{name}/{wanted}/{[path.stat().st_size for path in files]}"
    folder = cache / f"rows-{hashlib.sha256(told.encode()).hexdigest()[:12]}"
    if not (folder / "count").exists():
        write(folder, _real(files, wanted) if files else invented.articles((wanted or 20_000) + HELD_BACK))
    return Corpus(name, folder, int((folder / "count").read_text()))


def read(path: Path, count: int | None = None) -> Iterator[Row]:
    """Yield the first `count` rows of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in itertools.islice(lines, count):
            fields = json.loads(line)
            yield Row(**{**fields, "agencies": tuple(fields["agencies"])})


def write(folder: Path, articles: Iterable[dict[str, object]], held_back: int = HELD_BACK) -> None:
    """Keep articles (title, body, date in ISO or empty) as rows in `folder`, the last `held_back` for adding."""
    folder.mkdir(parents=True, exist_ok=True)
    names = _agencies()
    written = 0
    with (folder / "printed.jsonl").open("w") as printed, (folder / "folded.jsonl").open("w") as folded:
        for pk, article in enumerate(articles, start=1):
            row = asdict(_row(pk, article, names))
            printed.write(json.dumps(row, ensure_ascii=False) + "\n")
            row |= {"title": fold(row["title"]), "body": fold(row["body"])}
            folded.write(json.dumps(row, ensure_ascii=False) + "\n")
            written = pk
    (folder / "count").write_text(str(written - held_back))


def agency_names() -> list[str]:
    """Return the names of outlets that texts are read for: a public list where it lies here, and the invented ones."""
    listed = SHARED.parent / "reference" / "outlet_names.txt"
    return [*(listed.read_text(encoding="utf-8").split() if listed.exists() else []), *invented.OUTLETS]


def _files(source: str | None) -> list[Path]:
    place = Path(source) if source else SHARED
    return [place] if place.is_file() else sorted(place.glob("*.jsonl*"))


def _row(pk: int, article: dict[str, object], names: ahocorasick.Automaton) -> Row:
    """Agencies are the outlets whose names the text holds, the outlet is the first of them."""
    title, body = _plain(str(article["title"])), _plain(str(article["body"]))
    day = str(article["date"] or "").replace("-", "")
    found = list(dict.fromkeys(number for _end, number in names.iter(fold(f"{title}\n{body}"))))
    script = str(detect(body).script)
    return Row(pk, title, body, int(day or -1), found[0] if found else -1, tuple(sorted(found)), script)


def _plain(text: str) -> str:
    """One line a paragraph, one space for each stretch of blanks: what an indexer would be given."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.replace("\r", "\n").splitlines())
    return "\n".join(line for line in lines if line)


def _agencies() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for number, name in enumerate(agency_names()):
        automaton.add_word(fold(name), number)
    automaton.make_automaton()
    return automaton


def _real(files: list[Path], wanted: int | None) -> Iterator[dict[str, object]]:
    """The articles of all files, shuffled, so that any beginning of them is a fair sample."""
    articles = [article for path in files for article in articles_of(path)]
    random.Random(_SEED).shuffle(articles)  # noqa: S311 - the same order in every run
    return iter(articles if wanted is None else articles[: wanted + HELD_BACK])


def articles_of(path: Path) -> Iterator[dict[str, object]]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            body = fields["body"] if isinstance(fields["body"], str) else "\n".join(fields["body"])
            title = fields.get("title") or body.strip().split("\n")[0][:_NO_TITLE]
            yield {"title": title, "body": body, "date": fields.get("date")}
