"""Outlet rules in review: whose pages, what a preview promises, what is done to drafts and never to published ones."""

from __future__ import annotations

import pytest

from archive import publishing
from archive.ingest.kept_rules import kept_rules
from archive.models import Article, Event, OutletRule, TextBlock
from archive.models.rules import with_uses
from archive.review import rules
from archive.review.decisions import cut_block, restore_block
from archive.review.rules import Outlet, Proposal, outlet_of
from archive.text.wording import Match
from tests.drafts import PARAGRAPHS, make_draft
from tests.factories import AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db

WARNING = PARAGRAPHS[7]


def nothing(text: str) -> list[tuple[str, str]]:
    return []


@pytest.fixture
def site():
    return AgencyFactory(name="遠汀網", aliases=["yuanting.example"])


@pytest.fixture
def proposal():
    return Proposal(Match.BEGINS, "县公安局提醒", TextBlock.Role.REMOVED, TextBlock.Reason.WIDGET)


def published(**fields) -> Article:
    article = make_draft(**fields)
    article.findings.all().delete()
    assert publishing.publish(article, by=None) is None
    return article


def make(article: Article, proposal: Proposal, **given) -> tuple[OutletRule, int]:
    outlet = outlet_of(article)
    assert outlet
    return rules.make(article, outlet, proposal, **{"by": None, "detect": nothing, **given})


class TestOutlet:
    def test_the_site_goes_before_the_source(self, site):
        assert outlet_of(make_draft(site=site, source=AgencyFactory())) == Outlet(site)

    def test_the_source_where_no_other_site_is_named(self):
        source = AgencyFactory()
        assert outlet_of(make_draft(source=source, site_name="")) == Outlet(source)

    def test_the_host_where_no_agency_is_known(self):
        article = make_draft(source=AgencyFactory(), url="https://www.yuanting.example/a.html")
        assert outlet_of(article) == Outlet(None, "yuanting.example")

    def test_none_where_nothing_is_known(self):
        assert outlet_of(make_draft()) is None


class TestPreview:
    def test_drafts_and_published_pages_of_this_outlet_apart(self, site, proposal):
        draft, public = make_draft(site=site), published(site=site)
        make_draft(site=AgencyFactory())
        make_draft(site=site, state="withdrawn")
        seen = rules.preview(Outlet(site), proposal)
        assert [page.article for page in seen.drafts] == [draft]
        assert [page.article for page in seen.published] == [public]
        assert (seen.pages, seen.blocks) == (2, 2)

    def test_a_rule_that_would_cut_what_readers_see_says_so(self, site, proposal):
        published(site=site)
        assert rules.preview(Outlet(site), proposal).cuts == 1
        keeping = Proposal(Match.BEGINS, "首页", TextBlock.Role.PARAGRAPH)
        assert rules.preview(Outlet(site), keeping).cuts == 0

    def test_pages_of_a_host(self, proposal):
        make_draft(url="https://yuanting.example/1", site_name="")
        make_draft(url="https://other.example/?from=yuanting.example", site_name="")
        assert rules.preview(Outlet(None, "yuanting.example"), proposal).pages == 1

    def test_what_a_person_decided_is_left_alone(self, site):
        article = make_draft(site=site)
        restore_block(article, 4, by=None, detect=nothing)
        shares = Proposal(Match.BEGINS, "分享到", TextBlock.Role.REMOVED, TextBlock.Reason.SHARE)
        assert rules.preview(Outlet(site), shares).blocks == 0

    def test_title_and_credits_are_no_blocks_for_rules(self, site):
        make_draft(site=site)
        wide = Proposal(Match.CONTAINS, "2026-11-18", TextBlock.Role.REMOVED, TextBlock.Reason.WIDGET)
        assert rules.preview(Outlet(site), wide).blocks == 0

    def test_it_takes_a_bounded_number_of_queries(self, site, proposal, django_assert_max_num_queries):
        for _ in range(12):
            make_draft(site=site)
        with django_assert_max_num_queries(4):
            rules.preview(Outlet(site), proposal)


class TestMake:
    def test_drafts_that_were_chosen_follow_and_others_stay(self, site, proposal):
        one, other, public = make_draft(site=site), make_draft(site=site), published(site=site)
        rule, changed = make(one, proposal, follow=[one.pk, public.pk])
        assert changed == 1
        block = one.blocks.get(position=7)
        assert (block.role, block.reason, block.rule) == ("removed", "widget", rule.name)
        assert WARNING not in Article.objects.get(pk=one.pk).body
        assert WARNING in Article.objects.get(pk=other.pk).body
        assert Article.objects.get(pk=public.pk).version == public.version
        assert {event.action for event in Event.objects.all()} >= {"rule made", "rule followed"}

    def test_a_draft_of_another_outlet_cannot_be_slipped_in(self, site, proposal):
        strange = make_draft(site=AgencyFactory())
        assert make(make_draft(site=site), proposal, follow=[strange.pk])[1] == 0

    def test_what_a_rule_did_can_be_undone(self, site, proposal):
        article = make_draft(site=site)
        before = list(article.blocks.values())
        make(article, proposal, follow=[article.pk])
        restore_block(article, 7, by=None, detect=nothing)
        assert list(article.blocks.values()) == before

    def test_its_uses_are_counted(self, site, proposal):
        drafts = [make_draft(site=site) for _ in range(3)]
        rule, _changed = make(drafts[0], proposal, follow=[draft.pk for draft in drafts])
        assert [counted.uses for counted in with_uses(OutletRule.objects.all())] == [3]
        assert rules.in_words([rule.name, "spam-line", "outlet:x", "outlet:999"]) == {rule.name: rule}

    def test_a_rule_for_a_host(self, proposal):
        rule, _changed = make(make_draft(url="https://www.yuanting.example/1"), proposal)
        assert (rule.outlet, rule.host, rule.whose) == (None, "yuanting.example", "yuanting.example")


class TestKeptForIngest:
    def test_an_active_rule_travels_with_all_names_of_its_outlet(self, site, proposal):
        rule, _changed = make(make_draft(site=site), proposal)
        [sent] = kept_rules()
        assert (sent.name, sent.match, sent.words) == (rule.name, Match.BEGINS, "县公安局提醒")
        assert set(sent.outlets) == {"远汀网", "yuanting.example"}
        assert sent.hosts == ("yuanting.example",)

    def test_a_rule_that_is_switched_off_does_not_and_that_is_recorded_once(self, site, proposal):
        by = UserFactory()
        rule, _changed = make(make_draft(site=site), proposal)
        assert rules.switch(rule, active=False, by=by)
        assert not rules.switch(rule, active=False, by=by)
        assert kept_rules() == ()
        assert Event.objects.get(action="rule switched off").actor == by
        rules.switch(rule, active=True, by=by)
        assert len(kept_rules()) == 1


def test_a_cut_by_hand_can_be_a_rule_for_others(site, proposal):
    mine, other = make_draft(site=site), make_draft(site=site)
    cut_block(mine, 7, by=None)
    assert [page.article for page in rules.preview(Outlet(site), proposal).drafts] == [other]
