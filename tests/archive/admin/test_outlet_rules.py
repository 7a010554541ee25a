"""Making a rule of a block: nothing is kept before it was previewed, and rules are switched on their list."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Article, OutletRule
from tests.drafts import ID_NUMBER, PARAGRAPHS, TITLE, make_draft
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db

TYPED = {"match": "begins", "words": "縣公安局提醒", "element": "", "becomes": "removed:widget"}


def url(article: Article, block: int = 7) -> str:
    return reverse("admin:archive_article_rule", args=[article.pk]) + f"?block={block}"


@pytest.fixture
def site():
    return AgencyFactory(name="遠汀網")


@pytest.fixture
def article(site):
    return make_draft(site=site)


def save(client: Client, article: Article, **typed: object):
    """Preview, then keep what was previewed."""
    seen = client.post(url(article), {**TYPED, **typed, "step": "preview"}).context["proposal"]
    return client.post(url(article), {**TYPED, **typed, "step": "save", "seen": seen.seal if seen else ""})


def test_it_begins_with_the_blocks_own_text_and_what_that_would_change(as_, article):
    answer = as_("reviewer").get(url(article))
    assert PARAGRAPHS[7] in answer.content.decode()
    assert [page.article for page in answer.context["previewed"].drafts] == [article]
    assert not OutletRule.objects.exists()


def test_a_preview_keeps_nothing(as_, article):
    assert as_("reviewer").post(url(article), {**TYPED, "step": "preview"}).status_code == 200
    assert not OutletRule.objects.exists()


def test_what_was_not_previewed_is_shown_first(as_, article):
    answer = as_("reviewer").post(url(article), {**TYPED, "step": "save", "seen": "begins|removed|widget|other"})
    assert answer.context["preview"].blocks == 1
    assert not OutletRule.objects.exists()


def test_kept_it_is_followed_by_the_ticked_drafts(as_, article, site, people):
    other = make_draft(site=site)
    answer = save(as_("reviewer"), article, follow=[article.pk])
    assert answer["Location"] == reverse("admin:archive_article_review", args=[article.pk])
    rule = OutletRule.objects.get()
    assert (rule.outlet, rule.match, rule.made_by, rule.article) == (site, "begins", people["reviewer"], article)
    assert PARAGRAPHS[7] not in Article.objects.get(pk=article.pk).body
    assert PARAGRAPHS[7] in Article.objects.get(pk=other.pk).body


def test_a_rule_that_cuts_published_text_is_shown_with_a_warning_and_leaves_it(as_, article, site):
    public = make_draft(site=site, state="published")
    words = as_("reviewer").get(url(article)).content.decode()
    assert '<p class="alarm" role="alert">' in words
    save(as_("reviewer"), article, follow=[public.pk])
    assert Article.objects.get(pk=public.pk).body == public.body


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "县"},
        {"words": " "},
        {"match": "element"},
        {"match": "nonsense"},
        {"becomes": "title"},
        {"becomes": "removed:reviewer"},
        {"words": f"身份證號{ID_NUMBER[:0]}110101199003070003"},
    ],
)
def test_what_cannot_be_a_rule_is_told(as_, article, typed):
    answer = save(as_("reviewer"), article, **typed)
    assert answer.status_code == 422
    assert not OutletRule.objects.exists()


def test_numbers_of_people_are_covered_in_the_preview(as_, article):
    words = as_("reviewer").post(url(article), {**TYPED, "words": "事主之一", "step": "preview"}).content.decode()
    assert "身份證號█" in words
    assert ID_NUMBER not in words


def test_an_element_of_the_page_can_be_chosen(as_, article):
    article.blocks.filter(position=7).update(path=["article", "tip-line"])
    save(as_("reviewer"), article, match="element", element="tip-line")
    assert (OutletRule.objects.get().words, OutletRule.objects.get().match) == ("tip-line", "element")


@pytest.mark.parametrize("query", ["", "?block=99", "?block=x", "?block=²"])
def test_a_block_that_is_not_there(as_, article, query):
    address = reverse("admin:archive_article_rule", args=[article.pk]) + query
    assert as_("reviewer").get(address).status_code == 404


def test_a_page_without_outlet_or_address_has_no_rules(as_):
    article = make_draft()
    assert as_("reviewer").get(url(article)).status_code == 404
    words = as_("reviewer").get(reverse("admin:archive_article_review", args=[article.pk])).content.decode()
    assert "/rule/" not in words


def test_the_review_page_says_in_words_which_rule_removed_a_block(as_, article):
    save(as_("reviewer"), article, follow=[article.pk])
    words = as_("reviewer").get(reverse("admin:archive_article_review", args=[article.pk])).content.decode()
    assert 'class="rule-name"' in words and "縣公安局提醒" in words


def test_a_shipped_rule_is_named_with_its_outlet(as_, article):
    article.blocks.filter(position=8).update(rule="outlets.toml:people.com.cn/related")
    words = as_("reviewer").get(reverse("admin:archive_article_review", args=[article.pk])).content.decode()
    assert "people.com.cn: related" in words or "people.com.cn：related" in words
    assert "outlets.toml" not in words


def test_an_uploader_makes_no_rules(as_, people, site):
    article = make_draft(created_by=people["uploader"], site=site)
    assert as_("uploader").post(url(article), {**TYPED, "step": "save"}).status_code == 403
    words = as_("uploader").get(reverse("admin:archive_article_review", args=[article.pk])).content.decode()
    assert "/rule/" not in words


def test_a_post_without_the_token_does_nothing(people, article):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["manager"])
    assert client.post(url(article), {**TYPED, "step": "save"}).status_code == 403


class TestList:
    @pytest.fixture
    def rule(self, as_, article):
        save(as_("reviewer"), article, follow=[article.pk])
        return OutletRule.objects.get()

    def order(self, client: Client, rule: OutletRule, action: str):
        listed = reverse("admin:archive_outletrule_changelist")
        return client.post(listed, {"action": action, "_selected_action": [rule.pk]})

    @pytest.mark.parametrize("role", ["reviewer", "manager"])
    def test_rules_are_listed_with_their_uses_and_switched(self, as_, rule, role):
        words = as_(role).get(reverse("admin:archive_outletrule_changelist")).content.decode()
        assert 'class="field-used">1<' in words and TITLE not in words
        self.order(as_(role), rule, "switch_off")
        assert not OutletRule.objects.get().active
        self.order(as_(role), rule, "switch_on")
        assert OutletRule.objects.get().active

    def test_an_uploader_neither_sees_nor_switches_them(self, as_, rule):
        assert as_("uploader").get(reverse("admin:archive_outletrule_changelist")).status_code == 403
        assert self.order(as_("uploader"), rule, "switch_off").status_code == 403
        assert OutletRule.objects.get().active

    def test_nobody_rewrites_or_deletes_one(self, as_, rule):
        for page in ("change", "delete"):
            answer = as_("manager").post(reverse(f"admin:archive_outletrule_{page}", args=[rule.pk]), {"words": "x"})
            assert answer.status_code == 403
        assert OutletRule.objects.get().words == rule.words
