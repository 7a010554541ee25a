"""Uploads: a batch as somebody gave it, and the fate of each file in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UploadBatch(models.Model):
    class Origin(models.TextChoices):
        WEB = "web", _("Upload page")
        COMMAND = "command", _("Command line")
        INBOX = "inbox", _("Watched folder")
        API = "api", _("Program")

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="upload_batches",
    )
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.WEB)
    note = models.CharField(_("note"), max_length=200, blank=True)
    # The outlet of pages that name none themselves.
    outlet = models.ForeignKey(
        "archive.Agency", verbose_name=_("outlet"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Not in the log: it may name a person, and what is in the chain cannot be masked.
    undone_reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("upload batch")
        verbose_name_plural = _("upload batches")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.created_at):%Y-%m-%d} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("admin:archive_uploadbatch_ledger", args=[self.pk])


class UploadItemQuerySet(models.QuerySet["UploadItem"]):
    def waiting(self) -> UploadItemQuerySet:
        """What the worker has still to do, in the order in which it was given."""
        return self.filter(state=UploadItem.State.WAITING).order_by("pk")


class UploadItem(models.Model):
    """One file of a batch, or one member of a container. `problem` and `params` say why it was refused or failed.

    A container or a list that was read keeps what people should know of it in `params`, too, under "notes".
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DRAFT = "draft", _("Draft")
        UNPACKED = "unpacked", _("Unpacked")
        LIST = "list", _("Read as a list")
        DUPLICATE = "duplicate", _("Duplicate")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")

    batch = models.ForeignKey(UploadBatch, verbose_name=_("batch"), on_delete=models.CASCADE, related_name="items")
    name = models.TextField(_("file name"))
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    parent = models.ForeignKey(
        "self", verbose_name=_("zip file"), null=True, on_delete=models.CASCADE, related_name="members"
    )
    capture = models.ForeignKey("archive.Capture", null=True, on_delete=models.PROTECT, related_name="items")
    article = models.ForeignKey("archive.Article", null=True, on_delete=models.SET_NULL, related_name="upload_items")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING, db_index=True)
    problem = models.CharField(_("problem"), max_length=40, blank=True)
    params = models.JSONField(default=dict, blank=True)
    # While its batch is undone: the state that its article had before, or its own where it had yet to be read.
    undone_from = models.CharField(max_length=12, blank=True, editable=False)
    # What the archive it came in says of it: address, day of saving, charset, a row of a list beside it.
    given = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = UploadItemQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.name
