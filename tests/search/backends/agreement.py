"""The contract on agreement: random conditions over a random archive, each compared with reading every article."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Callable, Iterable

from django.utils import timezone
from haystack.query import SQ, SearchQuerySet

from archive import duplicates, publishing
from archive.models import Agency, Article
from archive.text.folding import fold
from search.analysis import occurrence
from search.indexing import indexer
from tests.factories import AgencyFactory, ArticleFactory
from tests.search.backends.newsroom import Newsroom

#: Characters that texts are made of, so few that many texts share a pair: in simplified and in traditional.
_SIMPLIFIED, _TRADITIONAL = "电网骗湾龙关门开东风马车书长河山海日月人", "電網騙灣龍關門開東風馬車書長河山海日月人"
_WORDS = ["AI", "covid", "2024", "5", "iPhone15", "，", "。", "“", "-"]
_ARTICLES, _ALL = 60, 100
#: What can be counted, and what can be searched by words alone.
COLUMNS = ("year", "month", "source", "script", "kind", "agencies", "places", "family")
_TEXTS = ("content", "title", "body", "author", "outlet")
_FIRST_DAY = datetime.date(2023, 11, 20)

#: What Haystack is asked, and whether an article fulfils it.
Condition = tuple[SQ, Callable[[Article], bool]]


class AgreementContract(Newsroom):
    """Sets, counts, facets and orders."""

    def test_random_conditions_find_what_reading_every_article_finds(self) -> None:
        archive = RandomArchive(seed=1)
        for _ in range(200):
            condition, holds = archive.condition(depth=3)
            expected = {article.pk for article in archive.articles if holds(article)}
            found = SearchQuerySet().filter(condition)
            assert {hit.pk for hit in found[:_ALL]} == expected, condition
            assert found.count() == len(expected), condition

    def test_facets_are_counted_over_what_random_conditions_find(self) -> None:
        archive = RandomArchive(seed=2)
        for _ in range(40):
            condition, holds = archive.condition(depth=2)
            found = SearchQuerySet().filter(condition)
            for name in COLUMNS:
                found = found.facet(name)
            counts = found.facet_counts()["fields"]
            for name in COLUMNS:
                values = [value for one in archive.articles if holds(one) for value in archive.values(one, name)]
                assert dict(counts[name]) == Counter(values), (condition, name)
                assert [count for _, count in counts[name]] == sorted(Counter(values).values(), reverse=True)

    def test_orders_of_random_conditions_are_those_of_the_database(self) -> None:
        archive = RandomArchive(seed=3)
        orders = [("-moment", "-pk"), ("moment", "pk"), ("-source", "pk"), ("source", "-moment", "-pk"), ("-pk",)]
        for number in range(40):
            condition, holds = archive.condition(depth=2)
            order = orders[number % len(orders)]
            expected = [article.pk for article in archive.ordered(order) if holds(article)]
            found = SearchQuerySet().filter(condition).order_by(*order)
            assert [hit.pk for hit in found[:_ALL]] == expected, (condition, order)
            start, stop = sorted(archive.chance.choices(range(len(expected) + 3), k=2))
            cut = SearchQuerySet().filter(condition).order_by(*order)[start:stop]
            assert [hit.pk for hit in cut] == expected[start:stop]

    def test_days_are_counted_in_spans_as_the_database_has_them(self) -> None:
        archive = RandomArchive(seed=4)
        for gap_by, amount in [("day", 1), ("day", 10), ("month", 1), ("month", 5), ("year", 1), ("day", 400)] * 3:
            condition, holds = archive.condition(depth=2)
            first = _FIRST_DAY + datetime.timedelta(days=archive.chance.randrange(300))
            end = first + datetime.timedelta(days=archive.chance.randrange(1, 700))
            found = SearchQuerySet().filter(condition).date_facet("day", first, end, gap_by, amount)
            spans = found.facet_counts()["dates"]["day"]
            starts = [start for start, _ in spans]
            assert starts[0] == first and starts == sorted(set(starts)) and starts[-1] < end
            days = [one.published_on for one in archive.articles if holds(one) and one.published_on]
            for (start, count), following in zip(spans, [*starts[1:], end], strict=True):
                assert count == sum(start <= day < following for day in days), (condition, start)


class RandomArchive:
    """Public articles with everything that can be asked for, in both scripts, some of them copies of others."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.outlets = [AgencyFactory() for _ in range(3)]
        bodies = [("江西省", "水利厅"), ("江西省南昌市", "水务局"), ("", "水利部")]
        self.bodies = [
            AgencyFactory(name=f"{region}{name}", region=region, kind=Agency.Kind.GOVERNMENT) for region, name in bodies
        ]
        self.candidate = AgencyFactory(name="月河快讯", confirmed=False)
        drafts = [self._draft(number) for number in range(_ARTICLES)]
        duplicates.compare(drafts)
        publishing.publish_together(drafts, by=None)
        while indexer.drain():
            pass
        self.articles = list(Article.objects.public().order_by("pk"))
        self.families = _families(self.articles)
        self._folded = {one.pk: {name: list(map(fold, _lines(one, name))) for name in _TEXTS} for one in self.articles}
        self._values = {one.pk: {name: self._values_of(one, name) for name in COLUMNS} for one in self.articles}

    def values(self, article: Article, name: str) -> list[object]:
        """What the article has under the name of a column, as the index is to have it."""
        return self._values[article.pk][name]

    def ordered(self, order: tuple[str, ...]) -> Iterable[Article]:
        """The articles in that order; those that have no value come last, in either direction."""
        rows = self.articles
        for key in reversed(order):
            name, descending = key.lstrip("-"), key.startswith("-")
            known = [one for one in rows if _sort_value(one, name) is not None]
            known.sort(key=lambda one: _sort_value(one, name), reverse=descending)
            rows = known + [one for one in rows if _sort_value(one, name) is None]
        return rows

    def condition(self, depth: int) -> Condition:
        """A random condition, of others if it may be deep."""
        if depth == 0 or self.chance.random() < 0.3:
            return self.chance.choice([self._words, self._words, self._column, self._span])()
        condition, holds = self.condition(depth - 1)
        if self.chance.random() < 0.25:
            return ~condition, lambda article: not holds(article)
        other, also = self.condition(depth - 1)
        if self.chance.random() < 0.5:
            return condition & other, lambda article: holds(article) and also(article)
        return condition | other, lambda article: holds(article) or also(article)

    def _values_of(self, article: Article, name: str) -> list[object]:
        day = article.published_on
        links = article.agency_links.filter(agency__confirmed=True).select_related("agency")
        match name:
            case "year" | "month":
                return [day.year * 100 + day.month if name == "month" else day.year] if day else []
            case "source":
                return [article.source_id] if article.source_id else []
            case "script":
                return [article.script]
            case "kind":
                return [article.source.kind] if article.source and article.source.confirmed else []
            case "agencies":
                return sorted({link.agency_id for link in links})
            case "family":
                return [self.families[article.pk]]
        government = [link.agency for link in links if link.agency.kind == Agency.Kind.GOVERNMENT]
        inside = {"江西省": {36}, "江西省南昌市": {36, 3601}, "": set()}
        codes = {code for agency in government for code in inside[agency.region]}
        return sorted(codes | ({81} if article.dateline else set()))

    def _words(self) -> Condition:
        """Words copied from some article, in either script, anywhere or in one text."""
        article = self.chance.choice(self.articles)
        field = self.chance.choice(["content", "content", "content", "title", "body", "author", "outlet"])
        line = self.chance.choice([line for line in _lines(article, field) if line] or ["海"])
        start = self.chance.randrange(len(line))
        words = line[start : start + self.chance.randint(1, 6)].strip() or "海"
        if self.chance.random() < 0.5:
            words = words.translate(str.maketrans(_SIMPLIFIED + _TRADITIONAL, _TRADITIONAL + _SIMPLIFIED))
        pattern = occurrence(fold(words))
        found = SQ(**{f"{field}__exact": words})
        return found, lambda one: any(map(pattern.search, self._folded[one.pk][field]))

    def _column(self) -> Condition:
        name = self.chance.choice(COLUMNS)
        there = sorted({value for one in self.articles for value in self.values(one, name)}, key=str)
        chosen = self.chance.sample(there, k=min(len(there), self.chance.randint(1, 3)))
        condition = SQ(**{f"{name}__in": chosen}) if len(chosen) > 1 else SQ(**{name: chosen[0]})
        return condition, lambda one: bool(set(chosen) & set(self.values(one, name)))

    def _span(self) -> Condition:
        first = _FIRST_DAY + datetime.timedelta(days=self.chance.randrange(600))
        last = first + datetime.timedelta(days=self.chance.randrange(300))
        condition, bounds = self.chance.choice(
            [
                (SQ(day__range=(first, last)), (first, last)),
                (SQ(day__gte=first) & SQ(day__lte=last), (first, last)),
                (SQ(day__gt=first), (first + datetime.timedelta(days=1), datetime.date.max)),
                (SQ(day__lt=last), (datetime.date.min, last - datetime.timedelta(days=1))),
            ]
        )
        return condition, lambda one: one.published_on is not None and bounds[0] <= one.published_on <= bounds[1]

    def _draft(self, number: int) -> Article:
        script = self.chance.choice(["hans", "hant"])
        unknown = self.chance.random() < 0.1
        day = _FIRST_DAY + datetime.timedelta(days=self.chance.randrange(600))
        at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(self.chance.randrange(24), 5)))
        body = [self._line(script, 30) for _ in range(self.chance.randint(1, 4))] + ["海" * 60]
        if number % 6 == 5:
            body = list(Article.objects.order_by("-pk")[0].body)
        return ArticleFactory(
            title=self._line(script, 8),
            kicker=self.chance.choice(["", self._line(script, 4)]),
            body=body,
            script=script,
            published_on=None if unknown else day,
            published_at=None if unknown or self.chance.random() < 0.5 else at,
            source=self.chance.choice([None, *self.outlets, *self.bodies[:1], self.candidate]),
            authors=self.chance.choice([[], ["马长河"], ["東山人", "Ann Lee"]]),
            mentions=self.chance.sample(self.bodies, k=self.chance.randrange(3)),
            dateline=self.chance.choice(["", "", "中新社香港12月1日电"]),
        )

    def _line(self, script: str, length: int) -> str:
        alphabet = _SIMPLIFIED if script == "hans" else _TRADITIONAL
        pieces = [self.chance.choice(alphabet) for _ in range(self.chance.randint(2, length))]
        for _ in range(length // 6):
            pieces.insert(self.chance.randrange(len(pieces)), self.chance.choice([*_WORDS, " "]))
        return "".join(pieces).strip() or "海"


def _lines(article: Article, field: str) -> list[str]:
    titles = [article.title, article.original_title, article.kicker, article.subtitle]
    match field:
        case "title":
            return titles
        case "body":
            return article.body
        case "author":
            return [*article.authors, *article.editors]
        case "outlet":
            return [article.source_name, article.site_name]
    return [*titles, *article.body]


def _families(articles: Iterable[Article]) -> dict[int, int]:
    """For each article the oldest that is linked to it as the same text, or itself."""
    found = {}
    for article in articles:
        like = [one.other.pk for one in duplicates.public_likenesses_of(article) if one.kind in ("exact-text", "near")]
        found[article.pk] = min([article.pk, *like])
    return found


def _sort_value(article: Article, name: str) -> object:
    if name == "moment":
        at = article.published_at
        return article.published_on and (article.published_on, at is not None, at and timezone.localtime(at).time())
    return article.source_id if name == "source" else article.pk
