"""Findings settled, and settled anew: no decision about them is final."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from archive import publishing
from archive.models import Article, Event, Finding
from archive.review.masking import mask_finding
from archive.review.outcomes import Objection
from archive.review.settling import clear_finding, keep_finding, reopen_finding
from tests.drafts import ID_NUMBER, make_draft
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer() -> User:
    return UserFactory(groups=["Reviewers"])


class TestKeepFinding:
    def test_needs_a_reason(self):
        finding = make_draft().findings.blocking().first()
        assert keep_finding(finding, by=None, reason="  ") == Objection.NO_REASON
        assert Finding.objects.get(pk=finding.pk).state == "open"

    def test_settles_it_with_the_reason_and_who(self, reviewer):
        finding = make_draft().findings.blocking().first()
        assert keep_finding(finding, by=reviewer, reason="公开的热线") is None
        stored = Finding.objects.get(pk=finding.pk)
        assert (stored.state, stored.note, stored.settled_by) == ("kept", "公开的热线", reviewer)
        assert Event.objects.get(action="finding kept").data["finding"] == finding.pk

    def test_a_settled_finding_is_not_settled_again(self):
        finding = make_draft().findings.blocking().first()
        keep_finding(finding, by=None, reason="公开的热线")
        assert keep_finding(finding, by=None, reason="再来") == Objection.SETTLED

    def test_a_page_from_before_is_out_of_date_afterwards(self):
        article = make_draft()
        keep_finding(article.findings.blocking().first(), by=None, reason="公开的热线")
        assert Article.objects.get().version == 2


class TestClearFinding:
    def test_needs_no_reason_and_lets_the_article_out(self, reviewer):
        article = make_draft()
        for finding in article.findings.blocking():
            assert clear_finding(finding, by=reviewer) is None
        assert set(article.findings.filter(kind__in=Finding.PERSONAL_DATA).values_list("state", flat=True)) == {
            "harmless"
        }
        assert publishing.publish(article, by=reviewer) is None

    def test_the_same_words_elsewhere_are_settled_with_it(self, reviewer):
        article = make_draft()
        Finding.objects.create(article=article, kind="id-number", text=ID_NUMBER, block=7, in_body=True)
        clear_finding(article.findings.filter(text=ID_NUMBER).first(), by=reviewer)
        assert set(article.findings.filter(text=ID_NUMBER).values_list("state", flat=True)) == {"harmless"}

    def test_a_settled_one_is_not_settled_again(self, reviewer):
        finding = make_draft().findings.blocking().first()
        keep_finding(finding, by=reviewer, reason="公开的热线")
        assert clear_finding(finding, by=reviewer) == Objection.SETTLED


class TestReopenFinding:
    def test_covers_the_words_and_blocks_publication_again(self, reviewer):
        article = make_draft()
        finding = article.findings.get(text=ID_NUMBER)
        clear_finding(finding, by=reviewer)
        assert reopen_finding(finding, by=reviewer) is None
        stored = Finding.objects.get(pk=finding.pk)
        assert (stored.state, stored.settled_by, stored.note) == ("open", None, "")
        assert stored.blocks_publication
        assert Event.objects.filter(action="finding reopened").exists()

    def test_a_public_article_is_not_left_with_an_open_finding(self, reviewer):
        article = make_draft()
        for finding in article.findings.blocking():
            clear_finding(finding, by=reviewer)
        publishing.publish(article, by=reviewer)
        finding = article.findings.get(text=ID_NUMBER)
        assert reopen_finding(finding, by=reviewer) == Objection.PUBLIC

    def test_there_the_words_can_be_masked_after_all(self, reviewer):
        article = make_draft()
        for finding in article.findings.blocking():
            clear_finding(finding, by=reviewer)
        publishing.publish(article, by=reviewer)
        assert mask_finding(article.findings.get(text=ID_NUMBER), by=reviewer) is None
        assert ID_NUMBER not in Article.objects.public().get().text

    @pytest.mark.parametrize("state", ["open", "masked"])
    def test_only_what_was_let_be_can_be_opened(self, state):
        finding = make_draft().findings.blocking().first()
        Finding.objects.filter(pk=finding.pk).update(state=state)
        assert reopen_finding(finding, by=None) == Objection.NOT_LET_BE
