"""The fields of the review page: each with its value, the words it was read from, and a colleague's value beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BoundField

from archive.forms import AmendForm
from archive.models import Article
from archive.review import collation, evidence
from archive.review.evidence import Reading

#: The fields of the page in their order: the form's name, the evidence's name.
FIELDS = (
    ("title", "title"),
    ("original_title", "original_title"),
    ("kicker", "kicker"),
    ("subtitle", "subtitle"),
    ("source_name", "source"),
    ("site_name", "site"),
    ("published", "published"),
    ("dateline", "dateline"),
    ("authors", "authors"),
    ("editors", "editors"),
    ("url", "url"),
)
LOOKS = {
    evidence.Certainty.CLEAR: "good",
    evidence.Certainty.DISPUTED: "mind",
    evidence.Certainty.BY_HAND: "mind",
    evidence.Certainty.MISSING: "idle",
}
#: Fields that few pages have: shown when they are set, else folded away.
SELDOM = ("original_title", "kicker", "subtitle", "dateline")


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field. name: the form's. key: the evidence's. shown: its value, personal data covered.

    stored: what is stored now, where a refused save wants something else; else None.
    """

    name: str
    key: str
    field: BoundField
    reading: Reading
    look: str
    shown: str
    stored: str | None
    folded: bool = False


def field_lines(article: Article, form: AmendForm, *, hide: set[str], stale: bool) -> list[FieldLine]:
    """Every field of the page in its order."""
    return list(_lines(article, form, hide, stale))


def labels(form: AmendForm) -> dict[str, tuple[str, str]]:
    """The id and the label of each field, by the name of its evidence."""
    return {key: (form[name].id_for_label, str(form[name].label)) for name, key in FIELDS}


def _lines(article: Article, form: AmendForm, hide: set[str], stale: bool) -> Iterator[FieldLine]:
    read = evidence.readings(article, hide=hide)
    for name, key in FIELDS:
        value = form.stored_text(name)
        differs = stale and name in form.changed_data
        look = LOOKS[read[key].certainty]
        folded = name in SELDOM and not value and not form[name].errors and not read[key].other and not differs
        shown = collation.veil(value, hide)
        yield FieldLine(name, key, form[name], read[key], look, shown, shown if differs else None, folded)
