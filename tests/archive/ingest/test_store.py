"""From an Extraction to rows: nothing of it lost, nothing made up, safely cut to the columns."""

from __future__ import annotations

import datetime

import pytest

from archive.ingest.records import Block, Body, Evidence, Fact, Finding, FindingKind, Precision, Published, Role
from archive.ingest.store import keep_draft, web_address
from archive.models import Agency, Article, Event
from tests.archive.ingest.pages import AT, extraction, fact
from tests.factories import AgencyFactory, CaptureFactory, UserFactory

pytestmark = pytest.mark.django_db


class TestKeepDraft:
    def test_writes_every_field(self) -> None:
        by, capture = UserFactory(), CaptureFactory(media_type="", charset="")
        article = Article.objects.get(pk=keep_draft(extraction(), capture=capture, by=by).pk)
        assert (article.state, article.title, article.script) == ("draft", "三号海堤昨日合龙", "hans")
        assert article.body == ["海堤昨日合龙。", "观测", "市水务局说，沉降仍须观测。"]
        assert (article.published_on, article.published_at, article.date_precision) == (AT.date(), AT, "minute")
        assert (article.source_name, article.site_name) == ("汐城晚报", "汐城网")
        assert (article.authors, article.editors) == (["林见", "周渡"], ["沈禾"])
        assert article.url == "https://news.example/a.html"
        assert (article.created_by, article.updated_by, article.capture) == (by, by, capture)

    def test_keeps_the_words_that_each_value_was_read_from(self) -> None:
        seen = Evidence("1999-01-01", "meta:date", None, used=False)
        moment = Published(AT.date(), Precision.MINUTE, AT)
        published = Fact(moment, (Evidence("2021-06-18 09:49", "block", 2), seen))
        article = keep_draft(extraction(published=published), capture=CaptureFactory(), by=None)
        assert article.evidence["published"] == [
            {"quote": "2021-06-18 09:49", "where": "block", "block": 2, "used": True, "rank": 0},
            {"quote": "1999-01-01", "where": "meta:date", "block": None, "used": False, "rank": 0},
        ]
        assert set(article.evidence) == {"title", "published", "source", "site", "authors", "editors", "url"}

    def test_keeps_every_block_with_its_reason_so_that_cleaning_can_be_undone(self) -> None:
        article = keep_draft(extraction(), capture=CaptureFactory(), by=None)
        removed, *_, heading, last = article.blocks.all()
        assert (removed.role, removed.reason, removed.rule) == ("removed", "navigation", "breadcrumb")
        assert (heading.role, heading.in_body) == ("heading", True)
        pinyin = article.blocks.get(position=3)
        assert (pinyin.text, pinyin.cleaned) == ("海堤昨日合（hé）龙。", "海堤昨日合龙。")
        assert pinyin.readings == [{"at": 4, "reading": "hé", "written": ""}]
        assert article.body == [block.cleaned for block in article.blocks.all() if block.in_body]
        assert last.position == 5

    def test_keeps_findings_and_who_would_see_them(self) -> None:
        found = Finding(FindingKind.ID_NUMBER, "11010519491231002X", block=5, in_body=True)
        article = keep_draft(extraction(findings=(found,)), capture=CaptureFactory(), by=None)
        row = article.findings.get()
        assert (row.kind, row.text, row.block, row.in_body, row.state) == (
            *("id-number", "11010519491231002X", 5, True, "open"),
        )
        assert row.blocks_publication

    def test_personal_data_in_a_title_or_a_name_is_as_visible_as_in_the_body(self) -> None:
        found = Finding(FindingKind.ID_NUMBER, "11010519491231002X", block=1)
        title, author = fact("号码11010519491231002X"), fact(("林见 13800138000",))
        article = keep_draft(
            extraction(title=title, authors=author, findings=(found,)), capture=CaptureFactory(), by=None
        )
        assert set(article.findings.blocking().values_list("kind", "text", "block")) == {
            ("id-number", "11010519491231002X", 1),
            ("mobile-number", "13800138000", None),
        }

    @pytest.mark.parametrize("field", ["kicker", "subtitle", "original_title", "dateline", "source", "site"])
    def test_so_it_is_in_the_lines_around_the_title(self, field: str) -> None:
        known = extraction(findings=(), **{field: fact("失主林先生13800138000")})
        article = keep_draft(known, capture=CaptureFactory(), by=None)
        assert article.findings.blocking().get().text == "13800138000"

    def test_what_the_page_tells_only_around_the_title_blocks_too(self) -> None:
        found = Finding(FindingKind.LANDLINE, "0571-86123456", block=1)
        known = extraction(title=fact("热心人请拨0571-86123456"), findings=(found,))
        assert keep_draft(known, capture=CaptureFactory(), by=None).findings.blocking().count() == 1

    def test_what_is_unknown_stays_unknown(self) -> None:
        nothing = dict.fromkeys(("title", "published", "source", "site", "authors", "editors", "url"))
        article = keep_draft(extraction(**nothing, mentions=()), capture=CaptureFactory(), by=None)
        assert (article.title, article.source_name, article.url, article.authors) == ("", "", "", [])
        assert (article.published_on, article.published_at, article.date_precision) == (None, None, "unknown")
        assert article.evidence == {}

    def test_tells_the_capture_how_it_was_read(self) -> None:
        capture = CaptureFactory(media_type="", charset="")
        keep_draft(extraction(charset_reason="r" * 300), capture=capture, by=None)
        capture.refresh_from_db()
        assert (capture.media_type, capture.charset, len(capture.charset_reason)) == ("text/html", "gb18030", 200)

    def test_is_written_into_the_log_without_a_word_of_the_article(self) -> None:
        by, capture = UserFactory(), CaptureFactory()
        article = keep_draft(extraction(), capture=capture, by=by)
        event = Event.objects.get()
        assert (event.action, event.actor, event.subject_id) == ("drafted", by, str(article.pk))
        assert event.data == {"sha256": capture.sha256}


class TestAgencies:
    def test_links_source_site_and_mentions_that_the_authority_knows_with_evidence(self) -> None:
        outlet, site = AgencyFactory(name="汐城晚報"), AgencyFactory(name="汐城网")
        water = AgencyFactory(name="汐城市水务局", kind=Agency.Kind.GOVERNMENT)
        article = keep_draft(extraction(), capture=CaptureFactory(), by=None)
        assert (article.source, article.site, article.source_name) == (outlet, site, "汐城晚报")
        links = {link.role: (link.agency, link.evidence[0]["quote"]) for link in article.agency_links.all()}
        assert links == {
            "source": (outlet, "来源：汐城晚报"),
            "republisher": (site, "汐城网"),
            "mentioned": (water, "市水务局"),
        }

    def test_an_unknown_outlet_becomes_a_candidate_that_the_draft_asks_about(self) -> None:
        asked = Finding(FindingKind.UNKNOWN_OUTLET, "汐城晚报", 2)
        article = keep_draft(extraction(findings=(asked,)), capture=CaptureFactory(), by=None)
        candidate = Agency.objects.get()
        assert (candidate.name, candidate.confirmed, article.source) == ("汐城晚报", False, candidate)
        assert [(row.kind, row.text, row.block) for row in article.findings.all()] == [
            ("unknown-outlet", "汐城晚报", 2)
        ]

    def test_an_outlet_that_was_dismissed_or_confirmed_meanwhile_asks_for_nothing(self) -> None:
        AgencyFactory(name="汐城晚报", confirmed=False, dismissed=True)
        confirmed = AgencyFactory(name="汐城网")
        asked = tuple(Finding(FindingKind.UNKNOWN_OUTLET, name) for name in ("汐城晚报", "汐城网"))
        article = keep_draft(extraction(findings=asked), capture=CaptureFactory(), by=None)
        assert (article.source, article.site, article.findings.count()) == (None, confirmed, 0)
        assert Agency.objects.count() == 2

    def test_without_a_finding_no_agency_is_made(self) -> None:
        article = keep_draft(extraction(findings=()), capture=CaptureFactory(), by=None)
        assert (article.source, article.source_name) == (None, "汐城晚报")
        assert not Agency.objects.exists()

    def test_an_unknown_body_becomes_one_candidate_with_level_and_region_however_many_name_it(self) -> None:
        body = Fact(Body("南昌市公安局", "municipal", "江西省南昌市"), (Evidence("记者从市公安局获悉", "block", 3),))
        for _ in range(2):
            keep_draft(extraction(mentions=(), bodies=(body,)), capture=CaptureFactory(), by=None)
        candidate = Agency.objects.get(kind="government")
        assert (candidate.level, candidate.region, candidate.confirmed) == ("municipal", "江西省南昌市", False)
        links = candidate.article_links.all()
        assert [(link.role, link.evidence[0]["quote"]) for link in links] == [("mentioned", "记者从市公安局获悉")] * 2

    def test_an_agency_that_is_named_twice_is_linked_once(self) -> None:
        AgencyFactory(name="汐城市水务局", aliases=["市水务局"])
        twice = (fact("汐城市水务局"), fact("市水务局"))
        article = keep_draft(extraction(mentions=twice), capture=CaptureFactory(), by=None)
        assert article.agency_links.count() == 1


class TestWhatDoesNotFit:
    def test_long_values_are_cut_and_stay_whole_in_the_evidence(self) -> None:
        title, outlet = "长" * 900, "报" * 300
        long = extraction(title=fact(title, "cut quote"), source=fact(outlet, "来源：" + outlet))
        article = keep_draft(long, capture=CaptureFactory(), by=None)
        assert (len(article.title), len(article.source_name)) == (400, 120)
        assert [words["quote"] for words in article.evidence["title"]] == ["cut quote", title]
        assert [words["quote"] for words in article.evidence["source"]] == ["来源：" + outlet]

    def test_characters_that_no_row_can_hold_become_replacement_characters(self) -> None:
        block = Block(0, "甲\x00乙\ud800", "甲\x00乙\ud800", Role.PARAGRAPH)
        odd = extraction(title=fact("题\ud83d"), blocks=(block,), findings=(), mentions=())
        article = Article.objects.get(pk=keep_draft(odd, capture=CaptureFactory(), by=None).pk)
        assert (article.title, article.body) == ("题\ufffd", ["甲\ufffd乙\ufffd"])
        assert article.blocks.get().text == "甲\ufffd乙\ufffd"

    @pytest.mark.parametrize(
        "url",
        ["javascript:alert(1)", "data:text/html,x", "ftp://a/b", "//a/b", "http://", "http://a b/", "http://[", "x"],
    )
    def test_an_address_that_is_none_of_the_web_is_left_out_but_seen_in_the_evidence(self, url: str) -> None:
        article = keep_draft(extraction(url=fact(url, url)), capture=CaptureFactory(), by=None)
        assert article.url == ""
        assert article.evidence["url"][0]["quote"] == url

    def test_half_an_address_is_none(self) -> None:
        assert web_address("https://news.example/" + "a" * 1000) == ""
        assert web_address(" https://news.example/甲 ") == "https://news.example/甲"

    def test_a_date_without_a_time_has_no_moment(self) -> None:
        month = fact(Published(datetime.date(2021, 6, 1), Precision.MONTH))
        article = keep_draft(extraction(published=month), capture=CaptureFactory(), by=None)
        assert (article.published_at, article.date_precision) == (None, "month")
