"""How many public articles there are, by what they share: kept as they come and go, so that no page has to count."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """How many public articles of one subject fall into one period.

    subject: "" for all articles, "day" for all by the day alone, "added" by the day of their release, else what they
    share: "agency/12" in any role, "agency/12/source" in one.
    period: "" for any, "unknown" for none, else 2024, 2024-09 or 2024-09-12, each including what is known more closely.
    archive.tallies.places says which periods each subject has.
    """

    subject = models.CharField(max_length=40)
    period = models.CharField(max_length=10, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["subject", "period"], name="tally_once_per_subject_and_period")]
        # All agencies of one period, beside all periods of one agency.
        indexes = [models.Index(fields=["period", "subject"], name="tally_by_period")]

    def __str__(self) -> str:
        return f"{self.subject} {self.period}: {self.count}"


class Tallied(models.Model):
    """The tallies that one public article is counted in, so that it can be taken out of them whatever it says now."""

    article = models.OneToOneField(
        "archive.Article", primary_key=True, on_delete=models.CASCADE, related_name="tallied", verbose_name=_("article")
    )
    #: [[subject, period], …]
    places = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.article_id}: {len(self.places)}"
