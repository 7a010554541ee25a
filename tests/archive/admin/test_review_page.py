"""The review page: what it shows, and that no press of a button loses what was typed."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from archive import publishing
from archive.admin.findings import ADVICE, EMPTY
from archive.models import Agency, Article, Finding, Likeness, Review, UploadBatch, UploadItem
from tests.drafts import ID_NUMBER, LINKS, MOBILE, PARAGRAPHS, TITLE, make_draft
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db


def url(article: Article) -> str:
    return reverse("admin:archive_article_review", args=[article.pk])


def settled(**fields) -> Article:
    """A draft in which nothing blocks: what was found in it is kept as harmless."""
    article = make_draft(**fields)
    article.findings.exclude(kind__in=Finding.PERSONAL_DATA).delete()
    article.findings.update(state=Finding.State.KEPT)
    return article


@pytest.fixture
def page(as_):
    def open_page(article: Article, role: str = "reviewer", query: str = "") -> str:
        return as_(role).get(url(article) + query).content.decode()

    return open_page


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


class TestUnknownOutlets:
    def test_a_name_can_be_said_to_be_another_of_a_known_outlets(self, page, press):
        known, article = AgencyFactory(name="云渡日报社"), settled()
        assert '<option value="云渡日报社">' in page(article)
        assert press("reviewer", article, "source-is", **{"source-is": "云渡日报社"}).status_code == 302
        assert Article.objects.get().source == known
        assert known.aliases.filter(name="雲渡日報").exists()

    @pytest.mark.parametrize("typed", ["", "没有这家报", "候选报"])
    def test_only_a_confirmed_outlet_can_be_chosen(self, press, typed):
        AgencyFactory(name="候选报", confirmed=False)
        assert press("reviewer", settled(), "source-is", **{"source-is": typed}).status_code == 422
        assert Article.objects.get().source is None


class TestButtons:
    def test_every_button_saves_what_was_typed(self, press):
        article = make_draft()
        press("reviewer", article, "cut:7", title="新题", published="2026-11")
        stored = Article.objects.get()
        assert (stored.title, stored.date_precision, stored.published_at) == ("新题", "month", None)
        assert PARAGRAPHS[7] not in stored.body

    def test_the_anchor_leads_back_to_the_block(self, press):
        assert press("reviewer", make_draft(), "cut:7")["Location"].endswith("#b7")

    def test_a_mistake_is_told_and_everything_typed_is_still_there(self, press):
        answer = press("reviewer", make_draft(), "save", title="新题", published="2026-02-30")
        words = answer.content.decode()
        assert answer.status_code == 422
        assert "新题" in words
        assert "2026-02-30" in words
        assert Article.objects.get().title == TITLE

    @pytest.mark.parametrize("typed", ["javascript:alert(1)", "ftp://a.example/", "nonsense nonsense"])
    def test_an_address_must_be_one_of_the_web(self, press, typed):
        assert press("reviewer", make_draft(), "save", url=typed).status_code == 422

    def test_names_are_parted_by_any_comma(self, press):
        press("reviewer", make_draft(), "save", authors="苏汀、何汀，John Smith; 林渡")
        assert Article.objects.get().authors == ["苏汀", "何汀", "John Smith", "林渡"]

    def test_paragraphs_are_edited_in_place(self, press):
        press("reviewer", make_draft(), "save", edit=True, **{"block-7": "改过的一段。"})
        assert Article.objects.get().body[2] == "改过的一段。"

    def test_a_field_that_did_not_come_with_the_form_is_left_alone(self, as_):
        article = make_draft()
        as_("reviewer").post(url(article) + "?edit", {"version": 1, "verb": "save", "block-7": "改过的一段。"})
        stored = Article.objects.get()
        assert (stored.title, stored.source_name, len(stored.body)) == (TITLE, "雲渡日報", 3)

    def test_a_typed_number_becomes_a_finding(self, press):
        press("reviewer", settled(), "save", title="致电13812345678")
        assert Finding.objects.open().get().text == "13812345678"

    def test_returning_without_a_reason_is_refused(self, press):
        answer = press("reviewer", make_draft(), "return", reason=" ")
        assert answer.status_code == 422
        assert Article.objects.get().state == "draft"
        field = re.search(r'<textarea[^>]*name="reason"[^>]*>', answer.content.decode())
        assert field and "autofocus" in field[0]

    def test_withdrawing_without_a_reason_is_refused(self, press, people):
        article = settled()
        publishing.publish(article, by=people["reviewer"])
        assert press("reviewer", article, "withdraw").status_code == 422
        assert Article.objects.public().exists()

    def test_withdrawn_and_restored(self, press, people):
        article = settled()
        publishing.publish(article, by=people["reviewer"])
        press("reviewer", article, "withdraw", reason="原网站已更正")
        assert not Article.objects.public().exists()
        press("reviewer", article, "restore")
        assert Article.objects.public().exists()

    @pytest.mark.parametrize("verb", ["", "mask:", "mask:x", "cut:-1", "cut:99999999999999999999", "keep:0"])
    def test_buttons_that_do_not_exist_do_nothing(self, press, verb):
        assert press("reviewer", make_draft(), verb).status_code in (400, 422)
        assert Article.objects.get().version == 1

    def test_a_finding_of_another_article_is_out_of_reach(self, press):
        foreign = make_draft().findings.blocking().first()
        press("reviewer", make_draft(), f"mask:{foreign.pk}")
        foreign.refresh_from_db()
        assert foreign.state == "open"


class TestPublishing:
    def test_opens_the_next_draft(self, press):
        article, following = settled(), settled()
        answer = press("reviewer", article, "publish")
        assert answer["Location"] == url(following)
        assert Article.objects.public().get() == article

    def test_after_the_last_one_comes_the_queue(self, press):
        assert press("reviewer", settled(), "publish")["Location"] == reverse("admin:archive_article_queue")

    def test_what_was_typed_is_what_is_published(self, press):
        press("reviewer", settled(), "publish", title="新题")
        article = Article.objects.public().get()
        assert (article.title, article.revisions.get().title) == ("新题", "新题")

    def test_a_number_typed_with_the_same_press_stops_it(self, press):
        assert press("reviewer", settled(), "publish", title="致电13812345678").status_code == 422
        assert not Article.objects.public().exists()

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "失主请致电13812345678"},
            {"authors": ["苏汀13812345678"]},
            {
                "evidence": {
                    "published": [{"quote": "11-18 电话13812345678", "where": "block", "block": 3, "used": False}]
                }
            },
        ],
        ids=["title", "author", "words of the date"],
    )
    def test_a_number_outside_the_text_stops_it_until_it_is_masked(self, page, press, fields):
        article = settled(**fields)
        assert press("reviewer", article, "publish").status_code == 422
        finding = article.findings.open().get()
        press("reviewer", article, f"mask:{finding.pk}")
        assert press("reviewer", article, "publish").status_code == 302
        stored = Article.objects.public().get()
        assert "13812345678" not in repr([stored.title, stored.authors, stored.evidence])

    def test_nobody_publishes_words_that_they_did_not_see(self, press):
        article = settled()
        press("reviewer", article, "save", title="同事改的题")
        assert press("reviewer", article, "publish", version=1).status_code == 409
        assert not Article.objects.public().exists()

    def test_own_uploads_need_another_person_where_two_are_required(self, press, people, settings):
        settings.BAOKU_TWO_PERSON = True
        answer = press("reviewer", settled(created_by=people["reviewer"]), "publish")
        assert answer.status_code == 422
        told = [str(message) for message in answer.context["messages"]]
        assert told and str(publishing.Refusal.OWN_UPLOAD.label) in told[0] and TITLE in told[0]

    def test_an_unknown_outlet_is_recorded_when_ticked(self, page, press):
        article = settled()
        assert 'name="new_outlet" value="雲渡日報" checked' in page(article)
        press("reviewer", article, "publish", new_outlet="雲渡日報")
        assert Article.objects.get().source == Agency.objects.get(name="雲渡日報", confirmed=True)

    @pytest.mark.parametrize("ticked", [{}, {"new_outlet": "别的报"}])
    def test_it_is_not_recorded_otherwise(self, press, ticked):
        press("reviewer", settled(), "publish", **ticked)
        assert not Agency.objects.exists()

    def test_a_known_outlet_is_not_asked_about(self, page):
        article = settled(source=AgencyFactory(name="云渡日报"), site_name="")
        assert "new_outlet" not in page(article)


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


class TestRefusing:
    def test_opens_the_next_draft_and_leaves_a_way_back(self, press, as_):
        article, following = make_draft(), make_draft()
        answer = press("reviewer", article, "refuse", reason="不是新闻")
        assert answer["Location"] == url(following)
        assert Article.objects.get(pk=article.pk).state == "discarded"
        words = as_("reviewer").get(url(article)).content.decode()
        assert 'value="take-back"' in words and "不是新闻" in words
        assert 'value="publish"' not in words

    def test_taken_back_it_waits_again(self, press):
        article = make_draft()
        press("reviewer", article, "refuse", reason="不是新闻")
        press("reviewer", article, "take-back")
        assert Article.objects.get().state == "draft"

    def test_without_a_reason_it_is_asked_for(self, press):
        answer = press("reviewer", make_draft(), "refuse")
        assert answer.status_code == 422
        assert answer.context["reopen"] == "refuse"

    def test_a_refused_article_is_no_likeness_of_others(self, page, press):
        first, later = make_draft(title="客服窩點被端"), make_draft()
        Likeness.objects.create(article=later, other=first, kind="near", share=1, other_share=1)
        assert "客服窩點被端" in page(later)
        press("reviewer", first, "refuse", reason="重复")
        assert "客服窩點被端" not in page(later)

    @pytest.mark.parametrize("verb", ["refuse", "take-back"])
    def test_an_uploader_does_neither(self, press, people, verb):
        article = make_draft(created_by=people["uploader"])
        assert press("uploader", article, verb, reason="不要").status_code == 403


class TestAlongTheLine:
    def test_what_the_queue_was_narrowed_to_is_kept_from_draft_to_draft(self, as_):
        batch = UploadBatch.objects.create()
        inside, outside, following = settled(), settled(), settled()
        for article in (inside, following):
            UploadItem.objects.create(batch=batch, name="a.html", state="draft", article=article)
        client = as_("reviewer")
        way = f"{url(inside)}?batch={batch.pk}"
        words = client.get(way).content.decode()
        assert f'href="{url(following)}?batch={batch.pk}"' in words
        answer = client.post(way, {"version": 1, "verb": "publish"})
        assert answer["Location"] == f"{url(following)}?batch={batch.pk}"
        answer = client.post(answer["Location"], {"version": 1, "verb": "publish"})
        assert answer["Location"] == f"{reverse('admin:archive_article_queue')}?batch={batch.pk}"
        assert Article.objects.get(pk=outside.pk).state == "draft"

    def test_an_article_that_is_much_the_same_stands_beside_with_the_decision_in_reach(self, page):
        first, later = make_draft(body=[PARAGRAPHS[5].replace("九名", "八名")]), make_draft()
        Likeness.objects.create(article=later, other=first, kind="near", share=1, other_share=1)
        words = page(later, query=f"?with={first.pk}")
        assert "<del>八</del>" in words and "<del>九</del>" in words
        assert 'value="return"' in words
        assert ID_NUMBER not in words.split('class="collate sides"')[1].split("</section>")[0]


class TestAgenciesNamed:
    def test_a_candidate_is_confirmed_where_it_is_read(self, page, press):
        candidate = AgencyFactory(name="云渡县反诈中心", kind="government", confirmed=False)
        article = settled(mentions=[candidate])
        link = article.agency_links.get(role="mentioned")
        assert f'value="confirm:{link.pk}"' in page(article)
        assert press("reviewer", article, f"confirm:{link.pk}").status_code == 302
        candidate.refresh_from_db()
        assert candidate.confirmed

    def test_a_candidate_is_another_name_of_a_known_one(self, press):
        known, candidate = AgencyFactory(name="云渡县公安局"), AgencyFactory(name="云渡警方", confirmed=False)
        article = settled(mentions=[candidate])
        key = article.agency_links.get(role="mentioned").pk
        assert press("reviewer", article, f"same:{key}", **{f"agency-{key}": "没有"}).status_code == 422
        assert press("reviewer", article, f"same:{key}", **{f"agency-{key}": "云渡县公安局"}).status_code == 302
        assert article.agency_links.get(role="mentioned").agency == known

    def test_a_candidate_that_is_none_is_dismissed(self, page, press):
        article = settled(mentions=[AgencyFactory(name="有关部门", confirmed=False)])
        press("reviewer", article, f"dismiss:{article.agency_links.get(role='mentioned').pk}")
        assert Agency.objects.get(name="有关部门").dismissed
        assert "有关部门" not in page(article)

    def test_an_agency_is_named_and_taken_off_again(self, page, press):
        article = settled()
        press("reviewer", article, "name-agency", agency="云渡县公安局", **{"agency-kind": "government"})
        link = article.agency_links.get(role="mentioned")
        assert f'value="take-off:{link.pk}"' in page(article)
        press("reviewer", article, f"take-off:{link.pk}")
        assert not article.agency_links.filter(role="mentioned").exists()

    def test_an_empty_name_is_asked_for_again(self, press):
        answer = press("reviewer", settled(), "name-agency", agency=" ", **{"agency-kind": "outlet"})
        assert answer.status_code == 422
        assert answer.context["reopen"] == "name-agency"

    @pytest.mark.parametrize("verb", ["confirm", "dismiss", "same", "take-off"])
    def test_a_link_of_another_article_is_out_of_reach(self, press, verb):
        foreign = ArticleFactory(mentions=[AgencyFactory(confirmed=False)])
        key = foreign.agency_links.get(role="mentioned").pk
        assert press("reviewer", settled(), f"{verb}:{key}", **{f"agency-{key}": "汐城晚报"}).status_code == 422
        assert foreign.agency_links.filter(pk=key, agency__confirmed=False, agency__dismissed=False).exists()

    def test_an_uploader_names_nothing(self, press, people):
        article = settled(created_by=people["uploader"])
        assert press("uploader", article, "name-agency", agency="云渡县公安局").status_code == 403
