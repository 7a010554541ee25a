"""Who has which article open just now: two people at one article see each other before they save."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from archive.models import Article, Presence

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from archive.review.roles import AnyUser

#: Seconds between two signs of life of an open page.
BEAT = 10
#: A page that was not heard of for this long is closed, asleep or offline.
GONE_AFTER = datetime.timedelta(seconds=3 * BEAT)


def arrive(article: Article, user: User) -> None:
    """Write down that this person has the article open now, and forget who has left it."""
    now = timezone.now()
    Presence.objects.update_or_create(article=article, user=user, defaults={"seen_at": now})
    Presence.objects.filter(article=article, seen_at__lt=now - GONE_AFTER).delete()


def leave(article: Article, user: User) -> None:
    """Forget that this person has the article open."""
    Presence.objects.filter(article=article, user=user).delete()


def others_at(article: Article, user: AnyUser) -> list[str]:
    """The names of the other people who have the article open now."""
    here = Presence.objects.filter(article=article, seen_at__gte=timezone.now() - GONE_AFTER).exclude(user=user.pk)
    names = here.order_by("user__username").values_list("user__first_name", "user__last_name", "user__username")
    return [f"{first} {last}".strip() or username for first, last, username in names]
