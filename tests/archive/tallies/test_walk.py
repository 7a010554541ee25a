"""Whatever the desk does, in whatever order: the tallies are what a fresh count gives."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from archive import authority, publishing, tallies
from archive.models import Agency, AgencyChange, Article, UploadBatch, UploadItem
from archive.review import decisions, naming, undoing
from tests.archive.tallies.counting import assert_true
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Article.State
DATES = [
    *((None, "unknown"), ("2019-01-01", "year"), ("2019-03-01", "month")),
    *(("2019-03-08", "day"), ("2020-02-29", "day")),
]


class Desk:
    """Everything that moves an article in or out of the public, or to other counts. chance: what is done next."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.by: User = UserFactory(groups=["Reviewers"])
        AgencyFactory.create_batch(4)
        self.batch = UploadBatch.objects.create(uploaded_by=self.by)
        for _ in range(8):
            self.bring()

    def bring(self) -> None:
        day, precision = self.chance.choice(DATES)
        living = self.living()
        source, site = self.chance.choice([None, *living]), self.chance.choice([None, *living])
        mentions = self.chance.sample(living, min(len(living), self.chance.randrange(3)))
        article = ArticleFactory(
            published_on=day and datetime.date.fromisoformat(day),
            date_precision=precision,
            source=source,
            site=site,
            site_name=site.name if site else "",
            mentions=mentions,
        )
        UploadItem.objects.create(
            batch=self.batch, article=article, state=UploadItem.State.DRAFT, name=f"{article.pk}.html"
        )

    def publish(self) -> None:
        if article := self.one(State.DRAFT):
            publishing.publish(article, by=None)

    def publish_together(self) -> None:
        publishing.publish_together(list(Article.objects.filter(state=State.DRAFT)[:3]), by=None)

    def withdraw(self) -> None:
        if article := self.one(State.PUBLISHED):
            publishing.withdraw(article, by=self.by, reason="x", category="error")

    def restore(self) -> None:
        if article := self.one(State.WITHDRAWN):
            publishing.restore(article, by=self.by)

    def correct(self) -> None:
        """Another date, and another outlet, as a correction writes them."""
        if article := self.one(State.PUBLISHED):
            day, precision = self.chance.choice(DATES)
            article.published_on, article.date_precision = day and datetime.date.fromisoformat(day), precision
            article.source_name = self.chance.choice([one.name for one in self.living()])
            article.version += 1
            article.save()
            authority.link_agencies(article)
            publishing.announce_change(article, by=self.by)

    def name(self) -> None:
        if article := self.one(State.PUBLISHED):
            naming.name_agency(article, self.chance.choice(self.living()).name, kind="outlet", by=self.by)

    def take_off(self) -> None:
        article = self.one(State.PUBLISHED)
        link = article and article.agency_links.filter(role="mentioned").first()
        if link:
            naming.take_off(article, link.pk, by=self.by)

    def merge(self) -> None:
        living = self.living()
        if len(living) > 2:
            authority.merge(*self.chance.sample(living, 2), by=self.by)

    def take_back(self) -> None:
        """Undo the last change of an agency that can be undone."""
        if change := AgencyChange.objects.filter(undone_at=None).order_by("-pk").first():
            authority.undo(change, by=self.by)

    def rename(self) -> None:
        agency = self.chance.choice(self.living())
        authority.rename(agency, f"{agency.name}新", on="2020", by=self.by)

    def undo_batch(self) -> None:
        undoing.undo(self.batch, by=self.by, reason="x")

    def bring_back(self) -> None:
        undoing.bring_back(self.batch, by=self.by)

    def discard(self) -> None:
        if article := self.one(State.DRAFT):
            decisions.refuse(article, by=self.by, reason="x")

    def one(self, state: str) -> Article | None:
        return self.chance.choice([*Article.objects.filter(state=state), None])

    def living(self) -> list[Agency]:
        return list(Agency.objects.confirmed().order_by("pk"))


STEPS: list[Callable[[Desk], None]] = [
    *(Desk.bring, Desk.publish, Desk.publish, Desk.publish_together, Desk.withdraw, Desk.restore, Desk.correct),
    *(Desk.name, Desk.take_off, Desk.merge, Desk.take_back, Desk.rename, Desk.undo_batch, Desk.bring_back),
    Desk.discard,
]


def walk(seed: int, steps: int) -> None:
    desk = Desk(seed)
    for _ in range(steps):
        step = desk.chance.choice(STEPS)
        step(desk)
        assert_true()
    assert not tallies.recount() and not tallies.differs()


@pytest.mark.parametrize("seed", range(3))
def test_tallies_are_what_a_fresh_count_gives(seed: int, data: object) -> None:
    walk(seed, 25)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 130))
def test_tallies_are_what_a_fresh_count_gives_after_long_walks(seed: int, data: object) -> None:
    walk(seed, 60)
