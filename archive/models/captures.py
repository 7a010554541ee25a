"""Captures: the original bytes, kept for ever under their SHA-256."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Capture(models.Model):
    """What is known of one stored file. The bytes lie in archive.storage under the checksum."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    file_name = models.TextField(_("file name as first given"))
    media_type = models.CharField(_("media type"), max_length=60, blank=True)
    charset = models.CharField(_("charset"), max_length=40, blank=True)
    charset_reason = models.CharField(_("how the charset was decided"), max_length=200, blank=True)
    # What a reviewer decided; it settles the next decoding.
    chosen_charset = models.CharField(_("charset chosen by a reviewer"), max_length=40, blank=True)
    captured_on = models.DateField(_("day on which the page was saved"), null=True, blank=True)
    created_at = models.DateTimeField(_("stored at"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("capture")
        verbose_name_plural = _("captures")

    def __str__(self) -> str:
        return self.file_name
