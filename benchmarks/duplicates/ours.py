"""Ours as it runs: articles in a database on disk, each compared in the transaction that writes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.core.management import call_command
from django.db import transaction

from archive import duplicates
from archive.models import Article, Likeness
from benchmarks.duplicates.clock import Taken, clock

TOGETHER = 500


class Archive:
    """An archive that starts empty. The texts are numbered in the order in which they come."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        Article.objects.all().delete()
        self.numbers: dict[int, int] = {}

    def load(self, texts: Sequence[str]) -> float:
        """Add texts as an import does and return the seconds of processor that comparing them took."""
        spent = 0.0
        for start in range(0, len(texts), TOGETHER):
            with transaction.atomic():
                some = texts[start : start + TOGETHER]
                rows = Article.objects.bulk_create(Article(title=text[:20], body=[text]) for text in some)
                spent += clock(lambda rows=rows: duplicates.compare(rows)).cpu / 1000
            self._number(rows)
        return spent

    def upload(self, text: str) -> Taken:
        """Add one text as an upload does and tell how long sketch, search, comparison and rows took."""
        with transaction.atomic():
            article = Article.objects.create(title=text[:20], body=[text])
            taken = clock(lambda: duplicates.compare([article]))
        self._number([article])
        return taken

    def try_upload(self, text: str) -> set[int]:
        """Return the numbers of the texts that an upload would be linked with. Nothing is kept."""
        with transaction.atomic():
            article = Article.objects.create(body=[text])
            duplicates.compare([article])
            found = {like.other.pk for like in duplicates.likenesses_of(article)}
            transaction.set_rollback(True)
        return {self.numbers[key] for key in found}

    def links(self) -> dict[int, set[int]]:
        """Return for each text the numbers of those that it is linked with."""
        numbers = self.numbers
        found: defaultdict[int, set[int]] = defaultdict(set)
        for later, earlier in Likeness.objects.values_list("article", "other").iterator():
            found[numbers[later]].add(numbers[earlier])
            found[numbers[earlier]].add(numbers[later])
        return found

    def _number(self, rows: Iterable[Article]) -> None:
        for row in rows:
            self.numbers[row.pk] = len(self.numbers)
