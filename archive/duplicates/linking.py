"""Writes likenesses as rows, and for each the finding that tells the reviewer of the later article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from archive.models import Article, Finding, Likeness
from archive.models.likenesses import LikenessQuerySet
from archive.signals import likenesses_changed


def replace(keys: Collection[int], found: Iterable[Likeness]) -> None:
    """Make `found` the likenesses of these articles. What was there before and is not found any more goes.

    keys: of the articles that have been compared before. A finding that a person has settled stays when its likeness
    goes.
    """
    before = {(row.article_id, row.other_id): row for row in _rows_of(keys)}
    now = {(row.article_id, row.other_id): row for row in found}
    changed = {pair for pair in before.keys() | now.keys() if _kind(before, pair) != _kind(now, pair)}
    _remove([row for pair, row in before.items() if pair not in now])
    for pair in before.keys() & now.keys():
        now[pair].pk, now[pair].finding_id = before[pair].pk, before[pair].finding_id
    known = [row for row in now.values() if row.pk]
    Likeness.objects.bulk_update(known, ["kind", "share", "other_share"], batch_size=200)
    Likeness.objects.bulk_create(row for row in now.values() if not row.pk)
    if changed:
        likenesses_changed.send(sender=Likeness, keys={later for later, _earlier in changed})


def tell(keys: Collection[int]) -> None:
    """Bring findings up to these articles' likenesses: each has one, with title and share as they are now."""
    rows = list(_rows_of(keys).living().select_related("other", "finding"))
    untold = [row for row in rows if row.finding is None]
    findings = Finding.objects.bulk_create(_finding(row) for row in untold)
    for row, finding in zip(untold, findings, strict=True):
        row.finding = finding
    Likeness.objects.bulk_update(untold, ["finding"], batch_size=200)
    _rename([row for row in rows if row.finding and row.finding.text != _words(row)])


def tell_no_more(keys: Collection[int]) -> None:
    """Take away the open findings that point to these articles. `tell` writes them anew."""
    Finding.objects.open().filter(likeness__other__in=keys).delete()


def _rows_of(keys: Collection[int]) -> LikenessQuerySet:
    return Likeness.objects.filter(Q(article__in=keys) | Q(other__in=keys))


def _kind(rows: Mapping[tuple[int, int], Likeness], pair: tuple[int, int]) -> str:
    """What the pair is there, "" if it is not among the rows."""
    return rows[pair].kind if pair in rows else ""


def _remove(rows: Sequence[Likeness]) -> None:
    Finding.objects.open().filter(likeness__in=rows).delete()
    Likeness.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _finding(row: Likeness) -> Finding:
    return Finding(article_id=row.article_id, kind=Finding.Kind.NEAR_DUPLICATE, text=_words(row))


def _rename(rows: Sequence[Likeness]) -> None:
    findings = [row.finding for row in rows if row.finding]
    for row, finding in zip(rows, findings, strict=True):
        finding.text = _words(row)
    Finding.objects.bulk_update(findings, ["text"], batch_size=200)


def _words(row: Likeness) -> str:
    """What the finding says. The uploader of the one may not know the other, whose title may hold personal data too:
    only a title that readers see is named."""
    title = f"{row.other} · " if row.other.state == Article.State.PUBLISHED else ""
    return f"{title}{row.percent} %"
