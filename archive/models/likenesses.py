"""Likenesses: which articles share their text, and the sketch of each text by which the others are found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


def whole_percent(part: float) -> int:
    """Return a part of 0 to 1 in whole per cent, rounded down, without the error of binary fractions."""
    return int(part * 100 + 1e-9)


class Sketch(models.Model):
    """What is kept of one article's text to compare it by. Made of the body, and made again when that changes."""

    article = models.OneToOneField(
        "archive.Article", primary_key=True, on_delete=models.CASCADE, related_name="sketch", verbose_name=_("article")
    )
    version = models.PositiveSmallIntegerField(_("version of the method"))
    #: Of the text without marks and white space, in one script: equal for equal words.
    digest = models.CharField(_("checksum of the words"), max_length=32, blank=True, db_index=True)
    size = models.PositiveIntegerField(_("number of fingerprints"))
    kept = models.PositiveIntegerField(_("number of fingerprints kept"))
    #: Of a discarded article: nothing is compared with it until it comes back.
    dormant = models.BooleanField(_("compared with nothing"), default=False)

    class Meta:
        verbose_name = _("sketch")
        verbose_name_plural = _("sketches")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.size}"


class Fingerprint(models.Model):
    """A fingerprint that a sketch holds. The index by value is the whole look-up: who else holds it?"""

    value = models.BigIntegerField()
    sketch = models.ForeignKey(Sketch, on_delete=models.CASCADE, related_name="fingerprints")

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        constraints = [models.UniqueConstraint(fields=["value", "sketch"], name="fingerprint_once_per_sketch")]

    def __str__(self) -> str:
        return f"{self.value:x}"


class LikenessQuerySet(models.QuerySet["Likeness"]):
    def living(self) -> LikenessQuerySet:
        """Those of two articles of which neither is discarded."""
        gone = models.Q(article__state="discarded") | models.Q(other__state="discarded")
        return self.exclude(gone)


class Likeness(models.Model):
    """Two articles that share at least half of the shorter one's text. `article` is the one that came later."""

    class Kind(models.TextChoices):
        EXACT_TEXT = "exact-text", _("The same words")
        NEAR = "near", _("Nearly the same")
        CONTAINED = "contained", _("Part of the other")
        CONTAINS = "contains", _("Holds the other")

    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="likenesses_of_later")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    share = models.FloatField(_("share of the article that the other holds"))
    other_share = models.FloatField(_("share of the other that the article holds"))
    #: What tells the reviewer of `article`; gone once the likeness is.
    finding = models.OneToOneField("archive.Finding", null=True, on_delete=models.SET_NULL, related_name="likeness")

    objects = LikenessQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("likeness")
        verbose_name_plural = _("likenesses")
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="likeness_once_per_pair"),
            models.CheckConstraint(condition=models.Q(article__gt=models.F("other")), name="likeness_later_first"),
            models.CheckConstraint(
                condition=models.Q(share__range=(0, 1), other_share__range=(0, 1)), name="likeness_shares_are_parts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id}: {self.containment:.0%}"

    @property
    def containment(self) -> float:
        """The part of the shorter text that the longer one holds, 0 to 1."""
        return max(self.share, self.other_share)

    @property
    def percent(self) -> int:
        """The containment in whole per cent, rounded down: 100 only where nothing is missing."""
        return whole_percent(self.containment)
