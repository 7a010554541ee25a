"""Masked words are gone from everything that readers could ever see, and stay where reviewers need them."""

from __future__ import annotations

import pytest

from archive import publishing
from archive.models import Article, ArticleAgency, Event, Finding
from archive.review.changes import body_of
from archive.review.masking import MASK, mask_finding, scrub
from archive.review.outcomes import Objection
from tests.drafts import ID_NUMBER, MOBILE, make_draft
from tests.factories import AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return UserFactory(groups=["Reviewers"])


def number(article: Article, words: str = ID_NUMBER) -> Finding:
    return article.findings.get(text=words)


def everything_public(article: Article) -> str:
    """All that any public page could draw from, as one string."""
    fields = [article.title, article.original_title, article.body, article.authors, article.editors, article.evidence]
    revisions = list(article.revisions.values("title", "body", "fields"))
    links = list(article.agency_links.values("evidence"))
    return repr([fields, revisions, links, [block.cleaned for block in article.blocks.all()]])


class TestMaskFinding:
    def test_replaces_the_words_and_leaves_the_rest(self):
        article = make_draft()
        assert mask_finding(number(article), by=None) is None
        assert f"身份證號{MASK}和手機號{MOBILE}" in Article.objects.get().body[1]

    def test_body_and_blocks_stay_the_same(self):
        article = make_draft()
        mask_finding(number(article), by=None)
        stored = Article.objects.get()
        assert stored.body == body_of(stored.blocks.all())

    def test_takes_them_out_of_titles_names_evidence_and_links(self):
        article = make_draft(title=f"失主{ID_NUMBER}请来领取", authors=[f"记者{ID_NUMBER}"])
        article.evidence["title"].append({"quote": f"失主{ID_NUMBER}", "where": "title", "block": None, "used": True})
        article.save()
        ArticleAgency.objects.create(
            article=article, agency=AgencyFactory(), role="mentioned", evidence=[{"quote": f"登记{ID_NUMBER}"}]
        )
        mask_finding(number(article), by=None)
        assert ID_NUMBER not in everything_public(Article.objects.get())

    def test_takes_them_out_of_revisions_that_were_public(self, reviewer):
        article = make_draft()
        article.findings.update(state="kept")
        publishing.publish(article, by=reviewer)
        assert ID_NUMBER in everything_public(article)
        article.findings.filter(text=ID_NUMBER).update(state="open")
        assert mask_finding(number(article), by=reviewer) is None
        assert ID_NUMBER not in everything_public(Article.objects.get())
        assert article.revisions.count() == 2

    def test_works_on_a_public_article_where_another_number_is_still_open(self, reviewer):
        article = make_draft()
        article.findings.update(state="kept")
        publishing.publish(article, by=reviewer)
        article.findings.filter(kind__in=Finding.PERSONAL_DATA).update(state="open")
        assert mask_finding(number(article), by=reviewer) is None
        assert mask_finding(number(article, MOBILE), by=reviewer) is None
        assert not article.findings.blocking().exists()

    def test_keeps_the_page_as_decoded_for_reviewers(self):
        article = make_draft()
        mask_finding(number(article), by=None)
        assert ID_NUMBER in article.blocks.get(position=6).text

    def test_settles_every_finding_of_the_same_words(self, reviewer):
        article = make_draft()
        Finding.objects.create(article=article, kind="id-number", text=ID_NUMBER, block=0)
        mask_finding(article.findings.filter(text=ID_NUMBER).first(), by=reviewer)
        assert set(article.findings.filter(text=ID_NUMBER).values_list("state", "settled_by")) == {
            ("masked", reviewer.pk)
        }

    def test_the_event_does_not_hold_the_words(self):
        article = make_draft()
        mask_finding(number(article), by=None)
        assert ID_NUMBER not in repr(list(Event.objects.values()))

    def test_a_second_time_it_is_settled_already(self):
        finding = number(make_draft())
        mask_finding(finding, by=None)
        assert mask_finding(finding, by=None) == Objection.SETTLED

    def test_words_that_are_nowhere_are_not_called_masked(self):
        article = make_draft()
        finding = Finding.objects.create(article=article, kind="id-number", text="990101190001019999", in_body=True)
        assert mask_finding(finding, by=None) == Objection.WORDS_GONE
        assert Finding.objects.get(pk=finding.pk).state == "open"

    def test_readings_stay_at_their_characters(self):
        article = make_draft()
        block = article.blocks.get(position=6)
        block.readings = [
            {"at": block.cleaned.index("登"), "reading": "dēng"},
            {"at": len(block.cleaned) - 3, "reading": "zhào"},
        ]
        block.save()
        mask_finding(number(article), by=None)
        block.refresh_from_db()
        assert [block.cleaned[reading["at"]] for reading in block.readings] == ["登", "照"]


def test_scrub_goes_through_every_depth_and_leaves_keys_and_numbers():
    value = {"a": [f"x{MOBILE}", {"b": MOBILE}], MOBILE: 3}
    assert scrub(value, MOBILE) == {"a": [f"x{MASK}", {"b": MASK}], MOBILE: 3}
