"""What is indexed of an article, and how much the database is asked for it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from haystack.fields import DateTimeField, IntegerField, MultiValueField
from haystack.indexes import CharField

from archive.models import Article
from search.documents import TextField, article_document, article_layout, document_of, layout_of
from search.engine.layout import Layout
from search.search_indexes import ArticleIndex
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db


def published(**fields: Any) -> Article:
    article = ArticleFactory(state=Article.State.PUBLISHED, **fields)
    return ArticleIndex().index_queryset().get(pk=article.pk)


def test_the_layout_is_that_of_the_fields() -> None:
    assert article_layout() == Layout(
        texts={"title": 3.0, "body": 1.0, "author": 1.0, "outlet": 1.0},
        default=("title", "body"),
        numbers=("day", "moment", "source", "family", "version"),
        labels=("script", "kind"),
        sets=("agencies", "places"),
    )


def test_each_line_of_a_text_is_a_paragraph_without_blanks_to_spare() -> None:
    row = published(
        title="三号海堤　昨日合龙",
        kicker="汐城\n新闻",
        subtitle=" ",
        body=["  平潮时分\u2028合龙。 ", "", "AI\x0b与 海堤"],
        authors=["马长河", "东山人"],
        editors=["李月"],
        source_name="汐城晚报",
        site_name="月河网",
    )
    texts = article_document(row).texts
    assert texts == {
        "title": "三号海堤 昨日合龙\n汐城 新闻",
        "body": "平潮时分 合龙。\nAI 与 海堤",
        "author": "马长河\n东山人\n李月",
        "outlet": "汐城晚报\n月河网",
    }


def test_columns_hold_what_is_known_and_confirmed() -> None:
    outlet, bureau = AgencyFactory(), AgencyFactory(kind="government", region="江西省南昌市")
    mentioned_outlet, candidate = AgencyFactory(region="浙江省"), AgencyFactory(confirmed=False, region="湖北省")
    row = published(
        source=bureau,
        site=outlet,
        mentions=[mentioned_outlet, candidate],
        dateline="新华社北京9月30日电",
        published_on=datetime.date(2024, 9, 30),
        script=Article.Script.HANT,
    )
    document = article_document(row)
    moment = datetime.date(2024, 9, 30).toordinal() * 1441
    numbers = {"day": 20240930, "moment": moment, "source": bureau.pk, "family": row.pk, "version": row.version}
    assert document.numbers == numbers
    assert document.labels == {"script": "hant", "kind": "government"}
    assert document.sets["agencies"] == tuple(sorted([outlet.pk, bureau.pk, mentioned_outlet.pk]))
    assert document.sets["places"] == (11, 36, 3601)


def test_an_article_of_which_nothing_is_known_has_no_values() -> None:
    document = article_document(published(published_on=None, source=None))
    assert set(document.numbers) == {"family", "version"}
    assert (document.labels["kind"], document.sets) == ("", {"agencies": (), "places": ()})


def test_what_no_encoding_can_write_is_replaced() -> None:
    layout = layout_of({"body": TextField(document=True)})
    assert document_of({"django_id": "7", "body": "海\ud800堤"}, layout).texts == {"body": "海?堤"}


def test_kinds_of_fields_that_the_index_cannot_keep_are_refused() -> None:
    fields = {"a": IntegerField(), "b": MultiValueField(), "c": CharField(faceted=True)}
    assert layout_of(fields) == Layout({}, (), numbers=("a",), labels=("c",), sets=("b",))
    with pytest.raises(TypeError, match="moment"):
        layout_of({"moment": DateTimeField()})


def test_many_articles_cost_as_few_queries_as_one(django_assert_num_queries: Any) -> None:
    agency = AgencyFactory(kind="government", region="江西省")
    for _ in range(5):
        ArticleFactory(state=Article.State.PUBLISHED, source=agency, mentions=[AgencyFactory(), agency])
    ArticleFactory(source=agency)
    with django_assert_num_queries(2):
        documents = [article_document(row) for row in ArticleIndex().index_queryset()]
    assert [len(document.sets["agencies"]) for document in documents] == [2] * 5
