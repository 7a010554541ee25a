"""Agencies: news outlets and government bodies, one authority record each, found by any of their names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.text.folding import fold
from archive.text.reading_order import sort_key

#: Characters of a date that is known to the year, the month or the day: 2018, 2018-03, 2018-03-19.
_DATE_FORMS = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}


def validate_partial_date(text: str) -> None:
    """Raise ValidationError unless the text is a year, a month or a day as ISO 8601 writes it."""
    try:
        datetime.datetime.strptime(text if text.isascii() else "", _DATE_FORMS[len(text)])
    except (KeyError, ValueError) as error:
        raise ValidationError(_("Write 2018, 2018-03 or 2018-03-19."), code="partial-date") from error


class AgencyQuerySet(models.QuerySet["Agency"]):
    def confirmed(self) -> AgencyQuerySet:
        """Agencies that a person vouches for. Only these have a public page."""
        return self.filter(confirmed=True)

    def candidates(self) -> AgencyQuerySet:
        """Names found on pages that wait for a person to confirm, merge or dismiss them."""
        return self.filter(confirmed=False, dismissed=False)

    def outlets(self) -> AgencyQuerySet:
        return self.filter(kind=Agency.Kind.OUTLET)

    def government(self) -> AgencyQuerySet:
        return self.filter(kind=Agency.Kind.GOVERNMENT)

    def named(self, name: str) -> Agency | None:
        """The agency that bears this name or alias in either script; None when none or more than one does."""
        found = list(self.filter(aliases__key=fold(name)).distinct()[:2])
        return found[0] if len(found) == 1 else None


class Agency(models.Model):
    class Kind(models.TextChoices):
        OUTLET = "outlet", _("News outlet")
        GOVERNMENT = "government", _("Government body")

    class Level(models.TextChoices):
        CENTRAL = "central", _("Central")
        PROVINCIAL = "provincial", _("Provincial")
        MUNICIPAL = "municipal", _("Municipal")
        COUNTY = "county", _("County")

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    level = models.CharField(_("level"), max_length=12, choices=Level, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("parent"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    confirmed = models.BooleanField(
        _("confirmed"), default=True, help_text=_("A candidate found on a page has no public page until confirmed.")
    )

    dismissed = models.BooleanField(
        _("dismissed"), default=False, editable=False, help_text=_("Not an agency: the name is not proposed again.")
    )
    #: The name as a Chinese reader looks it up: by pinyin, then tone.
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "name"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(confirmed=True, dismissed=True),
                name="dismissed_agency_is_not_confirmed",
                violation_error_message=_("A dismissed name has to be proposed again before it is confirmed."),
            )
        ]
        permissions = [("judge_candidate", "Can confirm, merge and dismiss candidate agencies")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("archive:agency", args=[self.slug])

    def clean(self) -> None:
        """An agency does not stand above itself, however long the way."""
        if self.pk and any(above.pk == self.pk for above in self.ancestors()):
            raise ValidationError({"parent": _("An agency cannot be its own parent.")})

    def ancestors(self) -> Iterator[Agency]:
        """The agencies above, the nearest first. Costs a query a step; where they run in a circle, each comes once."""
        above, seen = self.parent, set()
        while above and above.pk not in seen:
            seen.add(above.pk)
            yield above
            above = above.parent


class AgencyAlias(models.Model):
    """A name under which pages mention the agency. The canonical name is an alias too, so one look-up finds all."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(_("folded name"), max_length=120, db_index=True, editable=False)
    # When it was the agency's name, as far as that is known: a name that ended is a former one.
    since = models.CharField(
        _("in use since"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("Year, month or day."),
    )
    until = models.CharField(
        _("in use until"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("Year, month or day."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="alias_once_per_agency")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """A name does not end before it begins."""
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            raise ValidationError({"until": _("A name cannot end before it begins.")})

    def in_use(self, day: datetime.date) -> bool:
        """Whether the name may have been the agency's on this day."""
        text = day.isoformat()
        return text[: len(self.since)] >= self.since and text[: len(self.until)] <= (self.until or text)
