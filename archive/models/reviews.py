"""Reviews and revisions: who decided what and why, and the text as it stood each time it changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Review(models.Model):
    class Decision(models.TextChoices):
        PUBLISH = "publish", _("Published")
        RETURN = "return", _("Returned")
        WITHDRAW = "withdraw", _("Withdrawn")
        RESTORE = "restore", _("Restored")
        REFUSE = "refuse", _("Refused")

    class Category(models.TextChoices):
        """Why an article was withdrawn, in the one word that readers are told."""

        ERROR = "error", _("Factual error")
        PRIVACY = "privacy", _("Privacy")
        LEGAL = "legal", _("Legal reasons")
        COPYRIGHT = "copyright", _("Rights of the publisher")
        SOURCE = "source", _("Withdrawn by its outlet")
        OTHER = "other", _("Other reasons")

    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="reviews")
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.TextField(_("reason"), blank=True)
    category = models.CharField(_("category"), max_length=10, choices=Category, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.get_decision_display()}, {timezone.localtime(self.decided_at):%Y-%m-%d %H:%M}"


class Revision(models.Model):
    """The article's words after one change. Rows are written once; later only a mask reaches in, and a seal is set."""

    class Kind(models.TextChoices):
        """What made it, as readers are told."""

        EDIT = "edit", _("Edited")
        RELEASE = "release", _("Released")
        RESTORE = "restore", _("Restored")
        CORRECTION = "correction", _("Corrected")
        REVERT = "revert", _("Earlier version again")
        MASK = "mask", _("Personal data masked")

    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    title = models.CharField(_("title"), max_length=400, blank=True)
    body = models.JSONField(_("body"), default=list)
    #: The other fields as shown to readers: {"source": …, "published": …}.
    fields = models.JSONField(default=dict)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EDIT)
    note = models.CharField(_("note"), max_length=200, blank=True)
    #: The earlier revision whose words these are, where people went back to one.
    again = models.PositiveIntegerField(null=True)
    #: For each paragraph of the body the block it stands in, as [position, role]; empty where there are no blocks.
    places = models.JSONField(default=list)
    # Its words are for the desk alone: readers learn that there was such a version, and no more.
    sealed = models.BooleanField(_("sealed"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once_per_article")]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"
