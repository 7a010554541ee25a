"""Tries at uploads: handing pages in, the fate of each file, undoing a batch."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from archive.models import UploadToken
from archive.review import undoing
from tests.archive.admin.role_table.world import MARK, Asked, Try, World, html_file, opened, page, post, showed, wrote


def _upload_by_program(world: World) -> Asked:
    _row, token = UploadToken.objects.issue(world.actor, MARK)
    return Asked(reverse("api-uploads"), {"files": [html_file()]}, {"Authorization": f"Bearer {token}"})


def _ledger_by_program(world: World) -> Asked:
    _row, token = UploadToken.objects.issue(world.actor, MARK)
    url = reverse("api-upload", args=[world.batch().pk])
    return Asked(url, headers={"Authorization": f"Bearer {token}"})


def _of_batch(name: str, proof: Any = showed) -> Try:
    return Try(lambda world: page(name, world.batch().pk), proof)


def _list_of_batches(world: World) -> Asked:
    world.batch()
    return page("archive_uploadbatch_changelist")


def _retry(world: World) -> Asked:
    return post("archive_uploadbatch_ledger", world.batch(item_state="failed").pk, verb="retry")


def _undo_batch(world: World, state: str = "draft") -> Asked:
    return post("archive_uploadbatch_undo", world.batch(state).pk, reason="错传")


def _bring_back(world: World) -> Asked:
    batch = world.batch()
    undoing.undo(batch, by=world.owner, reason="错传")
    return post("archive_uploadbatch_ledger", batch.pk, verb="bring-back")


TRIES = {
    "upload files": Try(lambda world: post("archive_uploadbatch_upload", files=[html_file()]), wrote),
    "paste a page": Try(lambda world: post("archive_uploadbatch_upload", text=f"{MARK}\n正文一段。"), wrote),
    "take a page from the browser": Try(lambda world: page("archive_uploadbatch_page"), opened),
    "upload by a program with a token": Try(_upload_by_program, wrote),
    "see a batch in the list of batches": Try(_list_of_batches, showed),
    "see the ledger of a batch": _of_batch("archive_uploadbatch_ledger"),
    "see the ledger as a spreadsheet": _of_batch("archive_uploadbatch_csv"),
    "see the ledger by a program": Try(_ledger_by_program, showed),
    "see how far a batch is": _of_batch("archive_uploadbatch_progress", opened),
    "read failed files again": Try(_retry, wrote),
    "undo a batch of drafts": Try(_undo_batch, wrote),
    "undo a batch with published articles": Try(lambda world: _undo_batch(world, "published"), wrote),
    "bring a batch back": Try(_bring_back, wrote),
}
