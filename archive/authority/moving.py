"""Moves everything that hangs on one agency to another, and back: every foreign key that there is, found by itself.

What was moved comes back as JSON: keys of rows, and no word of an article, since words are masked where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import models
from django.db.models.fields.reverse_related import ManyToOneRel

from archive.models import Agency, AgencyAlias, ArticleAgency

_AT_ONCE = 500  # keys in one query
_ROWS = 200  # in one statement

Row = TypeVar("Row")
#: A link that stays for two: its key, how many pieces of evidence it had, and where the other's pieces are in it now.
Doubled = tuple[int, int, list[int]]


def move(gone: Agency, into: Agency) -> dict[str, Any]:
    """Move all rows of `gone` to `into` and return which they were, for `move_back`. Nothing points at `gone` after.

    An article that names both in one role keeps one link with the evidence of both, a name of both one alias.
    """
    moved: dict[str, Any] = {"rows": {}}
    for relation in relations():
        rows = _pointing(relation, gone)
        if keys := list(rows.values_list("pk", flat=True)):
            moved["rows"][str(relation.field)] = keys
            rows.update(**{relation.field.name: into})
    moved["doubled"] = _join_links(gone, into)
    moved["links"] = _hand_over(gone.article_links.all(), into)
    doubled = gone.aliases.filter(key__in=into.aliases.values("key"))
    moved["doubled_names"] = list(doubled.values("name", "since", "until"))
    doubled.delete()
    moved["names"] = _hand_over(gone.aliases.all(), into)
    return moved


def move_back(moved: dict[str, Any], gone: Agency, into: Agency) -> None:
    """Give `gone` what `move` took from it, as far as it still is where it was put."""
    for relation in relations():
        for keys in _portions(moved["rows"].get(str(relation.field), ())):
            _pointing(relation, into).filter(pk__in=keys).update(**{relation.field.name: gone})
    for keys in _portions(moved["links"]):
        into.article_links.filter(pk__in=keys).update(agency=gone)
    for doubled in _portions(moved["doubled"]):
        _part_links(doubled, gone)
    into.aliases.filter(pk__in=moved["names"]).update(agency=gone)
    for name in moved["doubled_names"]:
        AgencyAlias.objects.create(agency=gone, **name)


def relations() -> Iterator[ManyToOneRel]:
    """Every foreign key of any model that points at an agency, but those of names and links, which can be double."""
    for relation in Agency._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model not in (AgencyAlias, ArticleAgency):
            yield relation


def _pointing(relation: ManyToOneRel, agency: Agency) -> models.QuerySet[Any]:
    model: type[models.Model] = relation.field.model
    return model._base_manager.filter(**{relation.field.name: agency})


def _hand_over(rows: Any, into: Agency) -> list[int]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(agency=into)
    return keys


def _join_links(gone: Agency, into: Agency) -> list[Doubled]:
    """Put the evidence of double links behind that of the ones that stay; a piece that both have stands once."""
    joined: list[Doubled] = []
    pairs = list(_double_links(gone, into))
    for link, stays in pairs:
        evidence = [*stays.evidence, *(piece for piece in link.evidence if piece not in stays.evidence)]
        joined.append((stays.pk, len(stays.evidence), [evidence.index(piece) for piece in link.evidence]))
        stays.evidence = evidence
    ArticleAgency.objects.bulk_update([stays for _link, stays in pairs], ["evidence"], batch_size=_ROWS)
    for keys in _portions([link.pk for link, _stays in pairs]):
        gone.article_links.filter(pk__in=keys).delete()
    return joined


def _double_links(gone: Agency, into: Agency) -> Iterator[tuple[ArticleAgency, ArticleAgency]]:
    links = gone.article_links.filter(article__in=into.article_links.values("article"))
    other = into.article_links.filter(article__in=gone.article_links.values("article"))
    staying = {(link.article_id, link.role): link for link in other}
    for link in list(links):
        if stays := staying.get((link.article_id, link.role)):
            yield link, stays


def _part_links(doubled: list[Doubled], gone: Agency) -> None:
    """Make two links again of each that was joined, unless it has been taken away since."""
    there = ArticleAgency.objects.in_bulk([key for key, _kept, _places in doubled])
    parted = []
    for key, kept, places in doubled:
        if link := there.get(key):
            evidence = [link.evidence[place] for place in places if place < len(link.evidence)]
            parted.append(ArticleAgency(article_id=link.article_id, agency=gone, role=link.role, evidence=evidence))
            link.evidence = link.evidence[:kept]
    # An article may have been linked to the agency meanwhile: then that link stands.
    ArticleAgency.objects.bulk_create(parted, ignore_conflicts=True, batch_size=_ROWS)
    ArticleAgency.objects.bulk_update(there.values(), ["evidence"], batch_size=_ROWS)


def _portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    ordered = sorted(rows)  # type: ignore[type-var]
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
