"""The filters of the queue: what there is to choose in a line, with how many articles each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models import Agency, Finding, UploadBatch
from archive.models.articles import ArticleQuerySet
from archive.review import narrowing, queue, roles
from archive.review.narrowing import Narrowing

#: The newest batches and the commonest outlets are offered; any other can stand in the address.
OFFERED = 100
FLAGS = {
    narrowing.CLEAN: _("Nothing open"),
    narrowing.FLAGGED: _("Something open"),
    narrowing.BLOCKED: _("Publication blocked"),
}
ORDERS = {
    "": _("Most urgent first"),
    "oldest": _("Oldest upload first"),
    "newest": _("Newest upload first"),
}
DAYS = {"published": _("Published"), "uploaded": pgettext_lazy("day", "Uploaded")}
Choice = tuple[str, str | Promise]


@dataclass(frozen=True, slots=True)
class Select:
    """One filter: its name in the address, its label, what can be chosen, what is."""

    name: str
    label: str | Promise
    choices: tuple[Choice, ...]
    chosen: str


def selects(request: HttpRequest, asked: Narrowing, reviewers: Iterable[User]) -> list[Select]:
    """The filters with what there is to choose in this line, whatever it is narrowed to now.

    reviewers: whom articles may be assigned to.
    """
    visible = queue.visible_to(request.user).filter(state=asked.state)
    found = [
        _select("flag", _("Findings"), asked, [*FLAGS.items(), *_kinds(visible)]),
        _select("outlet", _("Outlet"), asked, [("0", _("None known")), *_outlets(visible, asked)]),
        _select("batch", _("Batch"), asked, _batches(request, asked)),
    ]
    if roles.may_review(request.user):
        nobody = [(str(narrowing.NONE), _("Nobody"))]
        found.append(_select("assignee", _("Assigned to"), asked, [*nobody, *_people(reviewers, request)]))
        found.append(_select("uploader", _("Uploaded by"), asked, _uploaders(visible)))
    return found


def _select(name: str, label: str | Promise, asked: Narrowing, choices: Iterable[Choice]) -> Select:
    value = getattr(asked, name)
    return Select(name, label, tuple(choices), "" if value is None else str(value))


def _kinds(visible: ArticleQuerySet) -> list[Choice]:
    """The kinds of findings that are open in the line, with how many articles have them."""
    found = Finding.objects.open().filter(article__in=visible.values("pk"))
    counted = found.order_by().values_list("kind").annotate(Count("article", distinct=True))
    labels = dict(Finding.Kind.choices)
    return [(kind, f"{labels.get(kind, kind)} ({count})") for kind, count in sorted(counted, key=lambda one: -one[1])]


def _outlets(visible: ArticleQuerySet, asked: Narrowing) -> list[Choice]:
    """The outlets of the line as sources or sites, the commonest first, and the one that was chosen."""
    counted: Counter[int] = Counter()
    for field in ("source", "site"):
        for key, count in visible.exclude(**{field: None}).order_by().values_list(field).annotate(Count("pk")):
            counted[key] += count
    keys = [key for key, _count in counted.most_common(OFFERED)]
    keys += [asked.outlet] if asked.outlet and asked.outlet not in keys else []
    names = dict(Agency.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [(str(key), f"{names[key]} ({counted[key]})") for key in keys if key in names]


def _batches(request: HttpRequest, asked: Narrowing) -> list[Choice]:
    """The newest batches that have articles in the line, and the one that was chosen."""
    batches = UploadBatch.objects.filter(Q(items__article__state=asked.state) | Q(pk=asked.batch)).distinct()
    if not roles.may_review(request.user):
        batches = batches.filter(uploaded_by=request.user.pk)
    return [(str(batch.pk), f"{batch} {batch.note}".strip()) for batch in batches[:OFFERED]]


def _people(reviewers: Iterable[User], request: HttpRequest) -> list[Choice]:
    """The reviewers, first of all the one who asks."""
    ordered = sorted(reviewers, key=lambda person: person.pk != request.user.pk)
    return [(str(one.pk), _("Me") if one.pk == request.user.pk else one.get_username()) for one in ordered]


def _uploaders(visible: ArticleQuerySet) -> list[Choice]:
    people = User.objects.filter(pk__in=visible.order_by().values("created_by").distinct())
    return [(str(person.pk), person.get_username()) for person in people.order_by("username")]
