"""Tallies: where an article counts, what a few statements do to them, and what mends them."""

from __future__ import annotations

import datetime
import importlib
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive import holdings, publishing, tallies
from archive.models import Article, Tallied, Tally
from tests.archive.tallies.counting import assert_true, kept
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 9, 12)


def test_an_article_counts_by_its_date_its_release_and_its_agencies() -> None:
    outlet = AgencyFactory()
    publishing.publish(ArticleFactory(source=outlet, mentions=[outlet], published_on=DAY), by=None)
    today, own = timezone.localdate().isoformat(), f"agency/{outlet.pk}"
    assert kept() == dict.fromkeys(
        [
            *(("", ""), ("", "2024"), ("", "2024-09"), ("day", "2024-09-12"), ("added", today)),
            *((own, ""), (own, "2024"), (own, "2024-09")),
            *((f"{own}/source", ""), (f"{own}/source", "2024"), (f"{own}/mentioned", ""), (f"{own}/mentioned", "2024")),
        ],
        1,
    )


@pytest.mark.parametrize(
    ("day", "precision", "periods"),
    [
        (None, "unknown", {"", "unknown"}),
        (DAY, "year", {"", "2024"}),
        (DAY, "month", {"", "2024", "2024-09"}),
        (DAY, "day", {"", "2024", "2024-09"}),
    ],
)
def test_a_date_counts_as_far_as_it_is_known(day: datetime.date | None, precision: str, periods: set[str]) -> None:
    ArticleFactory(state="published", published_on=day, date_precision=precision)
    assert set(Tally.objects.filter(subject="").values_list("period", flat=True)) == periods


def test_the_day_of_release_is_that_of_china() -> None:
    late = datetime.datetime(2024, 9, 11, 17, 30, tzinfo=datetime.UTC)  # 01:30 on the 12th there
    ArticleFactory(state="published", released_at=late)
    assert ("added", "2024-09-12") in kept()


def test_a_draft_counts_nowhere() -> None:
    ArticleFactory(mentions=[AgencyFactory()])
    assert not kept() and not Tallied.objects.exists()


def test_a_withdrawn_article_is_in_no_count_any_more() -> None:
    article = ArticleFactory(mentions=[AgencyFactory()])
    publishing.publish(article, by=None)
    publishing.withdraw(article, by=None, reason="x", category="error")
    assert not kept() and not Tallied.objects.exists()
    assert holdings.span().count == 0


def test_what_is_not_committed_is_not_counted() -> None:
    article = ArticleFactory()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publishing.publish(article, by=None)
        raise ZeroDivisionError
    assert not kept()


def test_to_settle_twice_counts_once() -> None:
    article = ArticleFactory(state="published")
    tallies.settle([article.pk, article.pk])
    tallies.settle([article.pk])
    assert_true()


def test_a_thousand_articles_take_few_statements(django_assert_max_num_queries) -> None:
    outlets = AgencyFactory.create_batch(3)
    articles = [ArticleFactory(published_on=DAY.replace(day=n % 28 + 1), source=outlets[n % 3]) for n in range(100)]
    many = Article.objects.bulk_create(
        Article(body=["一"], published_on=DAY.replace(month=n % 12 + 1), date_precision="day") for n in range(1000)
    )
    keys = [one.pk for one in (*articles, *many)]
    Article.objects.filter(pk__in=keys).update(state="published", released_at=timezone.now())
    with django_assert_max_num_queries(45):
        tallies.settle(keys)
    assert_true()


def test_a_wrong_tally_hinders_no_withdrawal() -> None:
    article = ArticleFactory()
    publishing.publish(article, by=None)
    Tally.objects.update(count=0)
    assert publishing.withdraw(article, by=None, reason="x", category="error") is None
    assert holdings.span().count == 0


class TestRecount:
    @pytest.fixture
    def wrong(self) -> Article:
        """Tallies that are not true: one too high, one gone, one of nothing, an article counted nowhere."""
        first, second = (ArticleFactory(state="published", source=AgencyFactory()) for _ in range(2))
        Tally.objects.filter(subject="", period="").update(count=9)
        Tally.objects.filter(subject="day").delete()
        Tally.objects.create(subject="agency/999", period="", count=3)
        Tallied.objects.filter(pk=second.pk).delete()
        return first

    def test_it_mends_and_names_what_differs(self, wrong: Article) -> None:
        assert tallies.differs()
        found = {difference.place: (difference.kept, difference.counted) for difference in tallies.recount()}
        assert found == {("", ""): (9, 2), ("agency/999", ""): (3, 0), ("day", "2024-09-12"): (0, 2)}
        assert_true()
        assert not tallies.differs() and tallies.recount() == []

    def test_the_command_prints_what_it_mended(self, wrong: Article) -> None:
        out = StringIO()
        call_command("recount_holdings", stdout=out)
        assert "* *: 9 → 2" in out.getvalue() and "day 2024-09-12: 0 → 2" in out.getvalue()

    def test_the_desk_says_when_counts_differ(self, wrong: Article, client: Client) -> None:
        user: User = UserFactory(groups=["Reviewers"])
        client.force_login(user)
        assert "recount_holdings" in client.get("/en/admin/").content.decode()
        tallies.recount()
        assert "In step with the public articles." in client.get("/en/admin/").content.decode()


def test_the_migration_counts_what_was_there_before() -> None:
    outlet = AgencyFactory()
    ArticleFactory(state="published", source=outlet, mentions=[outlet])
    ArticleFactory(state="published", published_on=None)
    ArticleFactory(state="published", date_precision="year")
    ArticleFactory()
    Tally.objects.all().delete()
    Tallied.objects.all().delete()
    importlib.import_module("archive.migrations.0010_first_tallies").count_all(apps, None)
    assert_true()
    assert not tallies.recount()


def test_pages_tell_the_kept_counts(client: Client) -> None:
    outlet = AgencyFactory(name="汐城晚报")
    ArticleFactory(state="published", source=outlet)
    Tally.objects.filter(subject="").update(count=1234)
    assert "1,234 articles" in client.get("/en/dates/").content.decode()
    Tally.objects.filter(subject=tallies.of_agency(outlet.pk), period="").update(count=4321)
    assert "4,321" in client.get(reverse("archive:agencies")).content.decode()
