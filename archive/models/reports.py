"""What readers report: a problem with an article, for the desk alone. A report is never shown to another reader."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProblemReportQuerySet(models.QuerySet["ProblemReport"]):
    def open(self) -> ProblemReportQuerySet:
        """Those that nobody has settled, the oldest first."""
        return self.filter(state=ProblemReport.State.OPEN).order_by("pk")


class ProblemReport(models.Model):
    class Kind(models.TextChoices):
        TEXT = "text", _("The text is wrong or incomplete")
        FACTS = "facts", _("Date, source or author is wrong")
        PERSONAL = "personal", _("It shows somebody's personal data")
        RIGHTS = "rights", _("It infringes rights")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SETTLED = "settled", _("Settled")
        DISMISSED = "dismissed", _("Dismissed")

    article = models.ForeignKey(
        "archive.Article", on_delete=models.CASCADE, related_name="reports", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    words = models.TextField(_("what is wrong"), max_length=2000)
    #: Of the article that the reader saw: 0 where it did not say.
    paragraph = models.PositiveIntegerField(_("paragraph"), default=0)
    contact = models.EmailField(_("e-mail"), max_length=200, blank=True)
    #: A keyed digest of the sender's address and the day: it tells how many reports are one sender's, and not whose.
    sender = models.CharField(max_length=32, editable=False, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("settled by"),
    )
    answer = models.CharField(_("what was done"), max_length=400, blank=True)

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["state", "id"], name="report_by_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article_id}"
