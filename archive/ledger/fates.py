"""The fates that files of a batch meet: how many met each, and which files those are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models import Likeness, UploadBatch, UploadItem

State = UploadItem.State
#: What the counts over a ledger filter by: key in the address, word, states.
FATES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "": (pgettext_lazy("files", "All"), tuple(State)),
    "draft": (_("Draft"), (State.DRAFT,)),
    "near": (_("Much the same"), (State.DRAFT,)),
    "duplicate": (_("Duplicate"), (State.DUPLICATE,)),
    "problem": (_("Refused or failed"), (State.REFUSED, State.FAILED)),
    "unpacked": (_("Unpacked"), (State.UNPACKED, State.LIST)),
    "waiting": (_("Waiting"), (State.WAITING,)),
}
#: A filter of its own: drafts that are much the same as another article.
NEAR = "near"
#: The order of the lines: what needs a person first, what waits last.
FIRST = (State.FAILED, State.REFUSED, State.DRAFT, State.DUPLICATE, State.UNPACKED, State.LIST)


@dataclass(frozen=True, slots=True)
class Sum:
    """A count over the ledger, which is also a filter of it."""

    key: str
    label: str | Promise
    count: int
    current: bool


def counts_of(batch: UploadBatch) -> dict[str, int]:
    """How many files of the batch are in each state."""
    return dict(batch.items.order_by().values_list("state").annotate(Count("pk")))


def sums(batch: UploadBatch, chosen: str, *, found: Mapping[str, int] | None = None) -> list[Sum]:
    """The counts by fate. Fates that no file met are left out, but for all files and drafts.

    found: what `counts_of` gave, where that is known.
    """
    found = counts_of(batch) if found is None else found
    counts = {key: sum(found.get(state, 0) for state in states) for key, (_label, states) in FATES.items()}
    counts[NEAR] = of_fate(batch, NEAR).count()
    return [
        Sum(key, label, counts[key], key == chosen)
        for key, (label, _states) in FATES.items()
        if counts[key] or key in ("", "draft", chosen)
    ]


def of_fate(batch: UploadBatch, chosen: str) -> QuerySet[UploadItem]:
    """The files of one fate, a key of FATES."""
    items = batch.items.filter(state__in=FATES[chosen][1])
    return items.filter(article__in=Likeness.objects.living().values("article")) if chosen == NEAR else items


def in_order(items: QuerySet[UploadItem]) -> QuerySet[UploadItem]:
    """The files with those on top that failed, and with the number of members of each container."""
    order = Case(*(When(state=state, then=place) for place, state in enumerate(FIRST)), default=len(FIRST))
    counted = items.annotate(inside=Count("members"))
    return counted.select_related("capture", "article", "parent").order_by(order, "pk")
