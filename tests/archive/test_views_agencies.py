"""Outlets and government bodies."""

from __future__ import annotations

import datetime

import pytest

from archive.models import Agency
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
        listed = client.get("/agencies/").context["parts"][0]["groups"][0][1]
        assert [one.name for one in listed] == [
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
        groups = client.get("/en/agencies/?kind=government").context["parts"][0]["groups"]
        assert [level for level, _agencies in groups] == ["Central", "Municipal", "County", ""]

    def test_an_agency_counts_an_article_once_whatever_its_roles(self, client, db):
        outlet = AgencyFactory(name="汐城晚报")
        publish(outlet, mentions=[outlet])
        part = client.get("/agencies/").context["parts"][0]
        assert [(one.name, one.count) for one in part["groups"][0][1]] == [("汐城晚报", 1)]

    def test_a_candidate_is_not_listed(self, client, db):
        publish(AgencyFactory(name="候选快讯", confirmed=False))
        assert "候选快讯" not in client.get("/agencies/").content.decode()

    @pytest.mark.parametrize("kind", ["", "x", "outlet", "government"])
    def test_any_kind_asked_for_gives_a_page(self, client, db, kind):
        assert client.get(f"/agencies/?kind={kind}").status_code == 200

    def test_queries_do_not_grow_with_the_agencies(self, client, db, django_assert_num_queries):
        for _ in range(2):
            publish(AgencyFactory())
            with django_assert_num_queries(1):
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
        assert [article.pk for article in client.get(f"/agencies/{body.slug}/?role=source").context["page"]] == [own.pk]
        assert [one.pk for one in client.get(f"/agencies/{body.slug}/?role=mentioned").context["page"]] == [other.pk]

    def test_a_year_narrows_the_list_and_the_chart_leads_to_it(self, client, body):
        publish(body, published_on=datetime.date(2020, 1, 2))
        publish(body, published_on=datetime.date(2021, 1, 2))
        page = client.get(f"/agencies/{body.slug}/?year=2020")
        assert [article.published_on.year for article in page.context["page"]] == [2020]
        assert 'href="?year=2021"' in page.content.decode()

    def test_the_oldest_can_come_first_and_the_undated_come_last(self, client, body):
        for day in (datetime.date(2021, 1, 2), None, datetime.date(2020, 1, 2)):
            publish(body, published_on=day)
        page = client.get(f"/agencies/{body.slug}/?sort=oldest").context["page"]
        assert [article.published_on and article.published_on.year for article in page] == [2020, 2021, None]

    @pytest.mark.parametrize(
        "query", ["role=x", "year=0000", "year=99999", "year=２０２４", "year=-1", "sort=evil", "page=x"]
    )
    def test_an_odd_question_is_answered_as_if_it_had_not_been_asked(self, client, body, query):
        publish(body)
        assert len(client.get(f"/agencies/{body.slug}/?{query}").context["page"]) == 1

    def test_pages_are_twenty_long_and_lose_nothing(self, client, body):
        made = {publish(body).pk for _ in range(45)}
        pages = [client.get(f"/agencies/{body.slug}/?page={number}").context["page"] for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [20, 20, 5]
        assert {article.pk for page in pages for article in page} == made

    def test_page_links_keep_the_other_conditions(self, client, body):
        for _ in range(21):
            publish(body)
        page = client.get(f"/en/agencies/{body.slug}/?role=source").content.decode()
        assert 'href="?role=source&amp;page=2" rel="next"' in page

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

    def test_queries_do_not_grow_with_the_articles(self, client, body, django_assert_num_queries):
        for _ in range(2):
            publish(body, mentions=[AgencyFactory()])
            with django_assert_num_queries(6):
                client.get(f"/agencies/{body.slug}/")
            for _ in range(30):
                publish(body, mentions=[AgencyFactory()])


@pytest.mark.parametrize("address", ["/agencies/%00/", "/agencies/%00/feed/", "/agencies/%7F/", "/a/%00/"])
def test_control_characters_in_an_address_lead_nowhere(client, db, address):
    assert client.get(address).status_code == 404
