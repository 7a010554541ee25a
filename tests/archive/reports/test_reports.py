"""Reports of readers: taken within limits, answered once, forgotten in time; the sender is known to nobody."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from archive import reports
from archive.models import Article, Event, ProblemReport
from archive.reports import DailySweep, Refusal, filing, forgetting
from archive.reports.filing import Words
from archive.reports.senders import digest_of
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
HERE, THERE = "192.0.2.7", "198.51.100.9"
DAY = datetime.date(2026, 11, 22)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(state="published")


def tell(article: Article, words: Any = "第二段的数字不对", *, address: str | None = HERE, kind: str = "text") -> Any:
    return reports.file(article, Words(kind, str(words)), address=address)


def move_back(report: ProblemReport, **past: Any) -> None:
    ProblemReport.objects.filter(pk=report.pk).update(made_at=report.made_at - datetime.timedelta(**past))


class TestSenders:
    def test_one_sender_is_the_same_all_day_and_another_one_tomorrow(self) -> None:
        assert digest_of(HERE, DAY) == digest_of(HERE, DAY)
        assert digest_of(HERE, DAY) != digest_of(HERE, DAY + datetime.timedelta(days=1))
        assert digest_of(HERE, DAY) != digest_of(THERE, DAY)

    def test_without_the_key_nobody_finds_the_address(self, settings: LazySettings) -> None:
        told = digest_of(HERE, DAY)
        settings.SECRET_KEY = "another"
        assert digest_of(HERE, DAY) != told and HERE not in told and len(told) == 32

    def test_a_line_of_ipv6_is_one_sender_whatever_its_last_half_says(self) -> None:
        assert digest_of("2001:db8:1:2::5", DAY) == digest_of("2001:db8:1:2:ffff::9", DAY)
        assert digest_of("2001:db8:1:2::5", DAY) != digest_of("2001:db8:1:3::5", DAY)

    def test_a_local_socket_is_a_sender_too(self) -> None:
        assert digest_of(None, DAY) != digest_of(HERE, DAY)


class TestFiling:
    def test_a_report_keeps_what_was_said_and_no_address(self, article: Article) -> None:
        report = reports.file(article, Words("facts", "日期不对", 3, "reader@example.test"), address=HERE)
        assert isinstance(report, ProblemReport)
        report.refresh_from_db()
        assert (report.kind, report.words, report.paragraph, report.contact) == (
            "facts", "日期不对", 3, "reader@example.test",
        )  # fmt: skip
        assert HERE not in str(ProblemReport.objects.values()) and report.state == "open"

    def test_the_same_words_again_are_the_same_report(self, article: Article) -> None:
        assert tell(article) == tell(article)
        assert ProblemReport.objects.count() == 1

    def test_a_sender_has_so_many_an_hour(self, article: Article) -> None:
        taken = [tell(ArticleFactory(state="published"), number) for number in range(filing.PER_HOUR)]
        assert tell(article, "一份") == Refusal.SENDER
        assert isinstance(tell(article, "一份", address=THERE), ProblemReport)
        for report in taken:
            move_back(report, hours=1)
        assert isinstance(tell(article, "一份"), ProblemReport)

    def test_and_so_many_a_day(self, article: Article) -> None:
        for number in range(filing.PER_DAY):
            report = tell(ArticleFactory(state="published"), number)
            assert isinstance(report, ProblemReport)
            move_back(report, hours=2)
        assert tell(article) == Refusal.SENDER

    def test_an_article_has_so_many_open_ones(self, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(filing, "OPEN_ABOUT_ONE", 3)
        taken = [tell(article, number, address=f"192.0.2.{number}") for number in range(3)]
        assert tell(article, "又一份", address=THERE) == Refusal.ARTICLE
        assert reports.settle(taken[0], by=UserFactory())
        assert isinstance(tell(article, "又一份", address=THERE), ProblemReport)

    def test_and_all_of_them_together(self, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(filing, "OPEN_IN_AN_HOUR", 3)
        for number in range(3):
            assert isinstance(tell(ArticleFactory(state="published"), address=f"192.0.2.{number}"), ProblemReport)
        assert tell(article, address=THERE) == Refusal.EVERYBODY

    def test_what_is_refused_leaves_nothing_and_the_log_knows_of_no_reader(self, article: Article) -> None:
        for number in range(filing.PER_HOUR + 3):
            tell(ArticleFactory(state="published"), number)
        assert ProblemReport.objects.count() == filing.PER_HOUR
        assert not Event.objects.exists()


class TestAnswers:
    @pytest.mark.parametrize(
        ("answer", "state", "action"),
        [(reports.settle, "settled", "report settled"), (reports.dismiss, "dismissed", "report dismissed")],
    )
    def test_an_answer_is_kept_with_who_and_when_and_told_in_the_log_without_a_word(
        self, article: Article, answer: Any, state: str, action: str
    ) -> None:
        report, person = tell(article, "秘密的话"), UserFactory()
        assert answer(report, by=person, answer="已更正数字")
        report.refresh_from_db()
        assert (report.state, report.settled_by, report.answer) == (state, person, "已更正数字")
        assert report.settled_at is not None
        event = Event.objects.get()
        assert (event.action, event.subject_type, event.subject_id) == (action, "problemreport", str(report.pk))
        assert "秘密" not in str(event.data) and "更正" not in str(event.data)

    def test_the_second_of_two_changes_nothing(self, article: Article) -> None:
        report = tell(article)
        assert reports.settle(report, by=UserFactory(), answer="第一")
        assert not reports.dismiss(report, by=UserFactory(), answer="第二")
        report.refresh_from_db()
        assert (report.state, report.answer, Event.objects.count()) == ("settled", "第一", 1)


class TestForgetting:
    def test_words_stay_until_ninety_days_after_the_answer(self, article: Article) -> None:
        kept, old, waiting = (tell(article, word, address=THERE) for word in ("新", "旧", "等"))
        for report in (kept, old):
            reports.settle(report, by=UserFactory(), answer="好")
        long_ago = timezone.now() - forgetting.WORDS_KEPT
        hour = datetime.timedelta(hours=1)
        ProblemReport.objects.filter(pk=old.pk).update(settled_at=long_ago - hour, contact="a@example.test")
        ProblemReport.objects.filter(pk=kept.pk).update(settled_at=long_ago + hour)
        ProblemReport.objects.filter(pk=waiting.pk).update(made_at=long_ago - hour)
        assert reports.sweep() == 2  # the words of one, the sender of another
        told = {row.pk: (row.words, row.contact, bool(row.sender), row.answer) for row in ProblemReport.objects.all()}
        assert told == {
            kept.pk: ("新", "", True, "好"),
            old.pk: ("", "", False, "好"),
            waiting.pk: ("等", "", False, ""),
        }
        assert reports.sweep() == 0

    def test_once_a_day_is_enough(self, article: Article, django_assert_num_queries: Any) -> None:
        daily = DailySweep()
        daily.step()
        with django_assert_num_queries(0):
            daily.step()
