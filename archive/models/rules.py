"""Outlet rules: what a reviewer decided once for all pages of an outlet. Ingest and review follow the active ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from archive.models.articles import TextBlock
from archive.text.wording import Match

#: What TextBlock.rule says where one of these rules fired, before the rule's number.
PREFIX = "outlet:"


class OutletRuleQuerySet(models.QuerySet["OutletRule"]):
    def active(self) -> OutletRuleQuerySet:
        """The rules that are followed, the oldest first: the first that fires decides."""
        return self.filter(active=True).order_by("pk")


class OutletRule(models.Model):
    """One rule. Its outlet is an agency, or where none is known the host of the page's address."""

    class Kind(models.TextChoices):
        EXACT = Match.EXACT.value, _("Is exactly this text")
        BEGINS = Match.BEGINS.value, _("Begins with these words")
        CONTAINS = Match.CONTAINS.value, _("Contains these words")
        ELEMENT = Match.ELEMENT.value, _("Stands in this element of the page")

    outlet = models.ForeignKey(
        "archive.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rules",
        verbose_name=_("outlet"),
    )
    host = models.CharField(_("host"), max_length=253, blank=True)
    match = models.CharField(_("which blocks"), max_length=8, choices=Kind)
    words = models.CharField(_("words"), max_length=400)
    key = models.CharField(max_length=400, editable=False)
    role = models.CharField(_("become"), max_length=12, choices=TextBlock.Role)
    reason = models.CharField(_("reason of removal"), max_length=16, choices=TextBlock.Reason, blank=True)
    active = models.BooleanField(_("active"), default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("kept since"), auto_now_add=True)
    article = models.ForeignKey(
        "archive.Article", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("made from")
    )

    objects = OutletRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("outlet rule")
        verbose_name_plural = _("outlet rules")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outlet__isnull=False) ^ ~models.Q(host=""), name="rule_is_of_agency_or_host"
            ),
            models.CheckConstraint(condition=~models.Q(key=""), name="rule_has_words"),
            models.CheckConstraint(
                condition=models.Q(role="removed") ^ models.Q(reason=""), name="rule_that_removes_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_match_display()}: {self.words}"

    @property
    def name(self) -> str:
        """What TextBlock.rule says where this rule fired."""
        return f"{PREFIX}{self.pk}"

    @property
    def whose(self) -> str:
        """The outlet as people call it."""
        return self.outlet.name if self.outlet else self.host


def with_uses(rules: models.QuerySet[OutletRule]) -> models.QuerySet[OutletRule]:
    """Annotate rules with `uses`: how many blocks are what the rule made of them."""
    name = Concat(Value(PREFIX), Cast(OuterRef("pk"), models.CharField()))
    fired = TextBlock.objects.filter(rule=name).order_by().values("rule").annotate(count=Count("pk")).values("count")
    return rules.annotate(uses=Coalesce(Subquery(fired), 0))
