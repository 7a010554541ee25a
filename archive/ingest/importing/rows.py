"""Keeps the articles of a JSON-lines file as rows, 500 a transaction, so that memory and time stay even.

The hash chain of events is serial, so there is one event per transaction and not one per article. The file itself is
kept as one capture; an article says in its evidence which line it came from, and has a line of its own in the ledger of
the batch, by which the import can be undone as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive import authority, duplicates, publishing, storage
from archive.ingest.importing import articles
from archive.ingest.importing.again import given_again
from archive.ingest.importing.lines import BadLine, Line, read_lines
from archive.ingest.intake import JSON_LINES, MEGABYTE, shown_name
from archive.ingest.records import Problem
from archive.models import Agency, Article, ArticleAgency, Capture, Event, Finding, UploadBatch, UploadItem

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LINES_A_TRANSACTION = 500


@dataclass(slots=True)
class ImportReport:
    """What became of the lines.

    added: new articles, and those of an undone batch that were given again. held: drafts with personal data, which wait
    for a person, and updates that would have shown some to readers. candidates: names of sources that nobody has
    confirmed yet. stopped: the batch was undone before the file had been read to its end.
    """

    read: int = 0
    added: int = 0
    published: int = 0
    updated: int = 0
    unchanged: int = 0
    held: int = 0
    bad: int = 0
    unknown_dates: int = 0
    stopped: bool = False
    candidates: set[str] = field(default_factory=set)


def import_file(
    path: Path,
    *,
    by: User | None = None,
    publish: bool = False,
    on_bytes: Callable[[int], object] = lambda size: None,
    on_bad: Callable[[BadLine], object] = lambda bad: None,
) -> ImportReport:
    """Import the articles of a file and return the counts. What is in the archive already is not kept twice.

    publish: make drafts public that hold no personal data, and propose unknown sources as candidate outlets.
    on_bytes: told how many bytes of the file are done with each transaction. on_bad: told of each line that is no
    article or cannot be kept.
    Raises OSError if the file cannot be read or the disk is full.
    """
    run = _Run(*_keep_file(path, by), by=by, publish=publish, on_bad=on_bad)
    with storage.path_of(run.capture.sha256).open("rb") as file:
        done = 0
        for chunk in _chunks(read_lines(file)):
            run.keep(chunk)
            if run.report.stopped:
                break
            on_bytes(file.tell() - done)
            done = file.tell()
    return run.report


def _keep_file(path: Path, by: User | None) -> tuple[UploadItem, Capture]:
    """Store the file and the rows that say so. Its item is done at once: the worker has nothing to do with it."""
    with path.open("rb") as file:
        blob = storage.keep(iter(lambda: file.read(MEGABYTE), b""))
    name = shown_name(path.name)
    with transaction.atomic():
        given = {"size": blob.size, "file_name": name, "media_type": JSON_LINES}
        capture, _ = Capture.objects.get_or_create(sha256=blob.sha256, defaults=given)
        batch = UploadBatch.objects.create(uploaded_by=by, origin=UploadBatch.Origin.COMMAND, note=name[:200])
        done = {"state": UploadItem.State.UNPACKED, "finished_at": timezone.now()}
        item = UploadItem.objects.create(batch=batch, name=name, size=blob.size, capture=capture, **done)
        Event.objects.record("uploaded", batch, actor=by, files=1, refused=0)
    return item, capture


def _chunks(lines: Iterable[Line | BadLine]) -> Iterator[list[Line | BadLine]]:
    """Cut the stream into pieces in which no key stands twice, so that a repeated line meets its first row."""
    chunk: list[Line | BadLine] = []
    keys: set[str] = set()
    for line in lines:
        key = line.key if isinstance(line, Line) else ""
        if len(chunk) >= LINES_A_TRANSACTION or key in keys:
            yield chunk
            chunk, keys = [], set()
        chunk.append(line)
        if key:
            keys.add(key)
    if chunk:
        yield chunk


@dataclass(slots=True)
class _Run:
    """One run of an import: what it was given, what it remembers between transactions, what it has counted."""

    file: UploadItem
    capture: Capture
    by: User | None
    publish: bool
    on_bad: Callable[[BadLine], object]
    report: ImportReport = field(default_factory=ImportReport)
    sources: dict[str, Agency | None] = field(default_factory=dict)

    def keep(self, chunk: list[Line | BadLine]) -> None:
        """Write one piece of the file in one transaction."""
        lines = [line for line in chunk if isinstance(line, Line)]
        for bad in chunk:
            if isinstance(bad, BadLine):
                self._tell(bad)
        self.report.read += len(chunk)
        before = (self.report.added, self.report.updated, self.report.published)
        with transaction.atomic():
            if self._is_undone():
                return
            kept = self._keep_lines(lines)
            after = (self.report.added, self.report.updated, self.report.published)
            if after != before:
                told = zip(("added", "updated", "published"), after, before, strict=True)
                counts = {name: now - then for name, now, then in told}
                Event.objects.record("imported", self.file.batch, actor=self.by, first_line=chunk[0].number, **counts)
            duplicates.compare(kept)
            Article.objects.filter(pk__in=[article.pk for article in kept]).weigh()

    def _is_undone(self) -> bool:
        """Whether somebody undoes the batch while it is imported: then nothing more of it is kept."""
        batches = UploadBatch.objects.select_for_update().filter(pk=self.file.batch_id)
        self.report.stopped = batches.filter(undone_at__isnull=False).exists()
        return self.report.stopped

    def _keep_lines(self, lines: list[Line]) -> list[Article]:
        known = Article.objects.select_for_update().in_bulk([line.key for line in lines], field_name="external_id")
        new = self._add([line for line in lines if line.key not in known])
        again = given_again(known.values(), by=self.by)
        self.report.added += len(again)
        numbers = {line.key: line.number for line in lines}
        self._enter({article: numbers[article.external_id or ""] for article in [*new, *again]})
        old = [known[line.key] for line in lines if line.key in known and self._refresh(known[line.key], line, again)]
        if self.publish:
            self.report.published += len(publishing.publish_together([*new, *old], by=self.by, reason="import"))
        return [*new, *old]

    def _add(self, lines: list[Line]) -> list[Article]:
        """Write the articles that are not in the archive yet."""
        rows = [articles.new_article(line, self._source(line), self.capture, self.by) for line in lines]
        rows = Article.objects.bulk_create(rows)
        found = [finding for row in rows for finding in articles.personal_data(row)]
        Finding.objects.bulk_create(found)
        ArticleAgency.objects.bulk_create(
            ArticleAgency(article=row, agency=row.source, role=ArticleAgency.Role.SOURCE) for row in rows if row.source
        )
        self.report.added += len(rows)
        self.report.held += len({finding.article_id for finding in found})
        self.report.unknown_dates += sum(bool(line.date) and line.published is None for line in lines)
        return rows

    def _enter(self, numbers: Mapping[Article, int]) -> None:
        """Give articles their lines in the ledger. numbers: of the lines of the file."""
        done = {"batch": self.file.batch, "parent": self.file, "state": UploadItem.State.DRAFT}
        UploadItem.objects.bulk_create(
            UploadItem(name=f"{self.file.name}:{number}", article=article, finished_at=timezone.now(), **done)
            for article, number in numbers.items()
        )

    def _refresh(self, article: Article, line: Line, again: Collection[Article]) -> bool:
        """Bring a known article up to its line, and tell whether it may be published as it then stands.

        again: those that count as added.
        """
        if articles.came_from(article, line, self.capture):
            self.report.unchanged += article not in again
            return True
        self._source(line)
        if articles.update(article, line, self.capture, by=self.by):
            self.report.updated += article not in again
            return True
        self.report.held += 1
        self._tell(BadLine(line.number, Problem("personal-data")))
        return False

    def _source(self, line: Line) -> Agency | None:
        """The agency of the line's source, looked up once a run; with `publish` an unknown one becomes a candidate."""
        name = line.source
        if name and name not in self.sources:
            agency = authority.propose_outlet(name) if self.publish else authority.find(name)
            self.sources[name] = agency
            if agency and not agency.confirmed:
                self.report.candidates.add(name)
        return self.sources.get(name)

    def _tell(self, bad: BadLine) -> None:
        self.report.bad += bad.problem.code != "personal-data"
        self.on_bad(bad)
