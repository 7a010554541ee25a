"""The log proved whole: every way to change it in the database, alone or with all later hashes, is found."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from archive import witness
from archive.audit import verification
from archive.audit.verification import Flaw, Tampering
from archive.models import Event
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(data: Path, django_capture_on_commit_callbacks: Callable[..., object]) -> list[Event]:
    """Four events, committed, so that the file beside the database names them."""
    article, by = ArticleFactory(), UserFactory()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        return [Event.objects.record(action, article, actor=by, n=n) for n, action in enumerate("abcd")]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def forge_from(event: Event) -> None:
    """Alter an event and compute its hash and every later one anew, as somebody would who knows the method."""
    event.action, previous = "forged", event.previous
    for row in [event, *Event.objects.filter(pk__gt=event.pk).order_by("pk")]:
        row.previous = previous
        previous = row.hash = row.digest()
        sql(
            "UPDATE archive_event SET action = %s, previous = %s, hash = %s WHERE id = %s",
            row.action, row.previous, row.hash, row.pk,
        )  # fmt: skip


def found() -> list[tuple[int | None, Flaw]]:
    return [(one.event, one.flaw) for one in verification.verify().tampering]


def run(*options: str) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command("verify_events", *options, stdout=out)
    return out.getvalue()


class TestWhatIsFound:
    def test_a_log_as_it_was_written_is_whole_and_confirmed_by_the_file(self, events: list[Event]) -> None:
        verdict = verification.verify()
        assert verdict.whole and (verdict.events, verdict.witnessed, verdict.unreadable) == (4, 4, 0)
        assert verdict.head == (events[3].pk, events[3].hash)

    @pytest.mark.parametrize(
        "change",
        ["action = 'x'", "data = '{}'", "actor_name = 'x'", "actor_id = NULL", "subject_type = 'x'",
         "subject_id = '0'", "at = '2020-01-01 00:00:00'"],
    )  # fmt: skip
    def test_an_altered_event_is_named(self, events: list[Event], change: str) -> None:
        sql(f"UPDATE archive_event SET {change} WHERE id = %s", events[1].pk)
        assert found() == [(events[1].pk, Flaw.ALTERED)]

    def test_a_deleted_event_is_named(self, events: list[Event]) -> None:
        sql("DELETE FROM archive_event WHERE id = %s", events[1].pk)
        assert found() == [(events[2].pk, Flaw.BROKEN), (events[1].pk, Flaw.MISSING)]

    @pytest.mark.parametrize("kept", [0, 1, 3])
    def test_so_are_the_newest_ones(self, events: list[Event], kept: int) -> None:
        for event in events[kept:]:
            sql("DELETE FROM archive_event WHERE id = %s", event.pk)
        assert Event.objects.broken() == []  # the chain alone cannot tell
        assert found() == [(event.pk, Flaw.MISSING) for event in events[kept:]]

    @pytest.mark.parametrize("at", [0, 1, 3])
    def test_a_chain_that_was_computed_anew_is_found(self, events: list[Event], at: int) -> None:
        forge_from(events[at])
        assert Event.objects.broken() == []
        assert found() == [(event.pk, Flaw.REPLACED) for event in events[at:]]

    def test_an_event_put_between_two_others_is_found(self, events: list[Event]) -> None:
        sql("UPDATE archive_event SET id = id + 10 WHERE id = %s", events[3].pk)
        Event(
            pk=events[3].pk, action="x", subject_type="article", subject_id="1", at=events[3].at, previous="1" * 64,
            hash="2" * 64,
        ).save(force_insert=True)  # fmt: skip
        put, moved = events[3].pk, events[3].pk + 10
        assert found() == [(put, Flaw.BROKEN), (put, Flaw.ALTERED), (moved, Flaw.BROKEN)]

    def test_a_hash_that_was_noted_elsewhere_proves_the_log_even_without_the_file(self, events: list[Event]) -> None:
        elsewhere = events[3].hash
        assert verification.verify(expected=[elsewhere]).whole
        forge_from(events[1])
        witness.path().unlink()
        assert verification.verify().whole  # both records were rewritten: nothing on this machine can tell
        assert verification.verify(expected=[elsewhere]).tampering == [Tampering(None, Flaw.UNKNOWN_HASH)]

    def test_events_from_before_accounts_were_counted_in_still_hold(self, events: list[Event]) -> None:
        last = events[3]
        told = [last.previous, last.at.isoformat(timespec="microseconds"), last.action, last.subject_type]
        told += [last.subject_id, last.actor_name, last.data]
        canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        old = hashlib.sha256(canonical.encode()).hexdigest()
        assert old != last.hash
        sql("UPDATE archive_event SET hash = %s WHERE id = %s", old, last.pk)
        assert Event.objects.broken() == []
        sql("UPDATE archive_event SET action = 'x' WHERE id = %s", last.pk)
        assert Event.objects.broken() == [last]


class TestTheFile:
    def test_names_nothing_that_was_not_committed(
        self, data: Path, django_capture_on_commit_callbacks: Callable[..., object]
    ) -> None:
        with django_capture_on_commit_callbacks():  # type: ignore[attr-defined]
            Event.objects.record("a", ArticleFactory())
        assert not witness.path().exists()

    def test_is_written_for_its_owner_alone_and_holds_no_words(self, events: list[Event]) -> None:
        assert witness.path().stat().st_mode & 0o777 == 0o600
        assert witness.path().read_text() == "".join(f"{event.pk} {event.hash}\n" for event in events)

    def test_gets_what_it_lacks_once_the_log_is_proved(self, events: list[Event]) -> None:
        witness.path().unlink()
        assert verification.verify().witnessed == 0 and not witness.path().exists()
        assert verification.verify_and_note().added == 4
        assert verification.verify_and_note().added == 0
        assert verification.verify().witnessed == 4

    def test_gets_nothing_from_a_log_that_is_not_whole(self, events: list[Event]) -> None:
        witness.path().unlink()
        sql("UPDATE archive_event SET action = 'x' WHERE id = %s", events[1].pk)
        assert verification.verify_and_note().added == 0
        assert not witness.path().exists()

    @pytest.mark.parametrize("torn", [b"12 ab", b"\x00" * 40, b"x y z\n"])
    def test_a_torn_line_is_counted_and_hides_no_event(self, events: list[Event], torn: bytes) -> None:
        with witness.path().open("ab") as file:
            file.write(torn)
        witness.note([(events[3].pk, events[3].hash)])
        verdict = verification.verify_and_note()
        assert verdict.whole and verdict.unreadable == 1
        assert verification.verify().witnessed == 4

    def test_lines_in_any_order_are_right(self, events: list[Event]) -> None:
        lines = witness.path().read_text().splitlines(keepends=True)
        witness.path().write_text("".join(reversed(lines)))
        assert verification.verify().whole

    def test_after_an_older_backup_is_begun_anew_and_the_old_one_kept(self, events: list[Event]) -> None:
        sql("DELETE FROM archive_event WHERE id = %s", events[3].pk)
        assert not verification.verify().whole
        old = witness.path().read_bytes()
        assert verification.begin_anew().added == 3
        assert verification.verify_and_note().whole
        assert (witness.path().parent / "event_hashes.1").read_bytes() == old
        assert Event.objects.first().action == "hashes begun anew"  # type: ignore[union-attr]

    def test_a_broken_chain_is_not_begun_anew(self, events: list[Event]) -> None:
        sql("DELETE FROM archive_event WHERE id = %s", events[1].pk)
        old = witness.path().read_bytes()
        assert not verification.begin_anew().whole
        assert witness.path().read_bytes() == old


class TestTheCommand:
    def test_tells_what_it_looked_at_and_the_newest_hash(self, events: list[Event]) -> None:
        told = run()
        assert "4  Events" in told and "The log is whole." in told and events[3].hash in told

    def test_names_each_flaw_and_fails(self, events: list[Event]) -> None:
        sql("UPDATE archive_event SET action = 'x' WHERE id = %s", events[1].pk)
        with pytest.raises(CommandError, match=f"Event {events[1].pk}: This event was altered"):
            run()

    def test_begins_the_file_anew_when_asked(self, events: list[Event]) -> None:
        sql("DELETE FROM archive_event WHERE id = %s", events[3].pk)
        with pytest.raises(CommandError, match="taken away"):
            run()
        assert "The log is whole." in run("--begin-anew")
        assert "The log is whole." in run()

    def test_an_empty_log_is_whole(self, data: Path) -> None:
        assert "The log is whole." in run()

    def test_fails_for_a_hash_that_is_not_there(self, events: list[Event]) -> None:
        assert "whole" in run("--expect", events[0].hash)
        with pytest.raises(CommandError, match="No event has the hash"):
            run("--expect", "0" * 64)
