"""Articles: the cleaned text, what is known of it and from which words, and who may see it."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.findings import Finding

# No vowels and no look-alikes: an id can be read over the telephone and never spells a word.
_ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def new_public_id() -> str:
    """Ten random characters, about 47 bits: stable, and tells nothing about the article."""
    number = secrets.randbelow(len(_ID_ALPHABET) ** 10)
    return "".join(_ID_ALPHABET[number // len(_ID_ALPHABET) ** place % len(_ID_ALPHABET)] for place in range(10))


#: How many other findings one that blocks publication outweighs in the line of drafts: more than any page has.
_BLOCKING_WEIGHS = 10_000


def _how_many(findings: models.QuerySet[Any, Any]) -> Coalesce:
    counted = findings.annotate(count=models.Count("pk")).values("count")
    return Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self) -> ArticleQuerySet:
        """The one gate: every public page, feed, API answer, facet and snippet reads through it."""
        return self.filter(state=Article.State.PUBLISHED)

    def waiting(self) -> ArticleQuerySet:
        """What a reviewer still has to decide, the oldest first."""
        return self.filter(state=Article.State.DRAFT).order_by("created_at", "pk")

    def weigh(self) -> int:
        """Settle the place of these articles in the line of drafts by what is open in them now; return how many.

        Done when a draft comes or comes back, and not when somebody works on it: the line does not move under them.
        """
        open_ones = Finding.objects.open().filter(article=models.OuterRef("pk")).order_by().values("article")
        blocking = open_ones.filter(kind__in=Finding.PERSONAL_DATA, in_body=True)
        flags = open_ones.exclude(kind=Finding.Kind.PINYIN)
        urgency = _how_many(blocking) * _BLOCKING_WEIGHS + _how_many(flags)
        return self.update(urgency=urgency)

    def newest_first(self) -> ArticleQuerySet:
        """By the day and minute of publication; articles of unknown date come last."""
        return self.order_by(
            models.F("published_on").desc(nulls_last=True), models.F("published_at").desc(nulls_last=True), "-pk"
        )

    def on(self, day: datetime.date) -> ArticleQuerySet:
        """Articles known to have appeared on this very day."""
        return self.filter(published_on=day, date_precision__in=[Article.Precision.MINUTE, Article.Precision.DAY])


class Article(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RETURNED = "returned", _("Returned")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        # Refused by a reviewer, or undone with its batch: out of every list, yet kept, and it can be taken back.
        DISCARDED = "discarded", _("Discarded")

    class Script(models.TextChoices):
        HANS = "hans", _("Simplified")
        HANT = "hant", _("Traditional")
        MIXED = "mixed", _("Mixed")
        NONE = "none", _("Not Chinese")

    class Precision(models.TextChoices):
        MINUTE = "minute", _("To the minute")
        DAY = "day", _("Day")
        MONTH = "month", _("Month")
        YEAR = "year", _("Year")
        UNKNOWN = "unknown", _("Unknown")

    public_id = models.CharField(_("public id"), max_length=16, unique=True, default=new_public_id, editable=False)
    # NULL where there is none: NULLs are distinct, empty strings would not be.
    external_id = models.CharField(_("external id"), max_length=200, null=True, blank=True, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, db_index=True)

    title = models.CharField(_("title"), max_length=400, blank=True)
    original_title = models.CharField(_("original title"), max_length=400, blank=True)
    kicker = models.CharField(_("kicker"), max_length=400, blank=True, help_text=_("引题, the line above the title."))
    subtitle = models.CharField(_("subtitle"), max_length=400, blank=True, help_text=_("副题, the line below it."))
    dateline = models.CharField(_("dateline"), max_length=120, blank=True, help_text=_("As in 新华社北京9月30日电."))
    body = models.JSONField(_("body"), default=list, help_text=_("Paragraphs and sub-headings, in order."))
    script = models.CharField(_("script"), max_length=6, choices=Script, default=Script.NONE)

    # The day is that of China Standard Time; the moment is known only when the page states a time of day.
    published_on = models.DateField(_("date of publication"), null=True, blank=True, db_index=True)
    published_at = models.DateTimeField(_("time of publication"), null=True, blank=True)
    date_precision = models.CharField(
        _("precision of the date"), max_length=8, choices=Precision, default=Precision.UNKNOWN
    )

    source = models.ForeignKey(
        "archive.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sourced",
        verbose_name=_("source"),
    )
    source_name = models.CharField(_("source as printed"), max_length=120, blank=True)
    site = models.ForeignKey(
        "archive.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="republished",
        verbose_name=_("republishing site"),
    )
    site_name = models.CharField(_("republishing site as printed"), max_length=120, blank=True)
    authors = models.JSONField(_("authors"), default=list, blank=True)
    editors = models.JSONField(_("editors"), default=list, blank=True)
    url = models.URLField(_("original address"), max_length=1000, blank=True)
    #: {"title": [{"quote", "where", "block", "used"}], …}: the words that each field was read from.
    evidence = models.JSONField(default=dict, blank=True)
    agencies = models.ManyToManyField("archive.Agency", through="ArticleAgency", related_name="articles")

    capture = models.ForeignKey(
        "archive.Capture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name=_("capture"),
    )
    # One counter for every change: a save with an older number is refused instead of overwriting a colleague.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("updated by")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_articles",
        verbose_name=_("assigned to"),
    )
    desk_note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For the desk alone: readers never see it.")
    )
    #: Where it stands in the line of drafts: settled by `ArticleQuerySet.weigh`, the greatest first.
    urgency = models.PositiveIntegerField(default=0, editable=False)
    released_at = models.DateTimeField(_("released at"), null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("released by")
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            # All that lists by date are ordered and grouped by, so that no long row is read but those that are shown.
            models.Index(
                fields=["state", "-published_on", "-published_at", "-id", "date_precision", "source", "site"],
                name="article_public_by_day",
            ),
            # What is known by its month or year alone.
            models.Index(fields=["state", "date_precision", "-published_on"], name="article_by_precision"),
            # The articles before and after one in its outlet.
            models.Index(fields=["source", "state", "published_on", "id"], name="article_by_outlet_day"),
            models.Index(fields=["state", "-urgency", "created_at", "id"], name="article_in_line"),
            # What the queue counts by, without reading the long rows themselves.
            models.Index(fields=["state", "source", "site", "created_by"], name="article_line_filters"),
            models.Index(fields=["state", "-released_at", "-id"], name="article_by_release"),
            # What changed since, for harvesters and sitemaps; with the source, so that no long row is read to skip it.
            models.Index(fields=["state", "updated_at", "id", "source"], name="article_by_change"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(date_precision="unknown", published_on__isnull=True)
                | models.Q(published_on__isnull=False) & ~models.Q(date_precision="unknown"),
                name="article_date_has_precision",
            )
        ]
        permissions = [
            ("upload_article", "Can upload pages"),
            ("review_article", "Can review, publish and return articles"),
            ("withdraw_article", "Can withdraw and restore articles"),
            ("open_sealed_original", "Can open the sealed originals of masked and withdrawn articles"),
        ]

    def __str__(self) -> str:
        return self.title or self.opening

    def get_absolute_url(self) -> str:
        return reverse("archive:article", args=[self.public_id])

    @property
    def opening(self) -> str:
        """The first words of the body, at most 30 characters: what an untitled article is called in lists."""
        first = self.body[0] if self.body else ""
        return first if len(first) <= 30 else f"{first[:30]}…"

    @property
    def text(self) -> str:
        """The whole body, one paragraph a line."""
        return "\n".join(self.body)

    @property
    def lang(self) -> str:
        """BCP 47 tag of the text, so that a browser takes the right glyphs."""
        return {"hans": "zh-Hans", "hant": "zh-Hant", "mixed": "zh"}.get(self.script, "")


class ArticleAgency(models.Model):
    """An agency's part in an article, with the words that say so."""

    class Role(models.TextChoices):
        SOURCE = "source", _("Source")
        REPUBLISHER = "republisher", _("Republisher")
        MENTIONED = "mentioned", _("Mentioned")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="agency_links")
    agency = models.ForeignKey("archive.Agency", on_delete=models.PROTECT, related_name="article_links")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    evidence = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "agency", "role"], name="agency_role_once_per_article")
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.role})"


class TextBlock(models.Model):
    """One block of the decoded page in its order. Cleaning only marks blocks, so it can be undone."""

    class Role(models.TextChoices):
        TITLE = "title", _("Title")
        CREDIT = "credit", _("Read into fields")
        HEADING = "heading", _("Sub-heading")
        PARAGRAPH = "paragraph", _("Paragraph")
        CAPTION = "caption", _("Caption")
        REMOVED = "removed", _("Removed")

    class Reason(models.TextChoices):
        ADVERTISEMENT = "advertisement", _("Advertisement")
        COPYRIGHT = "copyright", _("Copyright notice")
        DUPLICATE_TITLE = "duplicate-title", _("Title repeated")
        FOOTER = "footer", _("Footer")
        IMAGE = "image", _("Image notice")
        NAVIGATION = "navigation", _("Navigation")
        RELATED = "related", _("Related links")
        REVIEWER = "reviewer", _("Cut by a reviewer")
        SHARE = "share", _("Share bar")
        SPAM = "spam", _("Spam")
        TEASER = "teaser", _("Teaser of another article")
        WIDGET = "widget", _("Page widget")

    BODY_ROLES = (Role.HEADING, Role.PARAGRAPH)

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveIntegerField()
    text = models.TextField(_("text as decoded"))
    cleaned = models.TextField(_("cleaned text"), blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role)
    reason = models.CharField(_("reason of removal"), max_length=16, choices=Reason, blank=True)
    rule = models.CharField(_("rule that fired"), max_length=80, blank=True)
    readings = models.JSONField(default=list, blank=True)
    # What ingest made of the block, while a person holds it to be something else: role, reason, rule, and the cleaned
    # text where there was none. None where nobody changed its role.
    was = models.JSONField(null=True, blank=True)
    # Where the block stood on the page, so that a reviewer can make a rule of it.
    tag = models.CharField(max_length=20, blank=True)
    path = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="block_position_once_per_article"),
            models.CheckConstraint(
                condition=models.Q(role="removed") ^ models.Q(reason=""),
                name="removed_block_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["rule"], name="block_by_rule")]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def in_body(self) -> bool:
        return self.role in self.BODY_ROLES
