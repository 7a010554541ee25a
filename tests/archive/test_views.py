"""The front page, the article page, the notices and what holds for every public page."""

from __future__ import annotations

import datetime
import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from archive import publishing, tallies
from archive.models import Article, Finding, TextBlock
from archive.reading import Passage, Withdrawn, look_up, number_paragraphs
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory, UserFactory

CHINA = datetime.timezone(datetime.timedelta(hours=8))


@pytest.fixture
def rows(db) -> list[Article]:
    outlet = AgencyFactory(name="南岬新聞")
    return [ArticleFactory(state="published", source=outlet) for _ in range(3)]


def grow(outlet, days: int = 1) -> None:
    for day in range(days):
        ArticleFactory(
            state="published", source=outlet, mentions=[outlet], published_on=datetime.date(2024, 9, 12 + day)
        )


class TestFrontPage:
    def test_an_empty_archive_says_so(self, client, db):
        assert "Nothing has been published yet." in client.get("/en/").content.decode()

    def test_the_newest_article_leads(self, client, rows):
        ArticleFactory(state="published", title="更早的一篇", published_on=datetime.date(2020, 1, 1))
        ArticleFactory(state="published", title="最新的一篇", published_on=datetime.date(2025, 1, 1))
        newest = client.get("/").context["newest"]
        assert (newest[0].title, newest[-1].title) == ("最新的一篇", "更早的一篇")

    def test_holdings_have_thousands_commas(self, client, rows):
        made = Article.objects.bulk_create(
            Article(state="published", body=["一"], published_on=datetime.date(2001, 1, 2), date_precision="day")
            for _ in range(1200)
        )
        tallies.settle([one.pk for one in made])
        page = client.get("/en/").content.decode()
        assert "<strong>1,203</strong>" in page
        assert 'aria-label="2001, 1,200 articles"' in page

    def test_this_day_in_other_years(self, client, rows):
        day = timezone.localdate().replace(year=2000)  # a leap year, so every day has its like
        ArticleFactory(state="published", title="往年的今天", published_on=day)
        assert [article.title for article in client.get("/").context["past"]] == ["往年的今天"]

    def test_an_article_known_by_the_month_is_in_no_day_of_the_calendar(self, client, db):
        ArticleFactory(state="published", published_on=datetime.date(2024, 9, 1), date_precision="month")
        ArticleFactory(state="published", published_on=datetime.date(2024, 9, 12))
        month = client.get("/").context["months"][-1]
        assert {cell.day.day: cell.count for week in month.weeks for cell in week if cell and cell.count} == {12: 1}

    def test_queries_do_not_grow_with_the_articles(self, client, rows, django_assert_max_num_queries):
        for _ in range(2):
            with django_assert_max_num_queries(11):
                client.get("/")
            grow(rows[0].source, days=15)


class TestArticlePage:
    def test_it_shows_what_is_known(self, client, db):
        article = ArticleFactory(
            title="三号海堤昨日合龙",
            original_title="汐城三号海堤提前合龙",
            kicker="汛期之前抢工期",
            subtitle="比原定日期早了九天",
            source=AgencyFactory(name="汐城晚报"),
            site=AgencyFactory(name="远汀网"),
            site_name="远汀网",
            authors=["沈砚舟", "陆知微"],
            editors=["何汀"],
            url="https://news.example.test/1",
            published_at=datetime.datetime(2024, 9, 12, 6, 31, tzinfo=CHINA),
            capture=CaptureFactory(sha256="9f" * 32, size=48_211),
            evidence={"published": [{"quote": "2024-09-12 06:31", "where": "block", "block": 1, "used": True}]},
            mentions=[AgencyFactory(name="汐城市水务局")],
        )
        publishing.publish(article, by=None)
        page = client.get(f"/en/a/{article.public_id}/").content.decode()
        for words in (
            '<h1 class="headline" lang="zh-Hans">三号海堤昨日合龙</h1>',
            "汐城三号海堤提前合龙",
            "汛期之前抢工期",
            "比原定日期早了九天",
            "远汀网",
            "沈砚舟, 陆知微",
            "何汀",
            "汐城市水务局",
            '<time datetime="2024-09-12T06:31+08:00">September 12, 2024, 06:31</time>',
            "2024-09-12 06:31</td>",
            'href="https://news.example.test/1" rel="external nofollow noopener noreferrer"',
            "9f" * 32,
            "48,211 bytes",
            "text/html, GB18030",
            "Version 1",
        ):
            assert words in page, words

    def test_paragraphs_are_numbered_and_sub_headings_are_not(self, client, db):
        article = ArticleFactory(state="published", body=["第一段。", "小标题", "第二段。"])
        TextBlock.objects.create(article=article, position=1, text="小标题", cleaned="小标题", role="heading")
        page = client.get(f"/a/{article.public_id}/").content.decode()
        assert '<p id="p2">' in page
        assert '<h2 id="h1">小标题</h2>' in page
        assert 'id="p3"' not in page

    def test_a_paragraph_with_the_words_of_a_later_heading_stays_a_paragraph(self):
        passages = number_paragraphs(["甲", "乙", "甲"], ["乙"])
        assert passages == [Passage("甲", 1), Passage("乙", None), Passage("甲", 2)]

    def test_the_text_bears_its_own_language(self, client, db):
        article = ArticleFactory(state="published", script="hant", title="海堤合龍", body=["堤岸。"])
        page = client.get(f"/a/{article.public_id}/").content.decode()
        assert '<html lang="zh-Hans"' in page
        assert '<div class="prose" lang="zh-Hant">' in page

    def test_uploaded_markup_is_text(self, client, db):
        nasty = '"><img src=x onerror=alert(1)>'
        article = ArticleFactory(
            state="published", title=nasty, body=[nasty], source_name=nasty, site_name=nasty, original_title=nasty,
            kicker=nasty, subtitle=nasty,
            authors=[nasty], editors=[nasty], evidence={"published": [{"quote": nasty, "where": nasty, "used": True}]},
        )  # fmt: skip
        for path in (f"/a/{article.public_id}/", "/", "/dates/2024/9/12/"):
            assert b"<img" not in client.get(path).content

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " http://a.test", "//a.test"])
    def test_only_web_addresses_become_links(self, client, db, address):
        article = ArticleFactory(state="published", url=address)
        assert f'href="{address}' not in client.get(f"/a/{article.public_id}/").content.decode()

    def test_an_untitled_article_is_called_by_its_first_words(self, client, db):
        article = ArticleFactory(state="published", title="", body=["今晚潮位与道路提示，请沿堤居民注意。"])
        page = client.get(f"/en/a/{article.public_id}/").content.decode()
        assert "The page bears no title" in page
        assert ">今晚潮位与道路提示，请沿堤居民注意。</h1>" in page

    @pytest.mark.parametrize(
        ("day", "precision", "shown"),
        [
            (datetime.date(2024, 9, 1), "month", "September 2024</time>"),
            (datetime.date(2024, 1, 1), "year", "2024</time>"),
            (None, "unknown", "<span>Unknown</span>"),
        ],
    )
    def test_a_date_is_shown_as_far_as_it_is_known(self, client, db, day, precision, shown):
        article = ArticleFactory(state="published", published_on=day, date_precision=precision)
        assert shown in client.get(f"/en/a/{article.public_id}/").content.decode()

    @pytest.mark.parametrize(
        ("where", "shown"),
        [
            ("block", "Text of the page"),
            ("url", "Address of the page"),
            ("meta:pubdate", "Metadata: meta:pubdate"),
            ("front matter:date", "Front matter: date"),
        ],
    )
    def test_evidence_says_where_it_stood(self, client, db, where, shown):
        evidence = {"published": [{"quote": "2024-09-12", "where": where, "block": None, "used": False}]}
        page = client.get(f"/en/a/{ArticleFactory(state='published', evidence=evidence).public_id}/").content.decode()
        assert f'<th scope="row">{shown}</th>' in page
        assert "<td>Not taken</td>" in page

    def test_personal_data_beside_the_date_is_masked_in_its_evidence(self, client, db):
        quote = "2024-09-12 联系人 13900000000"
        article = ArticleFactory(
            state="published", evidence={"published": [{"quote": quote, "where": "block", "used": True}]}
        )
        Finding.objects.create(article=article, kind=Finding.Kind.MOBILE_NUMBER, text="13900000000")
        page = client.get(f"/a/{article.public_id}/").content.decode()
        assert "2024-09-12 联系人" in page
        assert "13900000000" not in page

    def test_an_unconfirmed_agency_is_named_but_not_linked(self, client, db):
        candidate = AgencyFactory(name="某某快讯", confirmed=False)
        article = ArticleFactory(state="published", source=candidate)
        page = client.get(f"/a/{article.public_id}/").content.decode()
        assert "某某快讯" in page
        assert candidate.get_absolute_url() not in page

    def test_queries_do_not_grow_with_blocks_and_links(self, client, rows, django_assert_max_num_queries):
        article = rows[0]
        for round_ in range(2):
            # Six of its own, and six for what stands around it; the search for similar articles asks for the outbox,
            # and every few seconds what is public.
            with django_assert_max_num_queries(15):
                client.get(f"/a/{article.public_id}/")
            for place in range(20):
                position = round_ * 20 + place
                TextBlock.objects.create(article=article, position=position, text="题", cleaned="题", role="heading")
                Finding.objects.create(article=article, kind="id-number", text=f"{position}x")
                article.agency_links.create(agency=AgencyFactory(), role="mentioned")


class TestVersions:
    def test_only_what_readers_could_see_is_listed(self, client, db):
        article = ArticleFactory()
        publishing.keep_revision(article, by=None, note="before the release")
        publishing.publish(article, by=None)
        publishing.announce_change(article, by=None, note="a figure corrected")
        publishing.withdraw(article, by=None, reason="wrong")
        publishing.announce_change(article, by=None, note="while withdrawn")
        publishing.restore(article, by=None, reason="mended")
        revisions = client.get(f"/a/{article.public_id}/").context["revisions"]
        assert [revision.note for revision in revisions] == ["", "a figure corrected", ""]
        assert [revision.number for revision in revisions] == [5, 3, 2]


class TestWithdrawn:
    def test_a_notice_stands_at_the_address(self, client, db):
        article = ArticleFactory(title="机密的标题", body=["机密的正文"])
        publishing.publish(article, by=None)
        publishing.withdraw(article, by=None, reason="机密的理由")
        response = client.get(f"/en/a/{article.public_id}/")
        page = response.content.decode()
        assert response.status_code == 410
        assert timezone.localdate().strftime("%Y") in page
        assert "机密" not in page

    def test_all_that_is_looked_up_is_the_day(self, db):
        article = ArticleFactory(state="withdrawn")
        assert look_up(article.public_id) == Withdrawn(timezone.localdate())

    def test_restored_it_is_back(self, client, db):
        article = ArticleFactory()
        publishing.publish(article, by=None)
        publishing.withdraw(article, by=None, reason="wrong")
        publishing.restore(article, by=None)
        assert client.get(f"/a/{article.public_id}/").status_code == 200


PAGES = ["/", "/agencies/", "/dates/", "/dates/2024/", "/dates/2024/9/", "/dates/2024/9/12/", "/feed/", "/robots.txt"]


class TestEveryPage:
    @pytest.mark.parametrize("path", [*PAGES, "/a/zzz/"])
    def test_readers_get_no_cookie_and_caches_ask_before_each_use(self, client, rows, path):
        response = client.get(path)
        assert not response.cookies
        assert response["Cache-Control"] == "public, no-cache"
        assert "Cookie" not in response.get("Vary", "")

    @pytest.mark.parametrize("path", PAGES)
    def test_what_staff_see_is_kept_nowhere(self, rows, path):
        staff = Client()
        staff.force_login(UserFactory(groups=["Reviewers"]))
        assert staff.get(path)["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("path", [path for path in PAGES if path != "/robots.txt"])
    def test_no_inline_script_no_inline_style(self, client, rows, path):
        page = client.get(path).content.decode()
        scripts = re.findall(r"<script.*?</script>", page, re.DOTALL)
        assert all(re.fullmatch(r'<script src="/static/js/[\w-]+\.js" defer></script>', one) for one in scripts)
        assert "style=" not in page
        assert "<style" not in page

    @pytest.mark.parametrize(("prefix", "lang"), [("", "zh-Hans"), ("/zh-hant", "zh-Hant"), ("/en", "en")])
    def test_the_page_names_its_language_and_leads_to_the_others(self, client, rows, prefix, lang):
        page = client.get(f"{prefix}/dates/2024/9/12/?page=1").content.decode()
        assert f'<html lang="{lang}"' in page
        for other in ("/dates/2024/9/12/?page=1", "/zh-hant/dates/2024/9/12/?page=1", "/en/dates/2024/9/12/?page=1"):
            assert f'href="{other}"' in page

    @pytest.mark.parametrize("path", ["/", "/agencies/", "/dates/latest/", "/robots.txt"])
    def test_posting_is_not_allowed(self, client, rows, path):
        assert client.post(path).status_code == 405

    def test_the_feed_is_announced(self, client, rows):
        assert '<link rel="alternate" type="application/atom+xml" href="/feed/"' in client.get("/").content.decode()


class TestErrors:
    def test_500_needs_no_database_and_no_request(self):
        page = render_to_string("500.html")  # outside of any test with a database: a query would raise
        assert "static/css/site.css" in page

    def test_404_names_no_address(self, client, db):
        page = client.get("/en/secret-place/").content.decode()
        assert "secret-place" not in page
        assert "There is nothing at this address" in page

    def test_robots_keeps_crawlers_from_desk_and_results(self, client, db):
        lines = client.get("/robots.txt").content.decode().splitlines()
        closed = [f"Disallow: {prefix}/{name}/" for prefix in ("", "/zh-hant", "/en") for name in ("admin", "search")]
        assert lines[:8] == ["User-agent: *", *closed, ""]

    def test_the_icon_is_the_seal(self, client, db):
        assert client.get("/favicon.ico")["Location"].endswith("seal.svg")
