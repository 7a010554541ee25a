"""Puts saved pages through the whole way: files, folders, zip archives; intake, sandbox, drafts, publication."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive import authority, publishing
from archive.ingest.intake import MEGABYTE, Handover, notes_of, receive
from archive.ingest.pool import Pool
from archive.ingest.processing import authority_from_database, process_all
from archive.ingest.records import Problem
from archive.management.arguments import agency_named, user_named
from archive.management.reporting import bring_index_up_to_date, reason, table
from archive.models import Agency, Article, Likeness, UploadBatch, UploadItem
from archive.review.collation import covered_title


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """A file as `receive` takes it: opened only when its turn comes."""

    path: Path
    name: str | None

    def chunks(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            yield from iter(lambda: file.read(MEGABYTE), b"")


@dataclass(slots=True)
class Publication:
    """What --publish did. kept: article and the reason why it stays a draft."""

    published: int
    kept: list[tuple[Article, str]]
    candidates: list[str]


class Command(BaseCommand):
    help = (
        "Ingest saved pages (.html, .mhtml, .txt, .md, .warc, .zip of these), files and folders. Refusals are listed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="Files and folders.")
        parser.add_argument("--publish", action="store_true", help="Publish drafts without open personal data.")
        parser.add_argument("--user", metavar="NAME", help="Whose upload it is.")
        parser.add_argument("--note", default="", help="Words for the batch; without them, what was given.")
        parser.add_argument("--outlet", metavar="NAME", default="", help="The source of pages that name none.")

    def handle(
        self,
        *args: Any,
        paths: list[Path],
        publish: bool,
        user: str | None,
        note: str = "",
        outlet: str = "",
        **options: Any,
    ) -> None:
        by, source = user_named(user), agency_named(outlet)
        if missing := [str(path) for path in paths if not path.exists()]:
            raise CommandError(_("There is no such file or folder: %(paths)s") % {"paths": ", ".join(missing)})
        batch = take(paths, by, note or ", ".join(path.name for path in paths), source)
        process(batch)
        publication = publish_drafts(batch, by) if publish else None
        self._tell_reasons(batch, publication)
        self._summarise(batch, publication)
        if publish:
            bring_index_up_to_date(self.stdout)

    def _tell_reasons(self, batch: UploadBatch, publication: Publication | None) -> None:
        unlucky = [UploadItem.State.REFUSED, UploadItem.State.FAILED, UploadItem.State.DUPLICATE]
        for item in batch.items.filter(state__in=unlucky).select_related("article", "parent"):
            told = {"name": full_name(item), "state": item.get_state_display(), "why": why(item)}
            self.stdout.write(_("%(name)s: %(state)s. %(why)s") % told)
        for item in batch.items.filter(state__in=[UploadItem.State.UNPACKED, UploadItem.State.LIST]):
            if notes := notes_of(item):
                told = {"name": full_name(item), "state": item.get_state_display(), "why": " ".join(map(reason, notes))}
                self.stdout.write(_("%(name)s: %(state)s. %(why)s") % told)
        for item, row in near_duplicates(batch):
            other = f"{covered_title(row.other)} ({row.other.public_id})"
            kind = row.get_kind_display()
            told = {"name": full_name(item), "percent": str(row.percent), "kind": kind, "other": other}
            self.stdout.write(_("%(name)s: %(percent)s %%, %(kind)s: %(other)s") % told)
        for article, words in publication.kept if publication else ():
            told = {"name": f"{article} ({article.public_id})", "state": article.get_state_display(), "why": words}
            self.stdout.write(_("%(name)s: %(state)s. %(why)s") % told)
        for name in publication.candidates if publication else ():
            self.stdout.write(_("Candidate agency, to be confirmed: %(name)s") % {"name": name})

    def _summarise(self, batch: UploadBatch, publication: Publication | None) -> None:
        counted = Counter(batch.items.values_list("state", flat=True))
        rows = [(state.label, counted[state]) for state in UploadItem.State if counted[state]]
        if publication:
            rows.append((Article.State.PUBLISHED.label, publication.published))
        self.stdout.write(table(rows))
        self.stdout.write(_("Ledger: %(address)s") % {"address": batch.get_absolute_url()})


def take(paths: list[Path], by: User | None, note: str, outlet: Agency | None = None) -> UploadBatch:
    """Store every file of the paths as one batch. outlet: the source of pages that name none."""
    files = [file for path in paths for file in files_under(path)]
    with tqdm(files, desc=_("Storing"), unit=_("file"), disable=None, leave=False) as bar:
        return receive(bar, Handover(by=by, origin=UploadBatch.Origin.COMMAND, note=note, outlet=outlet))


def process(batch: UploadBatch) -> None:
    """Take every file of the batch to its fate. The members of a zip count as soon as it is unpacked."""
    waiting = batch.items.filter(state=UploadItem.State.WAITING)
    with (
        Pool(authority_from_database()) as pool,
        tqdm(total=waiting.count(), desc=_("Reading"), unit=_("file"), disable=None) as bar,
    ):

        def step(item: UploadItem) -> None:
            if item.state == UploadItem.State.UNPACKED:
                bar.total = (bar.total or 0) + item.members.filter(state=UploadItem.State.WAITING).count()
            bar.update()

        process_all(pool, step, batch=batch)


def near_duplicates(batch: UploadBatch) -> Iterator[tuple[UploadItem, Likeness]]:
    """Yield the files whose drafts are much the same as an earlier article, each with the strongest likeness."""
    drafts = batch.items.filter(state=UploadItem.State.DRAFT).select_related("article", "parent")
    items = {item.article_id: item for item in drafts}
    rows = Likeness.objects.filter(article__in=items).select_related("other")
    strongest = {row.article_id: row for row in sorted(rows, key=lambda row: row.containment)}
    yield from ((item, strongest[article]) for article, item in items.items() if article in strongest)


def publish_drafts(batch: UploadBatch, by: User | None) -> Publication:
    """Publish the drafts of a batch from a confirmed source; an unknown outlet becomes a candidate agency.

    A file that was given before counts like the first time: its draft is published too.
    """
    done = Publication(0, [], [])
    drafts = Article.objects.filter(state=Article.State.DRAFT, upload_items__batch=batch).distinct().order_by("pk")
    for article in drafts:
        done.candidates += [name for name in propose_outlets(article) if name not in done.candidates]
        refusal = publishing.publish(article, by=by)
        if refusal is None:
            done.published += 1
        else:
            done.kept.append((article, str(refusal.label)))
    return done


def propose_outlets(article: Article) -> list[str]:
    """Return the outlets that the article prints and nobody has confirmed; those unknown till now become candidates."""
    printed = dict.fromkeys(name for name in (article.source_name, article.site_name) if name)
    candidates = [authority.propose_outlet(name) for name in printed]
    authority.link_agencies(article)  # also to what an earlier page of this batch has proposed
    return [agency.name for agency in candidates if agency and not agency.confirmed]


def files_under(path: Path) -> Iterator[FileOnDisk]:
    """Yield a file itself, or the files below a folder, sorted. Hidden files, links and devices are passed over."""
    if not path.is_dir():
        yield FileOnDisk(path, path.name)
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.is_file() and not file.is_symlink():
                yield FileOnDisk(file, str(file.relative_to(path)))


def full_name(item: UploadItem) -> str:
    """Return the file's name, behind that of the zip it came in."""
    return f"{item.parent.name}: {item.name}" if item.parent else item.name


def why(item: UploadItem) -> str:
    """Return the words for an item's fate: its problem, or the article that is there already."""
    if item.problem:
        return reason(Problem(item.problem, item.params))
    return f"{item.article} ({item.article.public_id})" if item.article else ""
