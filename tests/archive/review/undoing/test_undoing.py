"""A batch is undone in one step, and that is taken back in one step: afterwards everything stands as before."""

from __future__ import annotations

import pytest

from archive import authority
from archive.duplicates.rebuilding import compare_waiting, let_all_wait
from archive.ingest.processing import process_all, process_waiting, retry
from archive.models import Agency, Article, ArticleAgency, Event, Finding, Likeness
from archive.review import decisions, queue
from archive.review.batches import Obstacle, Reach, reach_of
from archive.review.undoing import BroughtBack, bring_back, undo
from search.models import IndexChange
from tests.archive.review.undoing.batches import WORDS, fates, give, states
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class TestUndo:
    def test_every_article_is_discarded_and_a_waiting_file_waits_no_more(self, mixed, reviewer, pool):
        told = undo(mixed, by=reviewer, reason="误传")
        assert told == Reach(drafts=2, published=1, withdrawn=1, waiting=1, elsewhere=0, candidates=0)
        assert states(mixed) == ["discarded"] * 4
        assert fates(mixed) == ["draft"] * 4 + ["refused"] * 2
        assert (mixed.undone_by, mixed.undone_at is not None) == (reviewer, True)
        assert process_all(pool) == 0
        assert not queue.waiting(reviewer).exists() and not queue.returned(reviewer).exists()
        assert not Article.objects.public().exists()

    def test_what_was_public_leaves_the_index_and_readers_get_404(self, mixed, reviewer, client):
        public = Article.objects.get(state="published")
        withdrawn = Article.objects.get(state="withdrawn")
        assert client.get(public.get_absolute_url()).status_code == 200
        IndexChange.objects.all().delete()
        undo(mixed, by=reviewer, reason="误传")
        assert list(IndexChange.objects.values_list("article_pk", "action")) == [(public.pk, "remove")]
        assert client.get(public.get_absolute_url()).status_code == 404
        assert client.get(withdrawn.get_absolute_url()).status_code == 404

    def test_everything_stands_as_before_once_it_is_taken_back(self, mixed, reviewer, client, pool):
        before, public = states(mixed), Article.objects.get(state="published")
        fates_before, shown = fates(mixed), client.get(public.get_absolute_url()).content
        undo(mixed, by=reviewer, reason="误传")
        IndexChange.objects.all().delete()
        assert bring_back(mixed, by=reviewer) == BroughtBack(articles=4, published=1, waiting=1, left=0)
        assert (states(mixed), fates(mixed)) == (before, fates_before)
        assert mixed.undone_at is None and not mixed.items.exclude(undone_from="").exists()
        assert set(IndexChange.objects.values_list("article_pk", "action")) == {(public.pk, "index")}
        assert client.get(public.get_absolute_url()).content == shown
        assert process_all(pool) == 1, "the file that waited is read now"

    def test_each_article_and_the_batch_have_an_event_and_the_chain_holds(self, mixed, reviewer):
        undo(mixed, by=reviewer, reason="误传")
        bring_back(mixed, by=reviewer)
        told = Event.objects.filter(actor=reviewer).order_by("pk")
        before = ["draft", "returned", "published", "withdrawn"]
        assert [event.data["before"] for event in told.filter(action="undone")] == before
        assert [event.data["after"] for event in told.filter(action="brought back")] == before
        assert told.get(action="batch undone").data == {"articles": 4, "waiting": 1}
        assert told.filter(action="brought back").count() == 4
        assert told.get(action="undo taken back").data == {"articles": 4, "waiting": 1, "left": 0}
        assert Event.objects.broken() == []

    def test_undoing_twice_and_bringing_back_twice_change_nothing(self, mixed, reviewer):
        undo(mixed, by=reviewer, reason="误传")
        count = Event.objects.count()
        assert undo(mixed, by=reviewer, reason="误传") == Obstacle.UNDONE
        assert Event.objects.count() == count
        bring_back(mixed, by=reviewer)
        assert bring_back(mixed, by=reviewer) == Obstacle.NOT_UNDONE

    def test_what_was_typed_before_is_stale_afterwards(self, mixed, reviewer):
        article = Article.objects.filter(state="draft").get()
        undo(mixed, by=reviewer, reason="误传")
        bring_back(mixed, by=reviewer)
        answer = decisions.amend(article, {"title": "旧"}, by=reviewer, version=article.version, detect=lambda _: ())
        assert type(answer).__name__ == "Stale"

    def test_what_a_reviewer_had_refused_stays_refused(self, mixed, reviewer):
        refused = Article.objects.filter(state="draft").get()
        Article.objects.filter(pk=refused.pk).update(state="discarded")
        assert undo(mixed, by=reviewer, reason="误传").drafts == 1
        bring_back(mixed, by=reviewer)
        refused.refresh_from_db()
        assert refused.state == "discarded"

    def test_an_article_with_open_personal_data_comes_back_as_a_draft(self, mixed, reviewer):
        public = Article.objects.get(state="published")
        undo(mixed, by=reviewer, reason="误传")
        Finding.objects.create(article=public, kind="id-number", text="x", in_body=True)
        assert bring_back(mixed, by=reviewer).published == 0
        public.refresh_from_db()
        assert public.state == "draft"

    def test_a_failed_file_of_an_undone_batch_is_not_read_again(self, pool, uploader):
        batch = give(uploader, "slow")
        process_all(pool)
        undo(batch, by=uploader)
        assert not retry(batch.items.get())


class TestWho:
    def test_an_uploader_undoes_their_own_while_readers_know_nothing_of_it(self, pool, uploader):
        batch = give(uploader, WORDS)
        process_all(pool)
        assert undo(batch, by=uploader) == Reach(1, 0, 0, 0, 0, 0) or reach_of(batch).candidates
        assert bring_back(batch, by=uploader).articles == 1

    def test_nobody_undoes_a_strangers(self, pool, uploader):
        batch = give(UserFactory(groups=["Uploaders"]), WORDS)
        assert undo(batch, by=uploader) == Obstacle.FOREIGN
        assert batch.undone_at is None

    def test_once_readers_know_of_it_a_reviewer_decides_and_says_why(self, mixed, uploader, reviewer):
        assert undo(mixed, by=uploader, reason="误传") == Obstacle.SEEN
        assert undo(mixed, by=reviewer, reason=" ") == Obstacle.NO_REASON
        undo(mixed, by=reviewer, reason="误传")
        assert bring_back(mixed, by=uploader) == Obstacle.SEEN


class TestGivenAgain:
    def test_the_same_files_become_drafts_again_after_an_undo(self, pool, uploader):
        batch = give(uploader, WORDS)
        process_all(pool)
        undo(batch, by=uploader)
        again = give(uploader, WORDS)
        process_all(pool)
        assert (fates(again), states(again)) == (["draft"], ["draft"])
        assert not Likeness.objects.exists(), "what is undone is no reprint of anything"

    def test_without_an_undo_they_are_duplicates_even_where_a_reviewer_refused_them(self, pool, uploader):
        give(uploader, WORDS)
        process_all(pool)
        Article.objects.update(state="discarded")
        again = give(uploader, WORDS)
        process_all(pool)
        assert fates(again) == ["duplicate"]

    def test_what_was_given_again_since_is_not_brought_back_beside_it(self, pool, uploader):
        batch = give(uploader, WORDS, WORDS * 2)
        process_all(pool)
        undo(batch, by=uploader)
        again = give(uploader, WORDS)
        process_all(pool)
        assert bring_back(batch, by=uploader) == BroughtBack(articles=1, published=0, waiting=0, left=1)
        assert states(batch) == ["discarded", "draft"] and states(again) == ["draft"]
        third = give(uploader, WORDS)
        process_all(pool)
        assert third.items.get().article == again.items.get().article

    def test_a_file_that_another_batch_brought_too_is_read_there(self, pool, uploader):
        first, second = give(uploader, WORDS, WORDS), give(UserFactory(groups=["Uploaders"]), WORDS)
        process_all(pool)
        assert (fates(first), fates(second)) == (["draft", "duplicate"], ["duplicate"])
        assert undo(first, by=uploader).elsewhere == 1
        assert fates(second) == ["waiting"]
        process_all(pool)
        assert (fates(second), states(second)) == (["draft"], ["draft"])

    def test_an_undo_while_the_worker_reads_leaves_no_draft_behind(self, pool, uploader):
        batch = give(uploader, *(f"{WORDS}{number}" for number in range(6)))
        work = process_waiting(pool)
        next(work)
        undo(batch, by=uploader)
        assert list(work) == [] or set(states(batch)) == {"discarded"}
        assert set(fates(batch)) == {"draft", "refused"} and set(states(batch)) == {"discarded"}
        bring_back(batch, by=uploader)
        process_all(pool)
        assert states(batch) == ["draft"] * 6


class TestWhatHangsOnIt:
    def test_reprints_elsewhere_lose_their_likeness_and_have_it_again(self, pool, uploader):
        give(uploader, WORDS)
        process_all(pool)
        batch = give(uploader, WORDS + "完。")
        later = give(uploader, WORDS + "毕。")
        process_all(pool)
        before = set(Likeness.objects.values_list("article", "other"))
        found = Finding.objects.filter(article__upload_items__batch=later, kind="near-duplicate")
        assert (len(before), found.count()) == (3, 2)
        undo(batch, by=uploader)
        assert (Likeness.objects.living().count(), found.count()) == (1, 1)
        bring_back(batch, by=uploader)
        assert set(Likeness.objects.values_list("article", "other")) == before
        assert found.count() == 2

    @pytest.mark.parametrize("many", [1, 4])
    def test_what_came_in_between_is_compared_with_what_comes_back(self, pool, uploader, many):
        batch = give(uploader, WORDS, *(f"{number}号码头今晚停用，明晨恢复，请绕行。" for number in range(3)))
        process_all(pool)
        first = batch.items.order_by("pk").first().article
        undo(batch, by=uploader)
        between = give(uploader, *(f"{WORDS}{number}" for number in range(many)))
        process_all(pool)
        later = set(between.items.values_list("article", flat=True))
        assert not Likeness.objects.filter(other=first).exists()
        bring_back(batch, by=uploader)
        assert set(Likeness.objects.filter(other=first).values_list("article", flat=True)) == later
        assert Finding.objects.open().filter(likeness__other=first).count() == many

    def test_what_a_person_settled_stays_settled(self, pool, uploader):
        batch, later = give(uploader, WORDS), give(uploader, WORDS + "完。")
        process_all(pool)
        found = Finding.objects.filter(article__upload_items__batch=later, kind="near-duplicate")
        found.update(state="kept")
        undo(batch, by=uploader)
        bring_back(batch, by=uploader)
        assert [finding.state for finding in found] == ["kept"]

    def test_sketching_anew_does_not_bring_a_discarded_text_back(self, pool, uploader):
        batch = give(uploader, WORDS)
        process_all(pool)
        undo(batch, by=uploader)
        let_all_wait()
        compare_waiting()
        give(uploader, WORDS + "完。")
        process_all(pool)
        assert not Likeness.objects.exists()

    def test_candidates_that_only_it_bears_are_proposed_no_more_until_it_is_back(self, pool, uploader):
        batch = give(uploader, WORDS)
        process_all(pool)
        only, shared = (authority.propose_outlet(name) for name in ("云渡夜报", "鹿湾时报"))
        for agency in (only, shared):
            ArticleAgency.objects.create(article=Article.objects.get(), agency=agency, role="mentioned")
        other = give(uploader, WORDS * 2)
        process_all(pool)
        ArticleAgency.objects.create(article=other.items.get().article, agency=shared, role="mentioned")
        Agency.objects.exclude(pk__in=[only.pk, shared.pk]).update(confirmed=True)
        assert undo(batch, by=uploader).candidates == 1
        assert list(authority.waiting()) == [shared]
        assert authority.waiting().get().articles_known == 1
        bring_back(batch, by=uploader)
        assert set(authority.waiting()) == {only, shared}


class TestRefused:
    def test_nothing_is_compared_with_a_refused_page_until_it_is_taken_back(self, pool, uploader, reviewer):
        give(uploader, WORDS)
        process_all(pool)
        refused = Article.objects.get()
        assert decisions.refuse(refused, by=reviewer, reason="不属本馆") is None
        give(uploader, WORDS + "完。")
        process_all(pool)
        assert not Likeness.objects.exists()
        assert decisions.take_back(refused, by=reviewer) is None
        assert Likeness.objects.get().other == refused
        assert Finding.objects.open().filter(likeness__other=refused).count() == 1
