"""Browsing by year, month and day."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.views.calendars import HeatScale, round_down, weeks
from archive.views.charts import MOST_YEARS, year_chart
from tests.factories import AgencyFactory, ArticleFactory

DAY = datetime.date(2024, 9, 12)


def publish(day: datetime.date | None = DAY, **fields):
    return ArticleFactory(state="published", published_on=day, **fields)


class TestYears:
    def test_years_without_articles_stay_visible(self, client, db):
        publish(datetime.date(2019, 5, 1))
        publish(datetime.date(2022, 5, 1))
        rows = client.get("/dates/").context["open_rows"]
        assert [(row.year, row.count) for row in rows] == [(2022, 1), (2021, 0), (2020, 0), (2019, 1)]

    def test_a_date_known_by_the_year_counts_in_no_month(self, client, db):
        publish(datetime.date(2022, 1, 1), date_precision="year")
        row = client.get("/dates/").context["open_rows"][0]
        assert (row.count, [cell.count for cell in row.months]) == (1, [0] * 12)

    def test_articles_without_a_date_have_a_list(self, client, db):
        article = publish(None)
        assert "1 article of unknown date" in client.get("/en/dates/").content.decode()
        assert f"/a/{article.public_id}/" in client.get("/dates/unknown/").content.decode()


class TestYear:
    def test_every_day_is_there_with_its_count(self, client, db):
        publish()
        months = client.get("/dates/2024/").context["months"]
        cells = [cell for month in months for week in month.weeks for cell in week if cell]
        assert len(cells) == 366
        assert [cell.day for cell in cells if cell.count] == [DAY]

    def test_what_is_known_by_year_or_month_is_listed(self, client, db):
        publish(datetime.date(2024, 1, 1), date_precision="year", title="只知其年")
        assert "只知其年" in client.get("/dates/2024/").content.decode()


class TestMonth:
    def test_days_without_articles_are_shown_and_can_be_opened(self, client, db):
        publish()
        page = client.get("/en/dates/2024/9/").content.decode()
        assert 'href="/en/dates/2024/9/11/"><span class="vh">September 11, no articles</span>' in page
        assert 'href="/en/dates/2024/9/12/"><span class="vh">September 12, 1 article</span>' in page

    def test_outlets_of_the_month_are_counted_there(self, client, db):
        outlet = AgencyFactory(name="汐城晚报")
        publish(source=outlet)
        publish(datetime.date(2024, 8, 1), source=outlet)
        assert [(one.name, one.count) for one in client.get("/dates/2024/9/").context["outlets"]] == [("汐城晚报", 1)]


class TestDay:
    def test_outlets_with_most_articles_come_first(self, client, db):
        few, many = AgencyFactory(name="甲报"), AgencyFactory(name="乙报")
        publish(source=few)
        publish(source=many)
        publish(source=many)
        publish(source=None, source_name="")
        papers = client.get("/dates/2024/9/12/").context["papers"]
        assert [(outlet, len(articles)) for outlet, _count, articles in papers] == [("乙报", 2), ("", 1), ("甲报", 1)]

    def test_an_article_without_a_source_stands_under_the_site_that_carried_it(self, client, db):
        site = AgencyFactory(name="南岬新聞")
        publish(source=None, source_name="", site=site, site_name="南岬新聞")
        page = client.get("/dates/2024/9/12/")
        assert [outlet for outlet, _count, _articles in page.context["papers"]] == ["南岬新聞"]
        assert f'<a href="{site.get_absolute_url()}" lang="zh-Hant">南岬新聞</a>' in page.content.decode()

    def test_an_empty_day_says_so_and_leads_on(self, client, db):
        publish(datetime.date(2024, 9, 1))
        publish(datetime.date(2024, 9, 20))
        page = client.get("/en/dates/2024/9/12/").content.decode()
        assert "No article of this day is in the archive." in page
        assert "September 1, 2024" in page
        assert "September 20, 2024" in page

    def test_a_long_day_has_pages_and_loses_nothing(self, client, db):
        outlets = AgencyFactory.create_batch(3)
        made = {publish(source=outlets[number % 3]).pk for number in range(120)}
        first = client.get("/dates/2024/9/12/").context["page"]
        second = client.get(f"/dates/2024/9/12/?after={first.after}").context["page"]
        seen = [article.pk for page in (first, second) for _outlet, article in page.articles]
        assert (len(seen), set(seen), second.after) == (120, made, None)
        again = client.get(f"/dates/2024/9/12/?before={second.before}").context["page"]
        assert [article.pk for _outlet, article in again.articles] == seen[:60]

    def test_a_moment_late_at_night_belongs_to_the_day_in_china(self, client, db):
        at = datetime.datetime(2024, 9, 11, 17, 30, tzinfo=datetime.UTC)  # 01:30 on the 12th there
        publish(published_at=at)
        assert "01:30" in client.get("/dates/2024/9/12/").content.decode()

    @pytest.mark.parametrize(
        "path", ["2024/13/1/", "2024/2/30/", "0/1/1/", "10000/1/1/", "2023/9/12/", "99999999999/1/1/"]
    )
    def test_a_date_that_is_none_or_lies_outside_is_not_found(self, client, db, path):
        publish()
        assert client.get(f"/dates/{path}").status_code == 404

    @pytest.mark.parametrize("page", ["0", "-1", "x", "9999999999999999999999", ""])
    def test_an_odd_page_number_still_gives_a_page(self, client, db, page):
        publish()
        assert client.get(f"/dates/2024/9/12/?page={page}").status_code == 200

    def test_the_ends_of_the_calendar_have_pages_like_any_day(self, client, db):
        publish(datetime.date.max)
        publish(datetime.date.min)
        for path in ("9998/12/31/", "2/1/1/", "9999/12/31/", "1/1/1/"):
            assert client.get(f"/dates/{path}").status_code in (200, 404)
        assert client.get("/").status_code == client.get("/dates/").status_code == 200

    def test_the_latest_day_is_one_click_away(self, client, db):
        assert client.get("/dates/latest/")["Location"] == "/dates/"
        publish()
        assert client.get("/dates/latest/")["Location"] == "/dates/2024/9/12/"

    def test_queries_do_not_grow_with_the_articles(self, client, db, django_assert_num_queries):
        for _ in range(2):
            publish(source=AgencyFactory())
            with django_assert_num_queries(6):
                client.get("/dates/2024/9/12/")
            for _ in range(10):
                publish(source=AgencyFactory())


class TestHeat:
    @given(st.lists(st.integers(0, 100_000), max_size=60))
    def test_more_articles_are_never_cooler(self, counts):
        scale = HeatScale.of(counts)
        steps = [scale.step(count) for count in sorted(counts)]
        assert steps == sorted(steps)
        assert all((step == 0) == (count == 0) for step, count in zip(steps, sorted(counts), strict=True))
        assert max(steps, default=0) <= 5

    @given(st.lists(st.integers(1, 5_000), min_size=1, max_size=60))
    def test_the_legend_says_what_the_steps_are(self, counts):
        scale = HeatScale.of(counts)
        for step, low, high in scale.legend():
            assert scale.step(low) == step
            assert high is None or scale.step(high) == step

    @pytest.mark.parametrize(("count", "shown"), [(7, 7), (23, 20), (312, 300), (1464, 1400)])
    def test_steps_begin_at_round_figures(self, count, shown):
        assert round_down(count) == shown

    def test_weeks_begin_on_monday(self):
        first = weeks(2024, 9, {}, HeatScale(()), range(2024, 2025))[0]
        assert [cell.day.day if cell else None for cell in first] == [None] * 6 + [1]


class TestChart:
    def test_gaps_are_kept_and_the_tallest_year_fills_the_picture(self):
        chart = year_chart({2010: 5, 2012: 10}, height=100)
        assert [(bar.year, bar.height) for bar in chart.bars[-3:]] == [(2010, 50), (2011, 0), (2012, 100)]

    def test_one_wrong_date_does_not_make_the_bars_too_thin(self):
        chart = year_chart({1601: 3, 2024: 10}, height=100)
        assert len(chart.bars) == MOST_YEARS
        assert chart.earlier == 3

    def test_nothing_gives_no_chart(self):
        assert year_chart({}, height=100) is None
