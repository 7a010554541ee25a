"""Findings: what a reviewer should look at first. Detectors write them, people settle them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingQuerySet(models.QuerySet["Finding"]):
    def open(self) -> FindingQuerySet:
        return self.filter(state=Finding.State.OPEN)

    def blocking(self) -> FindingQuerySet:
        """Personal data that readers would see: nothing is published while one of these stands open."""
        return self.open().filter(kind__in=Finding.PERSONAL_DATA, in_body=True)


class Finding(models.Model):
    class Kind(models.TextChoices):
        ID_NUMBER = "id-number", _("Possible ID number")
        MOBILE_NUMBER = "mobile-number", _("Possible mobile number")
        BANK_CARD = "bank-card", _("Possible bank card number")
        HK_ID = "hk-id", _("Possible Hong Kong identity card")
        TAIWAN_ID = "taiwan-id", _("Possible Taiwan identity card")
        PASSPORT = "passport", _("Possible passport number")
        LANDLINE = "landline", _("Possible private telephone")
        PLATE = "plate", _("Possible number plate")
        EMAIL = "email", _("Possible private e-mail address")
        HOME_ADDRESS = "home-address", _("Possible home address")
        PRIVATE = "private", _("Words that a person had masked")
        DATE_CONFLICT = "date-conflict", _("Dates disagree")
        NO_TITLE = "no-title", _("No title found")
        NO_DATE = "no-date", _("No date found")
        PINYIN = "pinyin", _("Pinyin in brackets moved aside")
        GARBLED = "garbled", _("Characters that cannot be read")
        MOJIBAKE = "mojibake", _("Text decoded twice")
        CHARSET = "charset", _("Charset label overruled")
        TRUNCATED = "truncated", _("Text seems cut off")
        ERROR_PAGE = "error-page", _("Error or login page")
        LIST_PAGE = "list-page", _("List of links")
        SEVERAL_ARTICLES = "several-articles", _("Several articles on one page")
        MACHINE_TITLE = "machine-title", _("Title seems machine-made")
        NOT_CHINESE = "not-chinese", _("Not Chinese")
        UNKNOWN_OUTLET = "unknown-outlet", _("Outlet not in the list")
        NEAR_DUPLICATE = "near-duplicate", _("Much the same as another article")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        MASKED = "masked", _("Masked")
        KEPT = "kept", _("Kept, with a reason")
        HARMLESS = "harmless", _("Not personal data")

    PERSONAL_DATA = (
        Kind.ID_NUMBER,
        Kind.MOBILE_NUMBER,
        Kind.BANK_CARD,
        Kind.HK_ID,
        Kind.TAIWAN_ID,
        Kind.PASSPORT,
        Kind.LANDLINE,
        Kind.PLATE,
        Kind.EMAIL,
        Kind.HOME_ADDRESS,
        Kind.PRIVATE,
    )

    #: What a person decided to leave readable: only such words stand uncovered.
    LET_BE = (State.KEPT, State.HARMLESS)

    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = models.TextField(_("words found"), blank=True)
    block = models.PositiveIntegerField(_("block"), null=True)
    # Where the words stand in the block's cleaned text, in characters; a mask finds them again by the words.
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    in_body = models.BooleanField(_("visible to readers"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("settled at"), null=True)
    note = models.CharField(_("reason"), max_length=200, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"

    @property
    def blocks_publication(self) -> bool:
        return self.state == self.State.OPEN and self.in_body and self.kind in self.PERSONAL_DATA
