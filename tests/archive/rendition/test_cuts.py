"""What was removed is shown with its reason, and nothing of it that readers must not see."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive import publishing
from archive.models import Article, Finding
from archive.rendition.cuts import kind_of_rule
from archive.review import decisions, masking
from archive.text.folding import fold
from tests.archive.rendition.pages import make_article, page, publish, queries, removed_block

MOBILE, ID_NUMBER = "13912345678", "110101199003074258"
NOT_SHOWN = "Not shown, in case it holds personal data."


def cuts(html: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", cut) for cut in re.findall(r'<p class="cut".*?</p>', html)]


class TestShown:
    def test_each_stands_in_its_place_with_its_reason(self, client, db):
        html = page(client, publish(make_article(removed=[removed_block("分享到：好友圈")])), "removed=1")
        assert cuts(html) == [
            "Navigation by a general rule, 15 characters 远汀网首页 > 新闻 > 正文".replace(">", "&gt;"),
            "Share bar by a general rule, 7 characters 分享到：好友圈",
        ]
        assert html.index("首页") < html.index('id="p1"') < html.index("分享到")
        assert "<del" in html

    def test_they_are_not_there_unless_they_are_asked_for(self, client, db):
        article = publish(make_article())
        assert "首页" not in page(client, article)
        assert "Removed (1)" in page(client, article)

    def test_neighbours_for_one_reason_are_one_cut_and_long_ones_are_cut_short(self, client, db):
        article = publish(make_article(removed=[removed_block(f"相关新闻{n}" * 9) for n in range(30)]))
        found = cuts(page(client, article, "removed=1"))
        assert len(found) == 2
        assert "characters" in found[1]
        assert found[1].endswith("……")
        assert len(found[1]) < 400

    @pytest.mark.parametrize(
        ("rule", "by_person", "kind"),
        [
            ("share-bar", False, "by a general rule"),
            ("outlet:12", False, "by a rule for this outlet"),
            ("outlets.toml:a/b", False, "by a rule for this outlet"),
            ("share-bar", True, "by a reviewer"),
            ("", False, "by a reviewer"),
        ],
    )
    def test_the_kind_of_the_rule_is_told_and_not_its_number(self, rule, by_person, kind):
        with translation.override("en"):
            assert kind_of_rule(rule, by_person=by_person) == kind


class TestHidden:
    def hidden(self, client, article: Article) -> None:
        html = page(client, article, "removed=1")
        assert NOT_SHOWN in cuts(html)[-1]
        assert "秘密" not in html

    @pytest.mark.parametrize("state", [Finding.State.OPEN, Finding.State.MASKED, Finding.State.KEPT])
    def test_a_block_with_a_finding_that_is_not_harmless(self, client, db, state):
        article = make_article(removed=[removed_block("秘密的联系人 张小姐")])
        Finding.objects.create(article=article, kind="private", text="张小姐", state=state, block=4)
        self.hidden(client, publish(article))

    @pytest.mark.parametrize("printed", ["139 1234 5678", "１３９１２３４５６７８", "139-1234-5678"])
    def test_a_number_that_was_found_elsewhere_however_it_is_printed(self, client, db, printed):
        article = make_article(removed=[removed_block(f"秘密 {printed}")])
        Finding.objects.create(article=article, kind="mobile-number", text=MOBILE, state=Finding.State.MASKED)
        self.hidden(client, publish(article))

    @pytest.mark.parametrize(
        "words", [f"秘密电话 {MOBILE}", f"秘密身份证 {ID_NUMBER}", "秘密邮箱 zhang.xiao@mail.test 联系"]
    )
    def test_a_number_that_no_finding_tells_of(self, client, db, words):
        self.hidden(client, publish(make_article(removed=[removed_block(words)])))

    def test_both_parts_of_a_number_that_runs_over_the_end_of_a_block(self, client, db):
        first, second = (
            removed_block("秘密身份证号 1101011990"),
            removed_block("03074258 秘密", "footer", "footer-line"),
        )
        html = page(client, publish(make_article(removed=[first, second])), "removed=1")
        assert [NOT_SHOWN in cut for cut in cuts(html)] == [False, True, True]
        assert "秘密" not in html

    def test_what_a_person_cut_out(self, client, db):
        article = publish(
            make_article(removed=[removed_block("秘密", was={"role": "paragraph", "reason": "", "rule": ""})])
        )
        self.hidden(client, article)
        assert decisions.cut_block(article, 3, by=None) is None
        html = page(client, article, "removed=1")
        assert "旧埭" not in html

    def test_words_that_were_masked_afterwards(self, client, db):
        article = publish(make_article(subtitle="秘密的李某", removed=[removed_block("小李某、秘密的李某")]))
        assert masking.mask_words(article, "秘密的李某", by=None) is None
        self.hidden(client, article)

    def test_words_that_were_corrected(self, client, db):
        article = publish(
            make_article(
                title="秘密人物张某某出庭受审", removed=[removed_block("秘密人物张某某出庭受审", "duplicate-title")]
            )
        )
        Article.objects.filter(pk=article.pk).update(title="某人出庭受审")
        article.refresh_from_db()
        publishing.announce_change(article, by=None, kind="correction")
        self.hidden(client, article)

    def test_everything_where_a_version_is_sealed(self, client, db):
        article = publish(make_article(removed=[removed_block("秘密")]))
        article.revisions.update(sealed=True)
        html = page(client, article, "removed=1")
        assert all(NOT_SHOWN in cut for cut in cuts(html))
        assert "首页" not in html
        self.hidden(client, article)

    def test_the_page_as_decoded_is_never_shown(self, client, db):
        block = removed_block("联系我们") | {"text": f"联系我们 秘密 {MOBILE}"}
        html = page(client, publish(make_article(removed=[block])), "removed=1")
        assert "秘密" not in html
        assert "联系我们" in html

    def test_what_is_harmless_is_shown(self, client, db):
        article = make_article(removed=[removed_block("值班编辑张小姐")])
        Finding.objects.create(article=article, kind="private", text="张小姐", state=Finding.State.HARMLESS)
        assert "张小姐" in page(client, publish(article), "removed=1")


PRIVATE = st.sampled_from([MOBILE, ID_NUMBER, "张小姐", "zhang@mail.test", "龙湾路7号", "城南村三组"])
FILLING = st.text("海堤合龙后面的新闻 分享到1，。", max_size=8)


class TestNoFindingIsShown(TestCase):
    """In every mode, whatever the state of the findings and wherever their words stand in what was removed."""

    @settings(max_examples=12)
    @given(
        st.lists(st.tuples(FILLING, PRIVATE, FILLING), min_size=1, max_size=3),
        st.sampled_from([Finding.State.OPEN, Finding.State.MASKED]),
        st.data(),
    )
    def test_no_mode_shows_it(self, blocks, state, data):
        article = make_article(removed=[removed_block("".join(parts)) for parts in blocks])
        for _, words, _ in blocks:
            Finding.objects.create(article=article, kind="private", text=words, state=state, in_body=False)
        publish(article)
        for query in [
            *data.draw(st.lists(st.sampled_from(queries()), max_size=3)),
            "removed=1",
            "removed=1&script=hant",
        ]:
            shown = fold(re.sub(r"<[^>]*>", "", page(self.client, article, query)))
            for _, words, _ in blocks:
                assert fold(words) not in shown, query
