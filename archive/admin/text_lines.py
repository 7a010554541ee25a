"""The text of the review page, block beside original: what can be edited, what was read from it, which rule made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BoundField

from archive.admin import field_lines
from archive.forms import AmendForm
from archive.models import Article, OutletRule, TextBlock
from archive.review import collation, rules


@dataclass(frozen=True, slots=True)
class TextLine:
    """One block beside its original. field: its text being edited. read_into: the fields that were read from it, each
    as its id and label. rule: the outlet's rule that made it what it is.

    stored: the text that is stored now, where a refused save wants another; else None.
    """

    row: collation.Row
    field: BoundField | None
    read_into: tuple[tuple[str, str], ...]
    rule: OutletRule | None = None
    stored: str | None = None


def text_lines(article: Article, form: AmendForm, *, hide: set[str], stale: bool) -> list[TextLine]:
    """Every block of the article in its order."""
    return list(_lines(article, form, hide, stale))


def counts(lines: list[TextLine]) -> dict[str, int]:
    """How many blocks there are, and what they are."""
    roles_of = Counter(line.row.block.role for line in lines)
    body = sum(roles_of[role] for role in TextBlock.BODY_ROLES)
    removed = roles_of[TextBlock.Role.REMOVED]
    return {"all": len(lines), "body": body, "removed": removed, "fields": len(lines) - body - removed}


def _lines(article: Article, form: AmendForm, hide: set[str], stale: bool) -> Iterator[TextLine]:
    labels = field_lines.labels(form)
    rows = collation.rows(article, hide=hide)
    ours = rules.in_words(row.block.rule for row in rows)
    for row in rows:
        name = f"block-{row.block.position}"
        field = form[name] if name in form.fields else None
        differs = stale and field is not None and name in form.changed_data
        stored = collation.veil(row.block.cleaned, hide) if differs else None
        read_into = tuple(labels[key] for key in row.read_into if key in labels)
        yield TextLine(row, field, read_into, ours.get(row.block.rule), stored)
