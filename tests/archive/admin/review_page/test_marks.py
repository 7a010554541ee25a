"""Doubts about a draft, the words they are about, and the answers that settle a finding."""

from __future__ import annotations

import pytest

from archive.admin.findings import ADVICE
from archive.models import Article, Finding
from tests.archive.admin.review_page.conftest import settled
from tests.drafts import ID_NUMBER, MOBILE, PARAGRAPHS, make_draft

pytestmark = pytest.mark.django_db


class TestDoubtsAndMarks:
    def test_a_doubt_about_the_page_stands_on_top_with_what_to_do(self, page):
        article = make_draft()
        Finding.objects.create(article=article, kind="list-page", text="64")
        words = page(article)
        assert words.index(str(Finding.Kind.LIST_PAGE.label)) < words.index('class="findings"')
        assert str(ADVICE["list-page"]) in words

    def test_every_kind_of_finding_is_told_somewhere(self, page):
        article = make_draft()
        article.findings.all().delete()
        for number, kind in enumerate(Finding.Kind):
            Finding.objects.create(article=article, kind=kind, text=f"词{number}", in_body=True)
        words = page(article)
        elsewhere = {"near-duplicate", "unknown-outlet"}
        assert {kind for kind in Finding.Kind if str(kind.label) not in words} <= elsewhere

    def test_an_unknown_outlet_is_told_among_the_first_things_with_the_way_to_it(self, page):
        article = make_draft(source_name="云渡晚报")
        article.findings.all().delete()
        first = page(article).split('aria-labelledby="fd"')[1].split("</section>")[0]
        assert "云渡晚报" in first
        assert 'href="#unknown-source"' in first
        assert 'class="none"' not in first, "nothing says that there is nothing to look at"
        assert 'id="unknown-source"' in page(article)

    def test_the_exact_words_of_a_finding_are_marked_in_the_text(self, page):
        article = make_draft()
        Finding.objects.create(article=article, kind="garbled", text="客服", block=5, start=0, end=2, in_body=True)
        Finding.objects.create(article=article, kind="truncated", text="共享螢幕。", block=7, in_body=True)
        words = page(article)
        start = PARAGRAPHS[5].index("客服")
        assert "<mark>共享螢幕。</mark>" in words
        assert "<mark>客服</mark>" in words, "the text has moved, so the words are looked for"
        article.findings.filter(kind="garbled").update(start=start, end=start + 2)
        assert "<mark>客服</mark>" in page(article)

    def test_the_same_number_in_two_places_is_one_line(self, page):
        article = make_draft()
        Finding.objects.create(article=article, kind="id-number", text=ID_NUMBER, block=7, in_body=True)
        findings = page(article).split('aria-labelledby="fd"')[1].split("</section>")[0]
        assert findings.count(ID_NUMBER) == 1
        assert 'href="#b6"' in findings and 'href="#b7"' in findings

    def test_all_that_blocks_is_masked_with_one_press(self, press):
        article = make_draft()
        assert press("reviewer", article, "mask-all").status_code == 302
        assert not article.findings.blocking().exists()
        assert not any(number in text for number in (ID_NUMBER, MOBILE) for text in Article.objects.get().body)

    def test_readings_stay_over_their_characters_within_a_mark(self, page):
        article = make_draft()
        at = PARAGRAPHS[5].index("詐")
        Finding.objects.create(article=article, kind="garbled", text="詐騙", block=5, start=at, end=at + 2)
        assert "<mark><ruby>詐<rp>（</rp><rt>zhà</rt><rp>）</rp></ruby></mark><mark>騙</mark>" in page(article)


class TestFindingsSettled:
    def test_each_has_three_answers(self, page):
        article = make_draft()
        key, words = article.findings.get(text=ID_NUMBER).pk, page(article)
        assert all(f'value="{verb}:{key}"' in words for verb in ("mask", "clear", "keep"))

    def test_one_that_is_no_personal_data_takes_one_press(self, press):
        article = make_draft()
        assert press("reviewer", article, f"clear:{article.findings.get(text=ID_NUMBER).pk}").status_code == 302
        assert article.findings.get(text=ID_NUMBER).state == "harmless"

    def test_a_reason_that_was_typed_for_another_button_is_still_there(self, press):
        article = make_draft()
        one, other = article.findings.blocking()
        answer = press("reviewer", article, f"keep:{one.pk}", **{f"note-{other.pk}": "公开的热线"})
        assert answer.status_code == 422
        assert f'name="note-{other.pk}" value="公开的热线"' in answer.content.decode()

    def test_one_that_was_let_be_can_be_opened_again(self, page, press):
        article = settled()
        finding = article.findings.get(text=ID_NUMBER)
        assert f'value="reopen:{finding.pk}"' in page(article)
        press("reviewer", article, f"reopen:{finding.pk}")
        assert article.findings.blocking().get() == finding
        assert ID_NUMBER not in page(article).split('aria-labelledby="co"')[1]

    def test_an_uploader_settles_nothing(self, press, people):
        article = make_draft(created_by=people["uploader"])
        key = article.findings.get(text=ID_NUMBER).pk
        for verb in ("clear", "keep", "mask", "reopen"):
            assert press("uploader", article, f"{verb}:{key}").status_code == 403
