"""The desk home: what waits for whoever looks, what runs, what went wrong, and whether the worker does its part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive import heartbeat, ledger, tallies
from archive.admin.batches import visible_batches
from archive.admin.reported import open_reports
from archive.heartbeat import Condition
from archive.models import Article, ProblemReport, Review, UploadItem
from archive.models.articles import ArticleQuerySet
from archive.review import narrowing, queue, roles
from archive.review.narrowing import Narrowing

#: How many lines each list has.
LINES = 8
LOOKS = {Condition.WELL: "good", Condition.SLOW: "mind", Condition.AWAY: "bad"}
RETURNED = str(Article.State.RETURNED)
OLDEST = Narrowing(order="oldest")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at the head of the page, and the list that it counts. urgent: it waits for this very person."""

    label: str | Promise
    count: int
    url: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Worker:
    """How the worker does. look: the colour of that."""

    words: str | Promise
    look: str


def overview(request: HttpRequest) -> dict[str, Any]:
    """All that the page shows: the first lines of each list, only of what this person may see."""
    assigned, published = Narrowing(assignee=request.user.pk), _published_today(request)
    lists = {
        "returned": _returned(request),
        "assigned": _first(queue.line(request.user, assigned)),
        "waiting": _first(queue.waiting(request.user)),
        "published": _first(published),
    }
    # One query for the findings of all: titles are covered by them.
    prefetch_related_objects([article for articles in lists.values() for article in articles], "findings")
    return {
        **lists,
        **_figures(request, published.count()),
        "assigned_query": assigned.query,
        "oldest_query": OLDEST.query,
        "running": visible_batches(request).filter(pk__in=_waiting_files().values("batch"))[:LINES],
        "refused": ledger.lines(_refused(request)[:LINES], request.user),
        "worker": _worker(),
        "counts_differ": tallies.differs(),
    }


def _first(articles: ArticleQuerySet) -> list[Any]:
    return list(articles.select_related("created_by", "released_by").prefetch_related(None)[:LINES])


def _figures(request: HttpRequest, published: int) -> dict[str, Any]:
    """What waits for this person, then what waits for anybody, then what is done; and since when the oldest waits."""
    told = [*_lines_of(request)]
    visible = queue.visible_to(request.user).filter(state__in=roles.IN_THE_MAKING)
    counted = {f"count{n}": Count("pk", filter=asked.condition) for n, (_label, asked, _urgent) in enumerate(told)}
    found = visible.aggregate(**counted, oldest=Min("created_at", filter=Q(state=Article.State.DRAFT)))
    line, articles = reverse("admin:archive_article_queue"), reverse("admin:archive_article_changelist")
    figures = [
        Figure(label, count := found[f"count{n}"], f"{line}?{asked.query}".rstrip("?"), urgent and count > 0)
        for n, (label, asked, urgent) in enumerate(told)
    ]
    figures += _reports(request)
    done = Figure(_("Published today"), published, f"{articles}?state__exact={Article.State.PUBLISHED}")
    return {"figures": [*figures, done], "oldest": found["oldest"]}


def _reports(request: HttpRequest) -> list[Figure]:
    """What readers reported and nobody has answered; it presses where somebody's personal data is said to be seen."""
    found = open_reports(request)
    if found is None:
        return []
    address = f"{reverse('admin:archive_problemreport_changelist')}?state__exact={ProblemReport.State.OPEN}"
    return [Figure(pgettext_lazy("of readers", "Reports"), found.count, address, found.personal > 0)]


def _lines_of(request: HttpRequest) -> Iterator[tuple[str | Promise, Narrowing, bool]]:
    """The lines of the queue that are counted: word, what narrows them, whether they wait for this very person."""
    user = request.user
    if roles.may_review(user):
        yield _("Assigned to me"), Narrowing(assignee=user.pk), True
    yield _("Returned to me"), Narrowing(state=RETURNED, uploader=user.pk), True
    yield pgettext_lazy("drafts", "Waiting"), Narrowing(), False
    yield _("Flagged"), Narrowing(flag=narrowing.FLAGGED), False
    yield _("Blocked"), Narrowing(flag=narrowing.BLOCKED), False


def _returned(request: HttpRequest) -> list[Any]:
    """Drafts that this person brought and a reviewer returned, the latest first, with `reason` and `returned_by`."""
    decisions = Review.objects.filter(article=OuterRef("pk"), decision=Review.Decision.RETURN).order_by("-pk")
    mine = Article.objects.filter(created_by=request.user.pk, state=RETURNED).order_by("-updated_at", "-pk")
    told = {
        "reason": Subquery(decisions.values("reason")[:1]),
        "returned_by": Subquery(decisions.values("decided_by__username")[:1]),
    }
    return list(mine.annotate(**told)[:LINES])


def _published_today(request: HttpRequest) -> ArticleQuerySet:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    published = queue.visible_to(request.user).filter(state=Article.State.PUBLISHED, released_at__gte=midnight)
    return published.order_by("-released_at")


def _waiting_files() -> QuerySet[UploadItem]:
    return UploadItem.objects.waiting().order_by()


def _refused(request: HttpRequest) -> QuerySet[UploadItem]:
    """What could not be read of late, but for batches that were undone."""
    unlucky = UploadItem.objects.filter(state__in=[UploadItem.State.REFUSED, UploadItem.State.FAILED])
    if not roles.may_review(request.user):
        unlucky = unlucky.filter(batch__uploaded_by=request.user.pk)
    latest = unlucky.filter(batch__undone_at=None).order_by("-finished_at", "-pk")
    return latest.select_related("batch", "article", "capture", "parent")


def _worker() -> Worker:
    now = heartbeat.condition()
    return Worker(now.label, LOOKS[now])
