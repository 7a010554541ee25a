"""Edits of many drafts at once: what was set, and the values before, so that one step takes them back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BulkEdit(models.Model):
    """One edit. Undone edits stay, and can be done again."""

    #: {name of a field: its value}, as `archive.review.bulk_edits` writes values.
    wanted = models.JSONField(_("fields"), default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("bulk edit")
        verbose_name_plural = _("bulk edits")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"


class BulkEditLine(models.Model):
    """One article of an edit. before, after: {name: value} of the fields that changed in it.

    used: for each piece of evidence of these fields whether the value was read from it, as it was before. For a
    decision about the article {"review": key of the review that was written with it}.
    """

    edit = models.ForeignKey(BulkEdit, on_delete=models.CASCADE, related_name="lines")
    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="bulk_edit_lines")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    used = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edit", "article"], name="article_once_per_bulk_edit")]

    def __str__(self) -> str:
        return f"{self.edit_id}/{self.article_id}"
