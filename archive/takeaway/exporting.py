"""The whole public archive as a bag of JSON lines.

It is written beside its place under another name and renamed when it is whole: nobody ever meets half a bag. While it
is written people go on publishing and withdrawing; what changed meanwhile is written again at the end, the last of it
while nobody can write, so that the bag is the archive at the moment in which it appears.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from archive.models import Article, Review
from archive.models.articles import ArticleQuerySet
from archive.takeaway.bags import Bag
from archive.takeaway.record import as_record
from archive.takeaway.shown import shown
from archive.takeaway.topics import topic_records

PER_FILE = 2_000  # articles
_AT_ONCE = 200  # articles in memory


@dataclass(frozen=True, slots=True)
class Exported:
    """What the bag holds. size: bytes of all its payload."""

    articles: int
    withdrawn: int
    topics: int
    files: int
    size: int


@dataclass(slots=True)
class _Shard:
    """One file: the articles from key `first` on, up to but without `end`. stamps: the version of each written one."""

    name: str
    first: int
    end: int | None
    stamps: dict[int, int] = field(default_factory=dict)

    def articles(self) -> ArticleQuerySet:
        found = Article.objects.public().filter(pk__gte=self.first).order_by("pk")
        return found if self.end is None else found.filter(pk__lt=self.end)


def export(folder: Path, *, site: str = "", on_article: Callable[[int], object] = lambda count: None) -> Exported:
    """Write the bag as `folder`, which must not be there yet. on_article: is told of each lot that was written.

    site: what stands before the addresses of articles, as in https://archive.example; without it they begin with /a/.
    Raises OSError where the disk is full or the folder is there; then nothing is left behind.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} is there already")
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        draft.chmod(0o755)  # all of it is public
        return _fill(draft, folder, site.rstrip("/"), on_article)
    finally:
        shutil.rmtree(draft, ignore_errors=True)  # gone under this name where all went well


def _fill(draft: Path, folder: Path, site: str, on_article: Callable[[int], object]) -> Exported:
    bag, shards = Bag(draft), _shards()
    for shard in shards:
        _write(bag, shard, site, on_article)
    _write_again(bag, shards, site)
    with transaction.atomic():
        _write_again(bag, shards, site)
        withdrawn = _withdrawn()
        bag.write("withdrawn.jsonl", map(_line, withdrawn))
        topics = list(topic_records(site))
        bag.write("topics.jsonl", map(_line, topics))
        bag.close(_info(site))
        draft.rename(folder)
    size, files = map(int, bag.oxum.split("."))
    return Exported(sum(len(shard.stamps) for shard in shards), len(withdrawn), len(topics), files, size)


def _shards() -> list[_Shard]:
    """Parts of about PER_FILE articles; the last one has no end, so that what comes meanwhile finds its place."""
    keys = list(Article.objects.public().order_by("pk").values_list("pk", flat=True))
    firsts = [0, *keys[PER_FILE::PER_FILE]]
    ends = [*firsts[1:], None]
    return [
        _Shard(f"articles/{number:05}.jsonl", first, end)
        for number, (first, end) in enumerate(zip(firsts, ends, strict=True), start=1)
    ]


def _write_again(bag: Bag, shards: list[_Shard], site: str) -> None:
    """Write the files anew in which an article came, went or changed."""
    for shard in shards:
        if dict(shard.articles().values_list("pk", "version")) != shard.stamps:
            _write(bag, shard, site, lambda count: None)


def _write(bag: Bag, shard: _Shard, site: str, on_article: Callable[[int], object]) -> None:
    shard.stamps = {}
    bag.write(shard.name, _lines(shard, site, on_article))


def _lines(shard: _Shard, site: str, on_article: Callable[[int], object]) -> Iterator[bytes]:
    articles, last = shard.articles(), shard.first - 1
    while lot := list(articles.filter(pk__gt=last)[:_AT_ONCE]):
        for one in shown(lot):
            yield _line(as_record(one, f"{site}{one.article.get_absolute_url()}"))
        shard.stamps |= {article.pk: article.version for article in lot}
        last = lot[-1].pk
        on_article(len(lot))


def _line(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _withdrawn() -> list[dict[str, str | None]]:
    """What the notices in place of withdrawn articles say: id, day, category. No word of an article is read."""
    decisions = Review.objects.filter(article__state=Article.State.WITHDRAWN, decision=Review.Decision.WITHDRAW)
    rows = decisions.order_by("pk").values_list("article__public_id", "decided_at", "category")
    last = {public_id: (timezone.localdate(at).isoformat(), category) for public_id, at, category in rows}
    return [{"id": one, "withdrawn": day, "category": category or None} for one, (day, category) in last.items()]


def _info(site: str) -> dict[str, str]:
    told = {
        "Bag-Software-Agent": "Baoku, manage.py export_archive",
        "External-Description": "Public articles and topics of Baoku 报库, one JSON object a line; what was withdrawn",
        "External-Identifier": site,
        "Bagging-Date": timezone.localdate().isoformat(),
    }
    return {name: value for name, value in told.items() if value}
