"""The outbox and the records of purges; the words that staff add to the dictionary; what readers asked in vain.

A change is written in the transaction that makes it; the worker drains the outbox.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.text.folding import fold
from search.analysis.names import SHORTEST_NAME, is_chinese


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    def pending(self) -> IndexChangeQuerySet:
        """What is still to do, in the order in which it happened. No search finds these articles until it is done."""
        return self.filter(done_at__isnull=True).order_by("pk")

    def due(self) -> IndexChangeQuerySet:
        """What can be done now: pending, and not set aside until later."""
        return self.pending().filter(models.Q(retry_at__isnull=True) | models.Q(retry_at__lte=timezone.now()))

    def set_aside(self) -> IndexChangeQuerySet:
        """What could not be done; the error says why."""
        return self.pending().exclude(error="")

    def unpurged(self) -> IndexChangeQuerySet:
        """What is done, while files of the index may still hold the words that the change took out of it."""
        return self.filter(done_at__isnull=False, purged_at__isnull=True)


class IndexChange(models.Model):
    class Action(models.TextChoices):
        INDEX = "index", _("Index")
        REMOVE = "remove", _("Remove")

    # A number and no foreign key: a change must outlive its article.
    article_pk = models.PositiveBigIntegerField(_("article"))
    action = models.CharField(_("action"), max_length=6, choices=Action)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True, db_index=True)
    # Set while the article could not be indexed: the others went on without it, and it is tried again.
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)
    retry_at = models.DateTimeField(_("tried again at"), null=True)
    #: Since when no file of the index holds what the change took out of it.
    purged_at = models.DateTimeField(_("purged at"), null=True)

    objects = IndexChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change to the index")
        verbose_name_plural = _("changes to the index")
        indexes = [
            models.Index(fields=["done_at"], condition=models.Q(purged_at__isnull=True), name="index_change_unpurged")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.article_pk}"


class IndexPurge(models.Model):
    """What a purge of the index files did, and what the search for remains in every byte of them found."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    changes = models.PositiveIntegerField(_("changes"), help_text=_("Withdrawals and corrections that it settled."))
    documents = models.PositiveIntegerField(_("documents taken out"))
    traces = models.PositiveIntegerField(_("lines and words looked for"))
    files = models.PositiveIntegerField(_("files searched"))
    size = models.PositiveBigIntegerField(_("bytes searched"))
    remains = models.PositiveIntegerField(_("remains found"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("purge of the index")
        verbose_name_plural = _("purges of the index")

    def __str__(self) -> str:
        told = {"files": self.files, "size": self.size, "remains": self.remains}
        return _("%(files)d files, %(size)d bytes searched, %(remains)d remains found") % told


class DictionaryWord(models.Model):
    """A name that the general dictionary does not know, so that a rebuilt index holds it as one word."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        AGENCY = "agency", _("Agency")
        CAMPAIGN = "campaign", _("Campaign")
        OTHER = "other", _("Other")

    word = models.CharField(
        _("word"), max_length=30, help_text=_("Three Chinese characters or more, in either script.")
    )
    key = models.CharField(_("folded word"), max_length=30, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PERSON)
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        ordering = ["word"]
        verbose_name = _("dictionary word")
        verbose_name_plural = _("dictionary words")

    def __str__(self) -> str:
        return self.word

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = fold(self.word)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """One run of at least SHORTEST_NAME Chinese characters, that is not there yet in either script."""
        self.word = self.word.strip()
        if not is_chinese(fold(self.word)):
            raise ValidationError({"word": _("Chinese characters only: no blanks, letters, digits or marks.")})
        if len(self.word) < SHORTEST_NAME:
            raise ValidationError({"word": _("At least three characters: shorter words are found as they are.")})
        if DictionaryWord.objects.filter(key=fold(self.word)).exclude(pk=self.pk).exists():
            raise ValidationError({"word": _("This word is in the dictionary already, in this script or the other.")})


class MissedQuery(models.Model):
    """What readers asked for and did not find, and how often. Nothing tells who asked."""

    query = models.CharField(_("query"), max_length=60, unique=True)
    count = models.PositiveIntegerField(_("times asked"), default=1)
    last_asked = models.DateField(_("last asked"))

    class Meta:
        ordering = ["-count", "-last_asked", "query"]
        verbose_name = _("query without results")
        verbose_name_plural = _("queries without results")
        indexes = [models.Index(fields=["count", "last_asked"], name="missed_query_least_asked")]

    def __str__(self) -> str:
        return self.query
