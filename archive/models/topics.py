"""Topics: series of articles that staff put together, with an introduction for readers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.articles import Article
from archive.text.reading_order import sort_key
from archive.text.scripts import Script, count_han, detect

#: BCP 47 tags of the scripts that a browser has glyphs for.
_LANGS = {Script.HANS: "zh-Hans", Script.HANT: "zh-Hant", Script.MIXED: "zh"}


def lang_of(words: str) -> str:
    """BCP 47 tag of what staff wrote for readers: "zh" where characters do not tell the script, "" without any."""
    return _LANGS.get(detect(words).script, "zh" if count_han(words) else "")


class TopicQuerySet(models.QuerySet["Topic"]):
    def shown(self) -> TopicQuerySet:
        """Topics that readers may see. What they see of their articles goes through Article.objects.public()."""
        return self.filter(state=Topic.State.SHOWN)


class Topic(models.Model):
    class State(models.TextChoices):
        PREPARED = "prepared", _("In preparation")
        SHOWN = "shown", _("Shown to readers")

    title = models.CharField(_("title"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    introduction = models.TextField(
        _("introduction"), max_length=8000, blank=True, help_text=_("Plain text; an empty line begins a paragraph.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PREPARED, editable=False)
    #: The title as a Chinese reader looks it up.
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    articles = models.ManyToManyField("archive.Article", through="archive.TopicArticle", related_name="topics")
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "title"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        permissions = [("edit_topic", "Can put topics together and show them to readers")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.title)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("archive:topic", args=[self.slug])

    @property
    def paragraphs(self) -> list[str]:
        """The introduction's paragraphs."""
        parts = self.introduction.replace("\r\n", "\n").split("\n\n")
        return [part.strip() for part in parts if part.strip()]

    @property
    def lang(self) -> str:
        """BCP 47 tag of the title by the script of its words, so that a browser takes the right glyphs."""
        return lang_of(self.title)

    @property
    def introduction_lang(self) -> str:
        return lang_of(self.introduction)


class TopicArticleQuerySet(models.QuerySet["TopicArticle"]):
    def of_public_articles(self) -> TopicArticleQuerySet:
        """Those whose article readers may see; whether they may know of the topic is another question.

        Asked of each entry by itself: a join lets a database begin with all public articles there are.
        """
        return self.filter(models.Exists(Article.objects.public().filter(pk=models.OuterRef("article"))))


class TopicArticle(models.Model):
    """An article's place in a topic. note: why it stands there, for readers."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="entries", verbose_name=_("topic"))
    article = models.ForeignKey(
        "archive.Article", on_delete=models.CASCADE, related_name="topic_entries", verbose_name=_("article")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )

    objects = TopicArticleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["topic", "article"], name="article_once_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.article_id}"
