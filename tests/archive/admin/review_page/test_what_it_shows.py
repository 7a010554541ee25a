"""What the review page of a draft shows, and that nothing on it leaks or is markup."""

from __future__ import annotations

import pytest

from archive import publishing
from archive.admin.findings import EMPTY
from archive.models import Article, Finding, Review
from tests.archive.admin.review_page.conftest import settled, url
from tests.drafts import ID_NUMBER, LINKS, MOBILE, TITLE, make_draft
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


class TestWhatItShows:
    def test_findings_come_before_fields_and_fields_before_the_text(self, page):
        words = page(make_draft())
        assert words.index(ID_NUMBER) < words.index('name="title"') < words.index('class="collate"')

    def test_found_numbers_stand_in_the_findings_alone(self, page):
        words = page(make_draft())
        findings, rest = words.split('aria-labelledby="fl"')
        assert ID_NUMBER in findings
        assert ID_NUMBER not in rest
        assert MOBILE not in rest

    def test_a_masked_number_is_nowhere_on_the_page(self, page, press):
        article = make_draft()
        press("reviewer", article, f"mask:{article.findings.get(text=ID_NUMBER).pk}")
        assert ID_NUMBER not in page(article)

    def test_each_field_tells_where_it_was_read_and_what_was_not_taken(self, page):
        words = page(make_draft())
        assert "雲渡警方端掉話術窩_遠汀網" in words
        assert "meta:og:title" in words
        assert 'href="#b3"' in words

    def test_removed_blocks_stand_struck_with_their_rule_and_a_way_back(self, page):
        words = page(make_draft())
        assert "<del>【加好友領紅包】天天簽到送話費　首單立減</del>" in words
        assert "spam-line" in words
        assert 'value="put-back:0"' in words

    def test_a_long_removed_block_is_folded_and_whole(self, page):
        words = page(make_draft())
        head, rest = words.split('<details class="fold">')
        assert LINKS[:120] in head
        assert LINKS[120:] in rest

    def test_pinyin_stands_over_its_character(self, page):
        assert "<ruby>詐<rp>（</rp><rt>zhà</rt><rp>）</rp></ruby>" in page(make_draft())

    def test_the_disabled_button_says_why_and_which_findings_are_open_where(self, page):
        words = page(make_draft())
        assert 'value="publish" data-key="a" disabled aria-describedby="why"' in words
        why = words.split('id="why">')[1].split("</p>")[0]
        assert str(publishing.Refusal.OPEN_FINDINGS.label) in why
        assert all(str(kind.label) in why for kind in (Finding.Kind.ID_NUMBER, Finding.Kind.MOBILE_NUMBER))
        assert "7" in why
        assert ID_NUMBER not in why and MOBILE not in why

    def test_a_draft_without_any_text_is_flagged(self, page):
        words = page(make_draft(body=[]))
        assert str(EMPTY.advice) in words
        assert words.index(str(EMPTY.advice)) < words.index('class="findings"')

    def test_the_words_of_a_field_can_light_up_in_the_original(self, page):
        words = page(make_draft())
        assert f'<span class="ev ev-title">{TITLE}</span>' in words
        assert 'data-evidence="title"' in words

    def test_markup_from_a_page_is_text(self, page):
        article = make_draft(title="<img src=x onerror=alert(1)>", authors=["<b>苏汀</b>"])
        article.blocks.filter(position=5).update(text="<script>1</script>", cleaned="<script>1</script>")
        article.evidence["title"][0]["quote"] = '"><svg onload=1>'
        article.save()
        words = page(article)
        assert not any(tag in words for tag in ("<img", "<script>1", "<svg", "<b>苏汀"))

    def test_an_article_without_blocks_is_shown_and_can_be_edited(self, page):
        article = ArticleFactory(body=["一段。", "二段。"])
        assert "<p>一段。</p>" in page(article)
        assert 'name="body"' in page(article, query="?edit")

    def test_the_reason_of_the_return_is_shown_to_the_uploader(self, page, people):
        article = make_draft(created_by=people["uploader"], state="returned")
        Review.objects.create(article=article, decision="return", reason="请补来源", decided_by=people["reviewer"])
        assert "请补来源" in page(article, "uploader")

    def test_it_takes_a_bounded_number_of_queries(self, as_, django_assert_max_num_queries):
        article = make_draft()
        client = as_("reviewer")
        with django_assert_max_num_queries(24):
            client.get(url(article))


class TestSeldomFields:
    def test_they_are_folded_away_while_they_are_empty(self, page):
        words = page(make_draft(kicker="", dateline="遠汀社雲渡11月18日電"))
        fields, folded = words.split('class="seldom"')
        assert 'name="dateline"' in fields
        assert 'name="kicker"' in folded

    def test_they_are_saved_and_searched_for_numbers(self, press):
        article = settled()
        press("reviewer", article, "save", kicker="引题", subtitle="致电13812345678")
        stored = Article.objects.get()
        assert (stored.kicker, stored.subtitle) == ("引题", "致电13812345678")
        assert stored.findings.blocking().get().text == "13812345678"

    def test_evidence_comes_with_its_rank_the_most_trusted_first(self, page):
        article = make_draft()
        article.evidence["source"] = [
            {"quote": "乙报", "where": "meta:source", "block": None, "used": False, "rank": 4},
            {"quote": "甲报", "where": "meta:author", "block": None, "used": False, "rank": 2},
        ]
        article.save()
        words = page(article)
        assert words.index("甲报") < words.index("乙报")
