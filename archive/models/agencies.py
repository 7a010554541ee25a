"""Agencies: news outlets and government bodies, one authority record each, found by any of their names."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.text.folding import fold
from archive.text.reading_order import sort_key


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


class AgencyAlias(models.Model):
    """A name under which pages mention the agency. The canonical name is an alias too, so one look-up finds all."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(_("folded name"), max_length=120, db_index=True, editable=False)

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
