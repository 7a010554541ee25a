"""Families of reprints: what is laid below what, and what is said of it."""

from __future__ import annotations

import datetime
from itertools import combinations
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.duplicates import came_first, family_of
from archive.duplicates.clauses import telling_clause
from archive.duplicates.lineage import SHOWN, Basis, Branch
from archive.models import Article, Likeness
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db
TITLE = "三号海堤提前合龙"


def page(day: int | None = 12, *, site: str = "", source: str = "汐城晚报", **fields: Any) -> Article:
    """A public page of September 2024; with a site that names another outlet as its source it is a reprint."""
    known = {"title": TITLE, "state": "published", "published_on": datetime.date(2024, 9, day) if day else None}
    return ArticleFactory(source_name=source, site_name=site, **(known | fields))


def alike(*articles: Article, kind: str = "near", share: float = 0.9) -> None:
    """Link each with each other."""
    for one, other in combinations(sorted(articles, key=lambda each: each.pk), 2):
        Likeness.objects.create(article=other, other=one, kind=kind, share=share, other_share=share)


def drawn(article: Article) -> list[Any]:
    """The family as nested lists of outlets."""
    family = family_of(article)
    return [_drawn(branch) for branch in family.top] if family else []


def _drawn(branch: Branch) -> Any:
    return [branch.outlet, *map(_drawn, branch.below)] if branch.below else branch.outlet


def line_of(article: Article, seen_from: Article) -> Branch:
    family = family_of(seen_from)
    waiting = list(family.top) if family else []
    while waiting:
        branch = waiting.pop()
        if branch.article == article:
            return branch
        waiting += branch.below
    raise AssertionError("it is not in the family")


def test_the_outlet_that_reprints_name_stands_first_even_if_its_page_is_dated_later() -> None:
    reprint = page(12, site="远汀网")
    own = page(13)
    alike(own, reprint)
    assert drawn(reprint) == drawn(own) == [["汐城晚报", "远汀网"]]
    assert line_of(own, reprint).basis == Basis.NAMED


def test_a_reprint_of_a_reprint_hangs_below_it() -> None:
    own, reprint = page(12), page(13, site="远汀网")
    again = page(14, site="云渡在线", source="远汀网")
    alike(own, reprint, again)
    assert drawn(own) == [["汐城晚报", ["远汀网", "云渡在线"]]]


def test_an_outlet_whose_own_page_is_not_here_is_told_as_that() -> None:
    one, other = page(12, site="远汀网", source="新潮社"), page(13, site="云渡在线", source="新潮社")
    alike(one, other)
    family = family_of(one)
    assert family and drawn(one) == [["新潮社", "远汀网", "云渡在线"]]
    assert family.top[0].article is None


def test_where_nobody_names_a_source_the_earliest_stands_first_and_is_called_no_more_than_that() -> None:
    late, early = page(13, source="南岬新闻"), page(12)
    alike(late, early)
    assert drawn(late) == [["汐城晚报", "南岬新闻"]]
    assert line_of(early, late).basis == Basis.EARLIEST


@pytest.mark.parametrize("other", [{"day": 12}, {"day": None}, {"day": 1, "date_precision": "month"}])
def test_dates_that_do_not_tell_are_not_made_to(other: dict[str, Any]) -> None:
    one, vague = page(12), page(source="南岬新闻", **other)
    alike(one, vague)
    assert line_of(one, vague).basis == Basis.OPEN
    assert drawn(one) == [["汐城晚报", "南岬新闻"]]


def test_minutes_tell_where_both_pages_have_them() -> None:
    at = datetime.datetime(2024, 9, 12, 1, 0, tzinfo=datetime.UTC)
    late = page(12, source="南岬新闻", published_at=at + datetime.timedelta(minutes=5))
    early = page(12, published_at=at)
    alike(late, early)
    assert line_of(early, late).basis == Basis.EARLIEST


def test_two_that_only_this_page_holds_both_of_are_not_laid_below_each_other() -> None:
    one, other = page(12, source="甲报"), page(13, source="乙报")
    digest = page(14, source="文摘")
    alike(one, digest, kind="contains")
    alike(other, digest, kind="contains")
    assert drawn(digest) == [["甲报", "文摘"], "乙报"]


def test_a_new_headline_and_another_script_are_told_and_a_converted_headline_is_none() -> None:
    own = page(12)
    converted = page(13, site="滨海电讯", title="三號海堤 提前合龍", script="hant")
    retitled = page(14, site="远汀网", title="盐仓街告别看潮做饭")
    alike(own, converted, retitled)
    first, second = line_of(converted, own), line_of(retitled, own)
    assert (first.retitled, first.converted) == (False, True)
    assert (second.retitled, second.converted) == (True, False)


def test_each_line_says_how_it_is_like_this_page() -> None:
    whole, part = page(12), page(13, source="南岬新闻")
    Likeness.objects.create(article=part, other=whole, kind="contained", share=0.96, other_share=0.2)
    seen, turned = line_of(part, whole).alike, line_of(whole, part).alike
    assert seen and turned
    assert (seen.kind, seen.percent) == ("contains", 96)
    assert (turned.kind, turned.percent) == ("contained", 96)
    assert line_of(whole, whole).here and not line_of(part, whole).here


@pytest.mark.parametrize("state", [state for state in Article.State if state != Article.State.PUBLISHED])
def test_what_is_not_public_is_neither_shown_nor_counted(state: str) -> None:
    own, hidden = page(12), page(13, site="远汀网")
    alike(own, hidden)
    Article.objects.filter(pk=hidden.pk).update(state=state)
    assert family_of(own) is None


def test_of_a_large_family_some_are_shown_and_the_others_counted(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    pages = [page(12, title="", site=f"转载{number}") for number in range(SHOWN + 5)]
    alike(*pages)
    with django_assert_max_num_queries(4):
        family = family_of(pages[-1])
        assert family and all(branch.title for branch in family.top[0].below)
    assert (family.size, family.others) == (SHOWN + 5, 5)
    shown = [branch.article for branch in family.top[0].below]
    assert len(shown) == SHOWN and pages[-1] in shown
    assert family.words == "堤身沉降仍须观测两个汛期"


def test_an_article_of_its_own_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    one = page(12)
    with django_assert_num_queries(1):
        assert family_of(one) is None


def test_names_are_compared_by_the_agency_that_they_are() -> None:
    outlet = AgencyFactory(name="汐城晚报")
    own = ArticleFactory(state="published", source=outlet, source_name="晚报", title=TITLE)
    reprint = page(12, site="远汀网", source="汐城晚報")
    alike(own, reprint)
    assert line_of(own, reprint).basis == Basis.NAMED


def test_chains_of_names_stand_no_deeper_than_a_telephone_is_wide() -> None:
    pages = [page(1, source="零报")]
    for number in range(6):
        pages.append(page(2 + number, site=f"站{number}", source=f"站{number - 1}" if number else "零报"))
    alike(*pages)
    family = family_of(pages[0])
    assert family
    depth, branches = 0, list(family.top)
    while branches:
        branches = [one for branch in branches for one in branch.below]
        depth += 1
    assert depth == 4


def test_of_a_pair_the_named_comes_first_then_the_earlier_and_it_is_told_whether_that_is_known() -> None:
    own, reprint, other, undated = page(13), page(12, site="远汀网"), page(14, source="南岬"), page(None, source="无")
    assert came_first(reprint, own) == (own, reprint, True)
    assert came_first(other, own) == (own, other, True)
    assert came_first(undated, own) == (own, undated, False)


@pytest.mark.parametrize(
    ("body", "clause"),
    [
        (["短。"], ""),
        (["昨天上午，三号海堤在平潮时分合龙，全长 4.86 公里。"], "三号海堤在平潮时分合龙"),
        (['他说："汐城三号海堤已经提前四十天合龙"。'], "汐城三号海堤已经提前四十天合龙"),
        (["一" * 100], "一" * 24),
    ],
)
def test_a_clause_to_search_for_is_long_and_holds_no_mark(body: list[str], clause: str) -> None:
    assert telling_clause(body) == clause
