"""The article's page in every mode: what changes, what never does, and what it costs."""

from __future__ import annotations

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import publishing
from archive.models import Article, TextBlock
from tests.archive.rendition.pages import BODY, MODES, make_article, page, publish, queries, removed_block
from tests.factories import AgencyFactory, ArticleFactory

#: Bytes of an article's page without its pictures, and queries that it costs, at most.
LARGEST_PAGE, MOST_QUERIES = 60_000, 15


@pytest.fixture
def article(db) -> Article:
    return publish(make_article())


def prose(html: str) -> str:
    return html[html.index('<div class="prose"') : html.index('<p class="art-end">')]


def bare(html: str) -> str:
    """The text without its tags, readings and numbers of paragraphs."""
    html = re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>|<a .*?</a>", "", html)
    return re.sub(r"<[^>]*>", "", html)


class TestScripts:
    def test_title_headings_and_text_are_converted(self, client, article):
        html = page(client, article, "script=tw")
        assert '<h1 class="headline" lang="zh-Hant-TW">三號海堤昨日合龍</h1>' in html
        assert '<h2 id="h1">合龍之後</h2>' in html
        assert "潮水不再倒灌" in bare(prose(html))
        for words in ("搶在汛期之前", "幹部說後面還有工程", "汐城海堤提前合龍"):
            assert words in html

    @pytest.mark.parametrize(
        ("script", "key", "lang"),
        [
            ("hans", "hant", "zh-Hant"),
            ("hans", "tw", "zh-Hant-TW"),
            ("hans", "hk", "zh-Hant-HK"),
            ("hant", "hans", "zh-Hans"),
            ("mixed", "hans", "zh-Hans"),
        ],
    )
    def test_each_has_its_language(self, client, db, script, key, lang):
        html = page(client, publish(make_article(script=script)), f"script={key}")
        assert f'<div class="prose" lang="{lang}">' in html

    def test_names_as_printed_citations_and_data_stay_original(self, client, article):
        plain, converted = page(client, article), page(client, article, "script=hant")
        for part in (
            r'<dl class="origin">.*?</dl>',
            r'<section class="part" id="cite".*?</section>',
            r"<title>.*?</title>",
        ):
            found = re.findall(part, plain, re.S)
            assert found
            assert re.findall(part, converted, re.S) == found
        for part in (
            r'<script type="application/ld\+json">.*?</script>',
            r'<meta name="(?:citation|DC)[^>]*>',
            r'<link rel="[ac][^>]*>',
        ):
            assert re.findall(part, converted) == re.findall(part, plain) != []

    def test_people_and_bodies_keep_their_names_in_the_text(self, client, db):
        article = publish(make_article(source=AgencyFactory(name="汐城晚報"), source_name="汐城晚报"))
        text = bare(prose(page(client, article, "script=hant")))
        assert "記者范里報道" in text
        assert "汐城晚報發了3條消息" in text

    def test_it_says_that_a_machine_did_it_and_leads_back(self, client, article):
        html = page(client, article, "script=hk&size=large")
        note = re.search(r'<p class="converted">(.*?)</p>', html, re.S)
        assert note
        assert "Converted by machine" in note[1]
        assert f'href="/en/a/{article.public_id}/?size=large"' in note[1]
        assert '<p class="converted">' not in page(client, article)

    def test_a_converted_page_is_not_indexed_and_names_the_plain_address(self, client, article):
        html = page(client, article, "script=tw")
        assert '<meta name="robots" content="noindex">' in html
        assert f'<link rel="canonical" href="http://testserver/a/{article.public_id}/">' in html
        assert "noindex" not in page(client, article)

    def test_a_script_that_is_not_offered_shows_the_original(self, client, article):
        plain = prose(page(client, article))
        for query in ("script=hans", "script[]=x&script=%00", "script=klingon&size=huge&mode=diagonal"):
            assert prose(page(client, article, query)) == plain

    def test_a_text_that_tells_no_script_offers_none(self, client, db):
        html = page(client, ArticleFactory(state="published", script="none", body=["Plain."], title="Plain"))
        assert 'class="segments sizes"' in html
        assert "script=" not in prose(html) + html[html.index('class="tools') : html.index('class="prose')]


class TestFoundWords:
    def test_words_that_were_sought_are_marked_in_either_script(self, client, article):
        for query, word in (("find=海堤&find=合龍", "合龙"), ("script=hant&find=合龙", "合龍")):
            html = page(client, article, query)
            assert f"<mark>{word}</mark>" in prose(html)
            assert f"<mark>{word}</mark></h1>" in html

    def test_what_is_sought_is_text(self, client, article):
        html = page(client, article, "find=%3Cscript%3Ealert(1)%3C/script%3E")
        assert "<script>alert" not in html
        assert "<mark>" not in html


class TestReadings:
    def test_they_stand_over_their_characters_in_each_script(self, client, article):
        for query in ("", "script=hant", "script=tw&mode=vertical"):
            assert "<ruby>汐<rp>（</rp><rt>xī</rt><rp>）</rp></ruby>城" in prose(page(client, article, query))

    def test_they_can_be_put_away(self, client, article):
        html = page(client, article, "ruby=0")
        assert "<ruby>" not in html
        assert "汐城三号海堤" in html

    def test_a_text_without_readings_offers_none(self, client, db):
        assert 'data-keep="ruby"' not in page(client, ArticleFactory(state="published"))

    def test_they_are_in_no_description_and_no_file(self, client, article):
        assert "xī" not in client.get(f"/a/{article.public_id}.txt").content.decode()
        assert "xī" not in page(client, article).split("<body>")[0]

    def test_a_text_that_is_not_that_of_its_blocks_is_shown_without_them(self, client, article):
        Article.objects.filter(pk=article.pk).update(body=[*BODY, "后来加的一段。"])
        html = page(client, article, "removed=1")
        assert "后来加的一段。" in html
        assert "<ruby>" not in html
        assert "首页" not in html


class TestPlaces:
    def test_paragraphs_and_headings_are_anchors_in_every_mode(self, client, article):
        for query in ("", "script=tw&removed=1", "mode=vertical"):
            html = page(client, article, query)
            assert [re.search(rf'id="{name}"', html) is not None for name in ("p1", "p2", "h1")] == [True] * 3

    def test_short_figures_are_upright_in_vertical_text_alone(self, client, article):
        assert '<span class="tcy">3</span>' in page(client, article, "mode=vertical")
        assert "tcy" not in page(client, article)

    def test_vertical_text_is_reached_by_the_keyboard(self, client, article):
        assert 'tabindex="0" role="region"' in page(client, article, "mode=vertical")

    def test_modes_combine_in_the_links_of_the_tools(self, client, article):
        html = page(client, article, "script=tw&removed=1&size=large&mode=vertical&find=海堤")
        tools = html[html.index('class="tools') : html.index('class="prose')]
        links = [link for link in re.findall(r'href="([^"#]*)"', tools) if "?" in link]
        assert len(links) > 9
        for link in links:
            stated = [name in link for name in ("script=tw", "removed=1", "size=large", "mode=vertical", "find=")]
            assert sum(stated) >= 4, link


class TestProvenance:
    def test_it_tells_what_was_removed_and_by_what(self, client, db):
        article = publish(
            make_article(removed=[removed_block("分享到", rule="outlet:4"), removed_block("汐城网", "footer", "")])
        )
        html = page(client, article)
        assert "3 blocks, " in html
        for words in (
            "Navigation 1 <small>by a general rule",
            "Share bar 1 <small>by a rule for this outlet",
            "Footer 1 <small>by a reviewer",
        ):
            assert words in html, words
        assert "分享到" not in html

    def test_it_tells_the_part_of_who_released_it_and_no_name(self, client, db, django_user_model):
        editor = django_user_model.objects.create_user("zhang-san-editor")
        article = make_article()
        assert publishing.publish(article, by=editor) is None
        html = page(client, article)
        assert "by an editor" in html
        assert "zhang-san-editor" not in html


class TestCost:
    def test_reading_changes_nothing(self, client, article):
        rows = lambda: (list(Article.objects.values()), list(TextBlock.objects.values()))  # noqa: E731
        before, plain = rows(), page(client, article)
        for query in queries()[::11]:
            page(client, article, query)
        assert rows() == before
        assert page(client, article) == plain

    def test_every_mode_costs_few_queries_however_much_there_is(self, client, db):
        article = make_article(
            mentions=[AgencyFactory(aliases=["别名"]) for _ in range(5)],
            removed=[removed_block(f"分享{n}") for n in range(60)],
        )
        publish(article)
        for number in range(4):
            publishing.announce_change(article, by=None, note=str(number))
        for query in ("", "script=tw", "removed=1", "&".join(f"{name}={values[-1]}" for name, values in MODES.items())):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                page(client, article, query)
            assert len(asked) <= MOST_QUERIES, query

    @pytest.mark.parametrize("query", ["", "script=tw&find=海堤", "removed=1&mode=vertical&script=hk&find=海"])
    def test_the_page_of_a_long_article_is_small(self, client, db, query):
        body = [
            f"第{n}段，" + "海堤合龙之后堤身沉降仍须观测至少两个汛期，内坡植草与闸站联调在明年完成。" * 4
            for n in range(40)
        ]
        article = ArticleFactory(body=body)
        blocks = [{"text": text, "cleaned": text, "role": "paragraph"} for text in body]
        rows = [
            *blocks,
            *(removed_block(f"相关新闻第{n}条：老街的门框与水印", ("share", "related")[n % 2]) for n in range(60)),
        ]
        TextBlock.objects.bulk_create(TextBlock(article=article, position=at, **row) for at, row in enumerate(rows))
        html = page(client, publish(article), query).encode()
        assert len(html) <= LARGEST_PAGE
        assert len(gzip.compress(html)) <= LARGEST_PAGE / 4
