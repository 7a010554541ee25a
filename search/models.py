"""The outbox: what the index has still to learn. Written in the transaction of the change, drained by the worker."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    def pending(self) -> IndexChangeQuerySet:
        """What is still to do, in the order in which it happened."""
        return self.filter(done_at__isnull=True).order_by("pk")


class IndexChange(models.Model):
    class Action(models.TextChoices):
        INDEX = "index", _("Index")
        REMOVE = "remove", _("Remove")

    # A number and no foreign key: a change must outlive its article.
    article_pk = models.PositiveBigIntegerField()
    action = models.CharField(max_length=6, choices=Action)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, db_index=True)

    objects = IndexChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.article_pk}"
