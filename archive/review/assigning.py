"""Whose work an article is: given to a reviewer, or to nobody in particular."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Event
from archive.review import roles

if TYPE_CHECKING:
    from django.db.models import QuerySet

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOT_A_REVIEWER = _("Only a reviewer can be given articles.")


def reviewers() -> QuerySet[User]:
    """The people who may be given articles, by name."""
    able: QuerySet[User] = User.objects.with_perm("archive.review_article", backend=BACKEND)
    return able.order_by("username")


@transaction.atomic
def assign(keys: Collection[int], to: User | None, *, by: User) -> dict[int, int | None]:
    """Give drafts and returned articles to a person, or to nobody; return whose each one was, by its key.

    Those that are theirs already, or are past reviewing, stay as they are. An assignment is no change of the article:
    nobody's unsaved work becomes stale. Raises ValueError for a person who may not review.
    """
    if to is not None and not roles.may_review(to):
        raise ValueError(f"not a reviewer: {to.get_username()}")
    drafts = Article.objects.select_for_update().filter(pk__in=keys, state__in=roles.IN_THE_MAKING)
    before = dict(drafts.order_by("pk").values_list("pk", "assigned_to"))
    moved: dict[int, int | None] = {key: whose for key, whose in before.items() if whose != (to.pk if to else None)}
    Article.objects.filter(pk__in=moved).update(assigned_to=to)
    names = dict(User.objects.filter(pk__in={whose for whose in moved.values() if whose}).values_list("pk", "username"))
    for article in Article.objects.only("pk").filter(pk__in=moved):
        told = {"before": names.get(moved[article.pk] or 0, ""), "after": to.get_username() if to else ""}
        Event.objects.record("assigned", article, actor=by, **told)
    return moved
