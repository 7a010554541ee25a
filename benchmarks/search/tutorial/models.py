"""Articles and the agencies in them."""

from __future__ import annotations

from django.db import models


class Article(models.Model):
    title = models.CharField(max_length=400)
    body = models.TextField()
    day = models.IntegerField()
    year = models.IntegerField()
    outlet = models.IntegerField()
    script = models.CharField(max_length=8)
    agencies = models.JSONField(default=list)

    class Meta:
        app_label = "tutorial"

    def __str__(self) -> str:
        return self.title
