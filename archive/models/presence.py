"""Who has which article open, so that two people at one article see each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Presence(models.Model):
    """A person at an article's review page, and when their browser was last heard of."""

    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once_per_article")]

    def __str__(self) -> str:
        return f"{self.user} @ {self.article_id}"
