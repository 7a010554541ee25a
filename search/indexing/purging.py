"""Withdrawn, masked and corrected words leave the files of the index too, and a search through every byte proves it.

A deleted document is only marked in Whoosh's files: its text stays until its segment is written anew. That is done
here: at once where it is little work, else as soon as nothing else has been going on for a while, and after WITHIN
in any case. No search finds such words from the moment of the change; this is about the bytes on the disk.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from search.engine import folders
from search.generation import Generation
from search.models import IndexChange, IndexPurge

log = logging.getLogger("baoku.search")

#: At the latest after so long the words are gone, however busy the index is.
WITHIN = timedelta(minutes=15)
#: With nothing going on for so long, several corrections in a row have become one purge.
QUIET = timedelta(minutes=2)
#: No more documents to write anew and no more bytes to search through than this are done at once.
LITTLE_DOCUMENTS, LITTLE_BYTES = 1_000, 64 << 20
_CHUNK = 500


def is_due() -> bool:
    """Tell whether words must leave the files now. Asks the database alone, and costs next to nothing."""
    unpurged = IndexChange.objects.unpurged().order_by("done_at")
    oldest = unpurged.first()
    if oldest is None or oldest.done_at is None:
        return False
    latest, now = unpurged.last(), timezone.now()
    is_quiet = latest is not None and latest.done_at is not None and latest.done_at < now - QUIET
    return oldest.done_at < now - WITHIN or (is_quiet and not IndexChange.objects.due().exists())


def is_little(generation: Generation) -> bool:
    """Tell whether a purge takes no longer than a commit or two."""
    to_write = sum(one.documents for one in generation.segments() if one.deleted)
    size = sum(path.stat().st_size for path in generation.folder.parent.rglob("*") if path.is_file())
    return to_write <= LITTLE_DOCUMENTS and size <= LITTLE_BYTES


def purge(generation: Generation) -> IndexPurge:
    """Take the words of all changes done so far out of the files, and keep what the proof said. Lock held.

    Where remains are found, the changes stay unpurged and the index is marked damaged, so that it is built anew.
    """
    settled = list(IndexChange.objects.unpurged().values_list("pk", flat=True))
    report = generation.purge()
    with transaction.atomic():
        record = IndexPurge.objects.create(
            changes=len(settled),
            documents=report.documents,
            traces=report.traces - report.living,
            files=report.files,
            size=report.size,
            remains=len(report.remains),
        )
        if not report.remains:
            _mark_purged(settled)
    with override("en"):  # whatever language the request or terminal speaks that led here
        log.info("Purge of the index: %s.", record)
    if report.remains:
        log.error("Withdrawn words remain in %s: the index is built anew.", ", ".join(map(str, report.remains)))
        folders.mark_damaged(generation.folder.parent)
    return record


def _mark_purged(changes: list[int]) -> None:
    for start in range(0, len(changes), _CHUNK):
        IndexChange.objects.filter(pk__in=changes[start : start + _CHUNK]).update(purged_at=timezone.now())
