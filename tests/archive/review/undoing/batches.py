"""Batches of small pages, and what became of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from archive.ingest import intake
from archive.ingest.records import Block, Role
from archive.models import UploadBatch
from tests.archive.ingest.pages import Given, ScriptedPool, extraction, fact

WORDS = "汐城海事处今天通报，夜间引航试行两个月以来，候潮时间减少了一半，七月起扩大到三号泊位。"


class Reader(ScriptedPool):
    """Reads a page as one paragraph of its own words, so that equal pages have equal texts."""

    def extract(self, source: Any) -> Any:
        if (problem := super().extract(source)) and not hasattr(problem, "blocks"):
            return problem
        words = source.data.decode()
        return extraction(blocks=(Block(0, words, words, Role.PARAGRAPH),), findings=(), source=fact(self.outlet))

    outlet = "汐城晚报"


def give(by: User, *pages: str) -> UploadBatch:
    files = [Given(f"{number}.html", page.encode()) for number, page in enumerate(pages)]
    return intake.receive(files, intake.Handover(by=by, origin=UploadBatch.Origin.WEB))


def fates(batch: UploadBatch) -> list[str]:
    return list(batch.items.order_by("pk").values_list("state", flat=True))


def states(batch: UploadBatch) -> list[str]:
    made = batch.items.filter(article__isnull=False).order_by("pk")
    return list(made.values_list("article__state", flat=True))
