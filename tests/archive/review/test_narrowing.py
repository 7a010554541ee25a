"""What the queue can be narrowed to, and that an address says all of it."""

from __future__ import annotations

import datetime

import pytest
from django.http import QueryDict

from archive.models import Article, Finding, TextBlock, UploadBatch, UploadItem
from archive.review import queue
from archive.review.narrowing import Narrowing
from tests.drafts import make_draft
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory, UserFactory

pytestmark = pytest.mark.django_db


def found(address: str, user=None) -> list[Article]:
    return list(queue.line(user or UserFactory(groups=["Reviewers"]), Narrowing.read(QueryDict(address))))


class TestFlags:
    def test_clean_ones_have_nothing_open_but_pinyin(self):
        clean, settled, flagged = ArticleFactory(), ArticleFactory(), ArticleFactory()
        Finding.objects.create(article=clean, kind="pinyin")
        Finding.objects.create(article=settled, kind="id-number", in_body=True, state=Finding.State.MASKED)
        Finding.objects.create(article=flagged, kind="no-date")
        assert found("flag=clean") == [clean, settled]
        assert found("flag=flagged") == [flagged]

    def test_blocked_ones_would_show_personal_data(self):
        ArticleFactory()
        in_footer, blocked = ArticleFactory(), make_draft()
        Finding.objects.create(article=in_footer, kind="id-number", in_body=False)
        assert found("flag=blocked") == [blocked]

    def test_one_kind_of_finding(self):
        one, other = ArticleFactory(), ArticleFactory()
        Finding.objects.create(article=one, kind="no-date")
        Finding.objects.create(article=other, kind="no-title")
        assert found("flag=no-date") == [one]


class TestWhoseAndWhere:
    def test_an_outlet_as_source_or_site_and_none(self):
        outlet = AgencyFactory()
        source, site, neither = ArticleFactory(source=outlet), ArticleFactory(site=outlet), ArticleFactory()
        assert found(f"outlet={outlet.pk}") == [source, site]
        assert found("outlet=0") == [site, neither]

    def test_assignee_me_and_nobody(self):
        person = UserFactory(groups=["Reviewers"])
        theirs, free = ArticleFactory(assigned_to=person), ArticleFactory()
        assert found(f"assignee={person.pk}") == [theirs]
        assert found("assignee=0") == [free]

    def test_uploader_and_batch(self):
        uploader = UserFactory()
        article = ArticleFactory(created_by=uploader)
        ArticleFactory()
        batch = UploadBatch.objects.create(uploaded_by=uploader)
        UploadItem.objects.create(batch=batch, name="a.html", article=article)
        assert found(f"uploader={uploader.pk}") == found(f"batch={batch.pk}") == [article]

    def test_discarded_ones_have_a_line_of_their_own(self):
        gone = ArticleFactory(state="discarded")
        ArticleFactory()
        assert found("state=discarded") == [gone]

    @pytest.mark.parametrize("state", ["published", "withdrawn", "all"])
    def test_no_other_state_has_a_line(self, state):
        ArticleFactory(state="published")
        draft = ArticleFactory()
        assert found(f"state={state}") == [draft]


class TestDays:
    def test_days_of_publication_both_ends_included(self):
        first, second, third = (ArticleFactory(published_on=datetime.date(2024, 9, day)) for day in (10, 11, 12))
        assert found("since=2024-09-10&until=2024-09-11") == [first, second]
        assert found("since=2024-09-12") == [third]

    def test_days_of_upload_are_days_in_china(self):
        article = ArticleFactory()
        moment = datetime.datetime(2026, 11, 21, 16, 30, tzinfo=datetime.UTC)  # half past midnight of the 22nd
        Article.objects.update(created_at=moment)
        assert found("dated=uploaded&since=2026-11-22&until=2026-11-22") == [article]
        assert found("dated=uploaded&until=2026-11-21") == []

    def test_a_day_that_is_none_narrows_nothing(self):
        article = ArticleFactory()
        assert found("since=2026-02-31&until=gestern") == [article]
        assert found("until=9999-12-31") == [article]


class TestWords:
    def test_titles_in_either_script(self):
        article = ArticleFactory(title="雲渡電信詐騙案告破")
        ArticleFactory(title="别的事")
        assert found("words=电信诈骗") == found("words=電信詐騙") == [article]

    def test_every_word_has_to_be_found_wherever_it_stands(self):
        article = ArticleFactory(
            title="海堤合龙", capture=CaptureFactory(file_name="dike-17.html"), desk_note="请核对日期"
        )
        ArticleFactory(title="海堤合龙")
        assert found("words=海堤+DIKE-17") == found("words=海堤+核对") == [article]
        assert found("words=海堤+铁路") == []

    def test_the_text_but_not_what_was_removed_from_it(self):
        article = make_draft()
        assert found("words=縣公安局提醒") == found("words=县公安局提醒") == [article]
        assert found("words=竹器合作社") == []
        assert TextBlock.objects.filter(text__contains="竹器合作社").exists()

    def test_names_of_uploaded_files(self):
        article = ArticleFactory()
        batch = UploadBatch.objects.create()
        UploadItem.objects.create(batch=batch, name="资料/第三版.htm", article=article)
        assert found("words=第三版") == [article]

    def test_signs_of_like_are_plain_characters(self):
        article = ArticleFactory(title="增长 100% 的谎言")
        ArticleFactory(title="增长 1000")
        assert found("words=100%25") == [article]
        assert found("words=_") == []


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "",
            "state=returned&flag=no-date&outlet=0&batch=7&assignee=0&uploader=3&order=oldest",
            "dated=uploaded&since=2024-01-01&until=2024-12-31&words=%E6%B5%B7+%E5%A0%A4",
        ],
    )
    def test_an_address_leads_back_to_itself(self, address):
        asked = Narrowing.read(QueryDict(address))
        assert asked.query == address
        assert Narrowing.read(QueryDict(asked.query)) == asked

    def test_nonsense_narrows_nothing(self):
        given = QueryDict("state=x&flag=y&outlet=-1&batch=99999999999999999&assignee=me&dated=z&order=w&words=%00")
        assert Narrowing.read(given) == Narrowing()
        assert not Narrowing.read(given).is_narrow
