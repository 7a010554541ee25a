"""A large batch is undone in turns: others work in between, and an interruption loses nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.ingest.processing import process_all
from archive.models import Article, Event, Finding, Likeness, UploadBatch
from archive.review import turns, undoing
from archive.review.batches import Obstacle, Reach, unfinished
from archive.review.undoing import bring_back, undo
from tests.archive.review.undoing.batches import WORDS, give, states

pytestmark = pytest.mark.django_db


class TestInTurns:
    @pytest.fixture(autouse=True)
    def two_at_once(self, monkeypatch):
        monkeypatch.setattr(undoing, "AT_ONCE", 2)
        monkeypatch.setattr(turns, "PAUSE", 0)

    @pytest.fixture
    def stop(self, monkeypatch):
        """The machine stops after so many turns of what is named."""

        def after(name, turn):
            work, left = getattr(undoing, name), iter(range(turn))

            def one_more(*args, **named):
                if next(left, None) is None:
                    raise KeyboardInterrupt
                return work(*args, **named)

            monkeypatch.setattr(undoing, name, one_more)
            return lambda: monkeypatch.setattr(undoing, name, work)

        return after

    def test_readers_lose_the_public_ones_first(self, mixed, reviewer, stop):
        Article.objects.filter(state="published").update(public_id="last")
        stop("_discard", 1)
        with pytest.raises(KeyboardInterrupt):
            undo(mixed, by=reviewer, reason="误传")
        assert not Article.objects.public().exists()

    def test_an_interrupted_undo_goes_on_where_it_stopped(self, mixed, reviewer, stop, pool):
        before = states(mixed)
        repair = stop("_discard", 1)
        with pytest.raises(KeyboardInterrupt):
            undo(mixed, by=reviewer, reason="误传")
        mixed.refresh_from_db()
        assert (states(mixed).count("discarded"), unfinished(mixed)) == (2, 2)
        assert process_all(pool) == 0, "what waited is not read"
        repair()
        assert isinstance(undo(mixed, by=reviewer), Reach), "the reason stands there already"
        assert (set(states(mixed)), unfinished(mixed), mixed.undone_reason) == ({"discarded"}, 0, "误传")
        assert undo(mixed, by=reviewer) == Obstacle.UNDONE
        assert Event.objects.filter(action="batch undone").count() == 1
        bring_back(mixed, by=reviewer)
        assert states(mixed) == before

    def test_an_interrupted_undo_can_be_taken_back(self, mixed, reviewer, stop):
        before = states(mixed)
        stop("_discard", 1)
        with pytest.raises(KeyboardInterrupt):
            undo(mixed, by=reviewer, reason="误传")
        assert bring_back(mixed, by=reviewer).articles == 2
        assert (states(mixed), unfinished(mixed)) == (before, 0)

    def test_an_interrupted_way_back_goes_on_where_it_stopped(self, mixed, reviewer, stop, client):
        before = states(mixed)
        undo(mixed, by=reviewer, reason="误传")
        repair = stop("_revive", 1)
        with pytest.raises(KeyboardInterrupt):
            bring_back(mixed, by=reviewer)
        mixed.refresh_from_db()
        assert (mixed.undone_at, unfinished(mixed)) == (None, 2)
        client.force_login(reviewer)
        assert client.get(mixed.get_absolute_url()).context["unfinished"] == 2
        repair()
        assert bring_back(mixed, by=reviewer).articles == 2
        assert (states(mixed), unfinished(mixed)) == (before, 0)
        assert bring_back(mixed, by=reviewer) == Obstacle.NOT_UNDONE
        assert Event.objects.broken() == []

    def test_who_brings_it_back_meanwhile_is_not_overruled(self, mixed, reviewer, monkeypatch):
        before, work = states(mixed), undoing._discard
        again = UploadBatch.objects.get(pk=mixed.pk)

        def brought_back_first(*args):
            if again.undone_at is None:
                again.refresh_from_db()
                bring_back(again, by=reviewer)
            work(*args)

        monkeypatch.setattr(undoing, "_discard", brought_back_first)
        undo(mixed, by=reviewer, reason="误传")
        assert states(mixed) == before

    def test_likenesses_within_the_batch_stand_as_before(self, pool, uploader):
        batch = give(uploader, *(f"{WORDS}{number}号。" for number in range(5)))
        process_all(pool)
        before = set(Likeness.objects.values_list("article", "other"))
        undo(batch, by=uploader)
        bring_back(batch, by=uploader)
        assert set(Likeness.objects.living().values_list("article", "other")) == before
        assert Finding.objects.open().filter(kind="near-duplicate").count() == len(before) == 10


def test_a_larger_batch_takes_no_more_queries(pool, uploader):
    counted = []
    for size in (3, 15):
        batch = give(
            uploader, *("".join(chr(0x4E00 + size * 999 + n * 60 + i) for i in range(60)) for n in range(size))
        )
        process_all(pool)
        for act in (undo, bring_back):
            with CaptureQueriesContext(connection) as queries:
                act(batch, by=uploader)
            counted.append(len(queries))
    small, large = counted[:2], counted[2:]
    assert large[0] <= small[0] and large[1] <= small[1]
