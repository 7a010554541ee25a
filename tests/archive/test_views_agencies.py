"""Outlets and government bodies."""

from __future__ import annotations

import datetime

import pytest

from archive.models import Agency
from archive.views import agency_lists
from tests.factories import AgencyFactory, ArticleFactory


def publish(source=None, **fields):
    return ArticleFactory(state="published", source=source, **fields)


class TestList:
    def test_names_stand_in_the_order_of_their_pinyin_whatever_their_script(self, client, db):
        names = [
            "远汀社",
            "汐城晚报",
            "濱海電訊",
            "Harbour Post",
            "南方日報",
            "鹿灣時報",
            "南岸新闻",
            "重庆潮报",
            "崇明杂志",
        ]
        for name in names:
            publish(AgencyFactory(name=name))
        listed = client.get("/agencies/").context["parts"][0].page
        assert [one.name for _section, one in listed] == [
            *(
                "濱海電訊",
                "崇明杂志",
                "重庆潮报",
                "Harbour Post",
                "鹿灣時報",
                "南岸新闻",
                "南方日報",
                "汐城晚报",
                "远汀社",
            ),
        ]

    def test_bodies_are_grouped_by_level_from_the_centre_down(self, client, db):
        for level in ("county", "", "central", "municipal"):
            publish(AgencyFactory(kind="government", level=level))
        sections = client.get("/en/agencies/?kind=government").context["parts"][0].sections
        assert [level for level, _sections in sections] == ["Central", "Municipal", "County", ""]

    def test_bodies_of_a_level_are_grouped_by_province_in_the_order_of_its_codes(self, client, db):
        for name, region in (
            ("赣州局", "江西省赣州市"),
            ("南京局", "江苏省南京市"),
            ("南昌局", "江西省南昌市"),
            ("某局", ""),
        ):
            publish(AgencyFactory(name=name, kind="government", level="municipal", region=region))
        ((_level, sections),) = client.get("/en/agencies/?kind=government").context["parts"][0].sections
        assert [(section.title, [one.name for one in found]) for section, found in sections] == [
            ("Region not stated", ["某局"]),
            ("江苏省", ["南京局"]),
            ("江西省", ["南昌局", "赣州局"]),
        ]

    def test_outlets_have_a_letter_index_that_leads_to_the_page_of_the_letter(self, client, db, monkeypatch):
        monkeypatch.setattr(agency_lists, "PAGE", 2)
        for name in ("36日报", "北岸报", "崇明报", "成洲报"):
            publish(AgencyFactory(name=name))
        page = client.get("/en/agencies/?kind=outlet")
        ((_level, jumps),) = page.context["parts"][0].jumps
        assert [(one.section.title, one.count, one.page) for one in jumps] == [("0–9", 1, 1), ("B", 1, 1), ("C", 2, 2)]
        assert 'href="?kind=outlet&amp;page=2#initial-C"' in page.content.decode()
        assert 'id="initial-C"' in client.get("/en/agencies/?kind=outlet&page=2").content.decode()

    def test_a_name_is_found_by_its_words_in_either_script(self, client, db):
        for name in ("南岸新聞", "北岸新闻"):
            publish(AgencyFactory(name=name))
        found = client.get("/agencies/?name=南岸新闻").context["parts"][0].page
        assert [one.name for _section, one in found] == ["南岸新聞"]
        assert "No name has these words." in client.get("/en/agencies/?name=zzz").content.decode()

    def test_an_agency_counts_an_article_once_whatever_its_roles(self, client, db):
        outlet = AgencyFactory(name="汐城晚报")
        publish(outlet, mentions=[outlet])
        part = client.get("/agencies/").context["parts"][0]
        assert [(one.name, one.count) for _section, one in part.page] == [("汐城晚报", 1)]

    def test_a_candidate_is_not_listed(self, client, db):
        publish(AgencyFactory(name="候选快讯", confirmed=False))
        assert "候选快讯" not in client.get("/agencies/").content.decode()

    @pytest.mark.parametrize("kind", ["", "x", "outlet", "government"])
    def test_any_kind_asked_for_gives_a_page(self, client, db, kind):
        assert client.get(f"/agencies/?kind={kind}").status_code == 200

    def test_queries_do_not_grow_with_the_agencies(self, client, db, django_assert_num_queries):
        for _ in range(2):
            publish(AgencyFactory())
            with django_assert_num_queries(3):  # each kind, and when anything changed last
                client.get("/agencies/")
            for _ in range(5):
                publish(AgencyFactory())


class TestPage:
    @pytest.fixture
    def body(self, db) -> Agency:
        return AgencyFactory(name="汐城市水务局", kind="government", level="municipal", aliases=["市水务局"])

    def test_roles_are_counted_and_narrow_the_list(self, client, body):
        own, other = publish(body, title="公告"), publish(mentions=[body], title="消息")
        page = client.get(f"/agencies/{body.slug}/")
        assert page.context["roles"] == [("", 2), ("source", 1), ("mentioned", 1)]
        for role, article in (("source", own), ("mentioned", other)):
            listed = client.get(f"/agencies/{body.slug}/?role={role}").context["page"].articles
            assert [one.pk for one in listed] == [article.pk]

    def test_a_year_narrows_the_list_and_the_chart_leads_to_it(self, client, body):
        publish(body, published_on=datetime.date(2020, 1, 2))
        publish(body, published_on=datetime.date(2021, 1, 2))
        page = client.get(f"/agencies/{body.slug}/?year=2020")
        assert [article.published_on.year for article in page.context["page"].articles] == [2020]
        assert 'href="?year=2021"' in page.content.decode()

    def test_the_oldest_can_come_first_and_the_undated_come_last(self, client, body):
        for day in (datetime.date(2021, 1, 2), None, datetime.date(2020, 1, 2)):
            publish(body, published_on=day)
        page = client.get(f"/agencies/{body.slug}/?sort=oldest").context["page"].articles
        assert [article.published_on and article.published_on.year for article in page] == [2020, 2021, None]

    @pytest.mark.parametrize(
        "query",
        [
            "role=x",
            "year=0000",
            "year=99999",
            "year=２０２４",
            "year=-1",
            "sort=evil",
            "page=x",
            "after=x",
            "before=~~9",
        ],
    )
    def test_an_odd_question_is_answered_as_if_it_had_not_been_asked(self, client, body, query):
        publish(body)
        assert len(client.get(f"/agencies/{body.slug}/?{query}").context["page"].articles) == 1

    def test_pages_are_twenty_long_and_lose_nothing(self, client, body):
        made = {publish(body).pk for _ in range(45)}
        address, pages = f"/agencies/{body.slug}/", []
        while address:
            pages.append(client.get(address).context["page"])
            address = pages[-1].after and f"/agencies/{body.slug}/?after={pages[-1].after}"
        assert [len(page.articles) for page in pages] == [20, 20, 5]
        assert {article.pk for page in pages for article in page.articles} == made

    def test_page_links_keep_the_other_conditions(self, client, body):
        for _ in range(21):
            publish(body)
        page = client.get(f"/en/agencies/{body.slug}/?role=source").content.decode()
        assert 'href="?role=source&amp;after=2024-09-12~~' in page and 'rel="next"' in page

    def test_aliases_and_the_body_above_are_shown(self, client, body):
        city = AgencyFactory(name="汐城市人民政府", kind="government")
        Agency.objects.filter(pk=body.pk).update(parent=city)
        publish(body, mentions=[city])
        page = client.get(f"/agencies/{body.slug}/").content.decode()
        assert "市水务局</span>" in page
        assert f'href="{city.get_absolute_url()}"' in page

    def test_a_body_above_that_no_public_article_names_is_left_out(self, client, body):
        Agency.objects.filter(pk=body.pk).update(parent=AgencyFactory(name="无人提及厅"))
        publish(body)
        assert "无人提及厅" not in client.get(f"/agencies/{body.slug}/").content.decode()

    def test_it_announces_its_own_feed(self, client, body):
        publish(body)
        assert f'href="/agencies/{body.slug}/feed/"' in client.get(f"/agencies/{body.slug}/").content.decode()

    def test_queries_do_not_grow_with_the_articles(self, client, body, django_assert_max_num_queries):
        for _ in range(2):
            publish(body, mentions=[AgencyFactory()])
            with django_assert_max_num_queries(9):
                client.get(f"/agencies/{body.slug}/")
            for _ in range(30):
                publish(body, mentions=[AgencyFactory()])


@pytest.mark.parametrize("address", ["/agencies/%00/", "/agencies/%00/feed/", "/agencies/%7F/", "/a/%00/"])
def test_control_characters_in_an_address_lead_nowhere(client, db, address):
    assert client.get(address).status_code == 404
