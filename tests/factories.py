"""Rows for tests: users in their groups, agencies, captures and articles in any state, valid by default."""

from __future__ import annotations

import datetime
import importlib
from typing import Any

import factory
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.utils import timezone

from archive import tallies
from archive.models import Agency, AgencyAlias, Article, ArticleAgency, Capture, Review, Topic, TopicArticle

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory):
    """A person. `groups=["Uploaders"]` makes them staff of those groups; every password is PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("person{}".format)
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def groups(self: User, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        if extracted:
            self.is_staff = True
            self.save(update_fields=["is_staff"])
            self.groups.add(*map(staff_group, extracted))


class AgencyFactory(factory.django.DjangoModelFactory):
    """A confirmed outlet, findable by its name; `aliases=["…"]` adds further names."""

    class Meta:
        model = Agency
        skip_postgeneration_save = True

    name = factory.Sequence("汐城晚报{}".format)
    slug = factory.Sequence("xicheng-{}".format)
    kind = Agency.Kind.OUTLET

    @factory.post_generation
    def aliases(self: Agency, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        for name in dict.fromkeys([self.name, *(extracted or [])]):
            AgencyAlias.objects.create(agency=self, name=name)


class CaptureFactory(factory.django.DjangoModelFactory):
    """What is known of a stored file. No bytes are written: use archive.storage for those."""

    class Meta:
        model = Capture

    sha256 = factory.Sequence("{:064x}".format)
    size = 48_211
    file_name = factory.Sequence("page{}.html".format)
    media_type = "text/html"
    charset = "gb18030"


class ArticleFactory(factory.django.DjangoModelFactory):
    """An article, by default a draft dated to the day.

    `published_on=None` makes its date unknown. A source that is an agency is linked as such, and so are the
    agencies in `mentions=[…]`. A public one is counted in the tallies; after a change behind the archive's back call
    archive.tallies.settle. A withdrawn article has the review that withdrew it. For a publication with its event,
    revision and outbox row call archive.publishing.publish on a draft.
    """

    class Meta:
        model = Article
        skip_postgeneration_save = True

    state = Article.State.DRAFT
    title = factory.Sequence("三号海堤昨日合龙（{}）".format)
    body = factory.LazyFunction(lambda: ["昨天上午十点二十分，三号海堤在平潮时分合龙。", "堤身沉降仍须观测两个汛期。"])
    script = Article.Script.HANS
    published_on = datetime.date(2024, 9, 12)
    published_at = None
    date_precision = factory.LazyAttribute(lambda article: likely_precision(article))
    source_name = factory.LazyAttribute(lambda article: article.source.name if article.source else "汐城晚报")
    source = None
    released_at = factory.LazyAttribute(
        lambda article: timezone.now() if article.state in ("published", "withdrawn") else None
    )

    @factory.post_generation
    def agency_rows(self: Article, create: bool, extracted: None, **kwargs: Any) -> None:
        for agency, role in ((self.source, "source"), (self.site, "republisher")):
            if agency is not None:
                ArticleAgency.objects.create(article=self, agency=agency, role=role)

    @factory.post_generation
    def mentions(self: Article, create: bool, extracted: list[Agency] | None, **kwargs: Any) -> None:
        for agency in extracted or []:
            ArticleAgency.objects.create(article=self, agency=agency, role=ArticleAgency.Role.MENTIONED)

    @factory.post_generation
    def counted(self: Article, create: bool, extracted: None, **kwargs: Any) -> None:
        if self.state == Article.State.PUBLISHED:
            tallies.settle([self.pk])

    @factory.post_generation
    def withdrawal(self: Article, create: bool, extracted: None, **kwargs: Any) -> None:
        if self.state == Article.State.WITHDRAWN:
            Review.objects.create(article=self, decision=Review.Decision.WITHDRAW, reason="test")


class TopicFactory(factory.django.DjangoModelFactory):
    """A topic that readers may see; `articles=[…]` stand in it, each also as (article, note)."""

    class Meta:
        model = Topic
        skip_postgeneration_save = True

    title = factory.Sequence("海堤专题{}".format)
    slug = factory.Sequence("topic-{}".format)
    introduction = "三号海堤自动工起的报道。"
    state = Topic.State.SHOWN

    @factory.post_generation
    def articles(self: Topic, create: bool, extracted: list[Any] | None, **kwargs: Any) -> None:
        for one in extracted or []:
            article, note = one if isinstance(one, tuple) else (one, "")
            TopicArticle.objects.create(topic=self, article=article, note=note)


def likely_precision(article: Any) -> str:
    """The precision that fits the dates given, so that the row passes the database's constraint."""
    if article.published_on is None:
        return Article.Precision.UNKNOWN
    return Article.Precision.MINUTE if article.published_at else Article.Precision.DAY


def staff_group(name: str) -> Group:
    """The group that the migration made. A transactional test empties the tables; then it is made again."""
    group = Group.objects.filter(name=name).first()
    if group is None:
        importlib.import_module("archive.migrations.0002_groups").make_groups(apps, None)
        importlib.import_module("archive.migrations.0004_newsroom_permissions").add_permissions(apps, None)
        importlib.import_module("archive.migrations.0009_reading_room_permissions").add_permissions(apps, None)
        importlib.import_module("search.migrations.0002_permissions").add_permissions(apps, None)
    return group or Group.objects.get(name=name)
