"""Uploads against the archive in the database: who is linked, who is not, and that order and number do not matter."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from archive.duplicates import candidates, compare, comparing, likenesses_of
from archive.duplicates.judging import judge
from archive.models import Article, Finding, Fingerprint, Likeness, Sketch
from archive.text.fingerprints import words_of
from tests.archive.duplicates.writing import article, linked, prose

pytestmark = pytest.mark.django_db
KEPT, FEW = 20, 8


def upload(*paragraphs: str, **fields: object) -> Article:
    made = article(*paragraphs, **fields)
    compare([made])
    return made


def keep_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fingerprint is common, and a family large, in a small archive already."""
    monkeypatch.setattr(candidates, "HOLDERS_KEPT", KEPT)
    monkeypatch.setattr(comparing, "HOLDERS_KEPT", KEPT)
    monkeypatch.setattr(candidates, "COMPARED", FEW)
    monkeypatch.setattr(comparing, "COMPARED", FEW)


class TestUploads:
    def test_an_excerpt_under_another_header_is_linked_with_the_whole(self) -> None:
        whole = upload(prose(3000, 1), title="汐城三号海堤合龙")
        upload(prose(3000, 2))
        excerpt = upload(prose(40, "header"), prose(3000, 1)[700:1000], prose(30, "footer"))
        (like,) = likenesses_of(excerpt)
        assert (like.other, like.kind) == (whole, Likeness.Kind.CONTAINED)
        assert 0.75 < like.share < 0.85 and like.other_share < 0.11

    def test_the_later_draft_says_whom_it_is_like_and_how_much(self) -> None:
        upload(prose(500, 1), title="汐城三号海堤合龙", state="published")
        reprint = upload(prose(500, 1) + prose(5, 2))
        finding = reprint.findings.get()
        assert finding.kind == Finding.Kind.NEAR_DUPLICATE
        assert finding.text == "汐城三号海堤合龙 · 100 %"
        assert not finding.blocks_publication

    def test_a_title_that_readers_do_not_see_is_not_told_to_another_uploader(self) -> None:
        upload(prose(500, 1), title="记者手记：线人电话")
        assert upload(prose(500, 1)).findings.get().text == "100 %"

    def test_a_whole_that_comes_after_its_excerpt_is_found_too(self) -> None:
        excerpt = upload(prose(3000, 1)[700:1000])
        whole = upload(prose(3000, 1))
        (like,) = likenesses_of(whole)
        assert (like.other, like.kind, like.other_share) == (excerpt, Likeness.Kind.CONTAINS, 1.0)

    def test_the_same_words_in_other_markup_or_the_other_script_are_the_same_text(self) -> None:
        plain = upload("云渡县公安局提醒：退款不必先付钱，", "客服不会要求共享屏幕。２０２６年已有１２名居民受骗。")
        marked = upload("雲渡縣公安局提醒：「退款不必先付錢」　客服不會要求共享屏幕！2026年已有12名居民受騙")
        (like,) = likenesses_of(marked)
        assert (like.other, like.kind, like.percent) == (plain, Likeness.Kind.EXACT_TEXT, 100)

    def test_a_headline_is_found_only_as_its_equal(self) -> None:
        first = upload("三号海堤昨日合龙")
        upload("三号海堤昨日合龙了")
        upload(prose(100, 1), "三号海堤昨日合龙")
        again = upload("「三號海堤」昨日合龍")
        assert linked() == {(again.pk, first.pk)}

    def test_articles_without_text_are_like_nobody(self) -> None:
        upload()
        upload("……")
        assert not linked()
        assert Sketch.objects.filter(digest="").count() == 2

    def test_different_articles_cost_few_queries_and_leave_no_trace(self) -> None:
        upload(prose(600, 1))
        other = article(prose(600, 2))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            compare([other])
        assert len(queries) <= 8
        assert not Likeness.objects.exists() and not Finding.objects.exists()

    def test_a_transaction_that_fails_leaves_nothing(self) -> None:
        upload(prose(300, 1))
        with pytest.raises(RuntimeError), transaction.atomic():
            upload(prose(300, 1))
            raise RuntimeError
        assert (Sketch.objects.count(), Likeness.objects.count()) == (1, 0)


class TestChanges:
    def test_an_article_that_is_rewritten_is_let_go(self) -> None:
        upload(prose(300, 1))
        reprint = upload(prose(300, 1))
        reprint.body = [prose(300, 2)]
        reprint.save()
        compare([reprint])
        assert not linked() and not reprint.findings.exists()
        assert likenesses_of(upload(prose(300, 2)))[0].other == reprint

    def test_an_older_article_that_becomes_alike_is_linked(self) -> None:
        older, later = upload(prose(300, 1)), upload(prose(300, 2))
        older.body = [prose(300, 2)]
        older.save()
        compare([older])
        assert linked() == {(later.pk, older.pk)}
        assert later.findings.count() == 1

    def test_the_share_follows_the_text(self) -> None:
        upload(prose(400, 1), title="海堤", state="published")
        reprint = upload(prose(400, 1)[:300], prose(100, 2))
        reprint.body = [prose(400, 1)[:300], prose(200, 2)]
        reprint.save()
        before = Likeness.objects.get()
        compare([reprint])
        after = Likeness.objects.get()
        assert after.pk == before.pk and after.share < before.share
        assert reprint.findings.get().text == f"海堤 · {after.percent} %"

    def test_a_settled_finding_stays_settled(self) -> None:
        upload(prose(300, 1))
        reprint = upload(prose(300, 1), prose(100, 2))
        reprint.findings.update(state=Finding.State.KEPT, note="两家的稿子")
        reprint.body = [prose(300, 1), prose(120, 3)]
        reprint.save()
        compare([reprint])
        assert [finding.state for finding in reprint.findings.all()] == [Finding.State.KEPT]
        assert len(linked()) == 1

    def test_a_finding_that_was_cleared_with_all_others_comes_back(self) -> None:
        upload(prose(300, 1))
        reprint = upload(prose(300, 1))
        reprint.findings.all().delete()
        compare([reprint])
        assert reprint.findings.get().likeness == Likeness.objects.get()

    def test_a_new_title_is_told_to_those_who_name_it(self) -> None:
        first = upload(prose(300, 1), title="旧题", state="published")
        reprint = upload(prose(300, 1))
        first.title = "新题"
        first.save()
        compare([first])
        assert reprint.findings.get().text == "新题 · 100 %"

    def test_what_has_not_changed_is_not_written_again(self) -> None:
        one = upload(prose(300, 1))
        with CaptureQueriesContext(connection) as queries:
            compare([one])
        assert all(query["sql"].startswith("SELECT") for query in queries)

    def test_nothing_is_left_of_an_article_that_is_deleted(self) -> None:
        first, reprint = upload(prose(300, 1)), upload(prose(300, 1))
        first.delete()
        assert not linked() and likenesses_of(reprint) == []
        assert set(Fingerprint.objects.values_list("sketch", flat=True)) == {reprint.pk}


class TestNotices:
    """What stands below everything: a licence, a credit, a table's explanation."""

    @pytest.fixture(autouse=True)
    def kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        keep_few(monkeypatch)

    @pytest.fixture
    def notice(self) -> str:
        notice = prose(80, "notice")
        rows = [article(prose(250, number), notice) for number in range(KEPT + 5)]
        compare(rows)
        return notice

    def test_articles_are_not_linked_by_one(self, notice: str) -> None:
        assert not linked()

    def test_its_fingerprints_are_kept_with_some_only(self, notice: str) -> None:
        holders = Counter(Fingerprint.objects.values_list("value", flat=True))
        assert max(holders.values()) == KEPT

    def test_a_short_article_that_is_half_notice_is_not_linked_with_all(self, notice: str) -> None:
        short = upload(prose(60, "short"), notice)
        assert likenesses_of(short) == []

    def test_a_reprint_of_an_article_with_one_is_found(self, notice: str) -> None:
        last = Article.objects.latest("pk")
        reprint = upload(prose(20, "header"), *last.body)
        assert [like.other for like in likenesses_of(reprint)] == [last]


class TestFamilies:
    @pytest.fixture(autouse=True)
    def kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        keep_few(monkeypatch)

    def test_of_very_many_reprints_a_new_one_is_linked_with_some(self) -> None:
        compare([article(prose(300, 1), prose(20, number)) for number in range(KEPT + 5)])
        late = upload(prose(300, 1), prose(20, "late"))
        assert len(likenesses_of(late)) == FEW

    def test_an_exact_double_of_a_late_one_among_them_comes_first(self) -> None:
        rows = [article(prose(300, 1), prose(30, number)) for number in range(KEPT + 5)]
        compare(rows)
        late = upload(*rows[-1].body)
        first = likenesses_of(late)[0]
        assert (first.other, first.kind) == (rows[-1], Likeness.Kind.EXACT_TEXT)

    def test_one_of_very_many_equal_texts_is_linked_with_the_first(self) -> None:
        rows = [article("三号海堤昨日合龙") for _ in range(FEW + 3)]
        compare(rows)
        assert (rows[-1].pk, rows[0].pk) in linked()


class TestAgreement:
    """The database says what a comparison of every pair in memory says, however the texts came in."""

    @pytest.fixture(params=range(3))
    def bodies(self, request: pytest.FixtureRequest) -> list[str]:
        chance = random.Random(request.param)
        passages = [prose(chance.randrange(30, 250), (request.param, number)) for number in range(9)]
        return ["".join(chance.sample(passages, chance.randrange(1, 5))) for _ in range(18)]

    def test_with_every_pair_in_memory(self, bodies: list[str]) -> None:
        rows = [upload(body) for body in bodies]
        words = {row.pk: words_of(row.body) for row in rows}
        pairs = itertools.combinations(sorted(words, reverse=True), 2)
        verdicts = {pair: judge(words[pair[0]], words[pair[1]]) for pair in pairs}
        alike = {pair: (found.kind, found.share, found.other_share) for pair, found in verdicts.items() if found}
        assert len(alike) > 5
        stored = Likeness.objects.values_list("article", "other", "kind", "share", "other_share")
        assert {(later, earlier): rest for later, earlier, *rest in stored} == {
            pair: list(rest) for pair, rest in alike.items()
        }

    def test_in_any_order(self, bodies: list[str]) -> None:
        rows = [article(body) for body in bodies]
        found = []
        for seed in range(2):
            Sketch.objects.all().delete()
            Likeness.objects.all().delete()
            for row in random.Random(seed).sample(rows, len(rows)):
                compare([row])
            found.append(linked())
        assert found[0] == found[1] != set()

    def test_one_by_one_and_together(self, bodies: list[str]) -> None:
        together = [article(body) for body in bodies]
        compare(together)
        places = {row.pk: place for place, row in enumerate(together)}
        in_bulk = {(places[later], places[earlier]) for later, earlier in linked()}
        Article.objects.all().delete()
        places = {upload(body).pk: place for place, body in enumerate(bodies)}
        assert {(places[later], places[earlier]) for later, earlier in linked()} == in_bulk != set()
