"""Masked words are gone from everything that readers could ever see, and stay where reviewers need them."""

from __future__ import annotations

import pytest

from archive import publishing
from archive.admin.verbs import personal_data
from archive.models import Article, ArticleAgency, Event, Finding, TextBlock
from archive.review import decisions
from archive.review.changes import body_of
from archive.review.hiding import hidden, shows
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
    titles = [article.kicker, article.title, article.subtitle, article.original_title, article.dateline]
    fields = [*titles, article.body, article.source_name, article.authors, article.editors, article.evidence]
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

    def test_takes_them_out_of_the_lines_around_the_title_and_the_dateline(self):
        article = make_draft(kicker=f"{ID_NUMBER}失主", subtitle=f"寻{ID_NUMBER}", dateline=f"本报{ID_NUMBER}电")
        mask_finding(number(article), by=None)
        assert ID_NUMBER not in everything_public(Article.objects.get())

    def test_takes_out_both_parts_of_a_number_that_runs_over_the_end_of_a_line(self):
        first, second = ID_NUMBER[:9], ID_NUMBER[9:]
        article = make_draft(body=[f"失主的号码{first}", f"{second}已核对。"])
        article.blocks.all().delete()
        TextBlock.objects.bulk_create(
            TextBlock(article=article, position=at, text=text, cleaned=text, role="paragraph")
            for at, text in enumerate(article.body)
        )
        article.findings.all().delete()
        Finding.objects.create(article=article, kind="id-number", text=f"{first}\n{second}", block=0, in_body=True)
        assert mask_finding(article.findings.get(), by=None) is None
        stored = Article.objects.get()
        assert stored.body == body_of(stored.blocks.all()) == [f"失主的号码{MASK}", f"{MASK}已核对。"]
        assert not stored.findings.blocking().exists()

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


class TestWhatIsTypedIsLookedAt:
    """The gate stands after the desk too: what a person types, or puts together, is found before it is published."""

    def amend(self, article: Article, **wanted: object) -> object:
        return decisions.amend(article, wanted, by=None, version=article.version, detect=personal_data)

    @pytest.mark.parametrize("field", ["title", "original_title", "source_name", "site_name", "authors", "editors"])
    def test_a_number_typed_into_any_field_stops_the_publication(self, field: str, reviewer):
        article = make_draft()
        article.findings.update(state="kept")
        words = "林先生15400123456"
        assert self.amend(article, **{field: [words] if field in ("authors", "editors") else words}) is None
        assert publishing.publish(article, by=reviewer) == publishing.Refusal.OPEN_FINDINGS
        assert mask_finding(article.findings.blocking().get(), by=reviewer) is None
        assert "15400123456" not in everything_public(Article.objects.get())
        assert publishing.publish(article, by=reviewer) is None

    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("住汐城市柳荫路12号3栋501室", "home-address"),
            ("车牌京A·K1234", "plate"),
            ("护照号E12345678", "passport"),
            ("身份證A123456(3)", "hk-id"),
            ("失主邮箱zhoudu@qq.com", "email"),
            ("失主林先生，电话0571-86123456", "landline"),
        ],
    )
    def test_so_does_every_kind_in_the_body(self, words: str, kind: str, reviewer):
        article = make_draft()
        article.findings.update(state="kept")
        assert self.amend(article, blocks={7: f"林某某，{words}。"}) is None
        assert article.findings.blocking().get().kind == kind
        assert publishing.publish(article, by=reviewer) == publishing.Refusal.OPEN_FINDINGS

    def test_a_public_article_refuses_an_edit_that_would_show_a_number(self, reviewer):
        article = make_draft()
        article.findings.update(state="kept")
        publishing.publish(article, by=reviewer)
        refusal = self.amend(article, blocks={7: "林某某，身份证号990102199003074135。"})
        assert refusal == publishing.Refusal.OPEN_FINDINGS
        assert "990102199003074135" not in everything_public(Article.objects.get())

    def test_a_mask_is_no_finding(self):
        article = make_draft()
        mask_finding(number(article), by=None)
        mask_finding(number(article, MOBILE), by=None)
        assert self.amend(article, title="换个题目") is None
        assert not article.findings.blocking().exists()


@pytest.mark.parametrize(
    ("text", "words", "after"),
    [
        ("他的15400123456号", "15400123456", f"他的{MASK}号"),
        ("号码15400", "15400\n123456", f"号码{MASK}"),
        ("123456号", "15400\n123456", f"{MASK}号"),
        ("一行15400\n123456里", "15400\n123456", f"一行{MASK}里"),
        ("3456", "12\n3456\n78", MASK),
        ("共12", "12\n3456\n78", "共12"),
        ("2023年", "15400\n123456", "2023年"),
        ("没有", "", "没有"),
    ],
)
def test_hidden_takes_words_out_whole_or_in_the_parts_that_a_line_has_of_them(text: str, words: str, after: str):
    assert hidden(text, words) == after
    assert shows(text, words) == (text != after)


def test_scrub_goes_through_every_depth_and_leaves_keys_and_numbers():
    value = {"a": [f"x{MOBILE}", {"b": MOBILE}], MOBILE: 3}
    assert scrub(value, MOBILE) == {"a": [f"x{MASK}", {"b": MASK}], MOBILE: 3}
