"""What people decided about agencies, kept so that each decision can be undone: confirmed, merged, split, renamed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AgencyChangeQuerySet(models.QuerySet["AgencyChange"]):
    def standing(self) -> AgencyChangeQuerySet:
        """Those that nobody has undone."""
        return self.filter(undone_at__isnull=True)

    def touching(self, *agencies: int) -> AgencyChangeQuerySet:
        """Those in which one of these agencies, given by their keys, had a part."""
        return self.filter(Q(agency__in=agencies) | Q(other__in=agencies))


class AgencyChange(models.Model):
    """One decision. Agencies stand as keys with their names of that time, since a merged one has no row any more."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("Confirmed")
        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Split")
        RENAME = "rename", _("Renamed")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    # The agency that was confirmed, renamed or split, or that took the other one in.
    agency = models.BigIntegerField(_("agency"), db_index=True)
    name = models.CharField(_("name"), max_length=120)
    # The agency that went into it or came out of it; for a name, what it was called before.
    other = models.BigIntegerField(_("other agency"), null=True, db_index=True)
    other_name = models.CharField(_("other name"), max_length=120, blank=True)
    # The address that a merged agency had for readers; empty for a candidate, which had none.
    other_slug = models.CharField(max_length=80, blank=True, db_index=True)
    articles = models.PositiveIntegerField(_("articles"), default=0)
    #: Keys of the rows that were changed and their values before. No text of an article.
    moved = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    made_at = models.DateTimeField(_("time"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)

    objects = AgencyChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("decision about an agency")
        verbose_name_plural = _("decisions about agencies")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"

    @property
    def of_candidate(self) -> bool:
        """Whether a candidate was decided about: what a reviewer may do, a reviewer may undo."""
        return self.kind == self.Kind.CONFIRM or (self.kind == self.Kind.MERGE and not self.other_slug)

    def later(self) -> AgencyChangeQuerySet:
        """Decisions that stand and were taken later about one of the same agencies: they have to be undone first."""
        keys = [key for key in (self.agency, self.other) if key is not None]
        return AgencyChange.objects.standing().touching(*keys).filter(pk__gt=self.pk).order_by("-pk")
