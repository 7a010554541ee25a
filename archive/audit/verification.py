"""Proves that the event log is as it was written: its chain of hashes, and the second record of them in a file.

What it finds: an event that was altered, added, moved or taken away, the newest ones included, also where every later
hash was computed anew. What it cannot find: a log whose rows and whose file were both rewritten to fit by somebody who
may write both. Against that helps a hash noted elsewhere (`expected`), and a copy of the file on another machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive import witness
from archive.models import Event
from archive.models.events import GENESIS

_AT_ONCE = 2000  # lines added to the file by one write


class Flaw(models.TextChoices):
    """What is wrong at one place of the log."""

    ALTERED = "altered", _("This event was altered after it was written.")
    BROKEN = "broken", _("An event before this one was taken away, added or replaced.")
    MISSING = "missing", _("This event was taken away.")
    REPLACED = "replaced", _("This event is another one than the one that was written.")
    UNKNOWN_HASH = "unknown-hash", _("No event has the hash that was noted elsewhere.")


@dataclass(frozen=True, slots=True)
class Tampering:
    """A flaw at the event of this number; None where no number is known."""

    event: int | None
    flaw: Flaw


@dataclass(slots=True)
class Verdict:
    """What was looked at and what was found. head: number and hash of the newest event, None for an empty log."""

    events: int = 0
    head: tuple[int, str] | None = None
    witnessed: int = 0  # events that the file confirms
    added: int = 0  # events that were written into the file now
    unreadable: int = 0  # lines of the file
    tampering: list[Tampering] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.tampering


def verify(*, expected: Iterable[str] = ()) -> Verdict:
    """Look through the whole log. Writes nothing.

    expected: hashes of events, noted elsewhere, that have to be in the log.
    """
    verdict, _unnoted = _look(set(expected))
    return verdict


def verify_and_note(*, expected: Iterable[str] = ()) -> Verdict:
    """Look through the whole log; if it is whole, write into the file what it lacks. Raises OSError if that fails.

    It lacks events from before there was a file, and those of a machine that went down at the wrong moment.
    """
    verdict, unnoted = _look(set(expected))
    if verdict.whole:
        _note(unnoted)
        verdict.added = len(unnoted)
    return verdict


def begin_anew() -> Verdict:
    """Put the file aside and write a new one of the log as it stands, if its chain holds. Raises OSError.

    For after a backup was restored, which is older than the file. An event tells that it was done.
    """
    verdict = Verdict()
    noted = _through_the_chain(verdict, set())
    if verdict.whole and noted:
        witness.set_aside()
        _note(noted)
        verdict.added = len(noted)
        Event.objects.record("hashes begun anew", Event.objects.get(pk=noted[-1][0]))
    return verdict


def _note(entries: Sequence[tuple[int, str]]) -> None:
    for start in range(0, len(entries), _AT_ONCE):
        witness.note(entries[start : start + _AT_ONCE])


def _look(expected: set[str]) -> tuple[Verdict, list[tuple[int, str]]]:
    """The verdict, and the events of the log that the file does not name."""
    verdict = Verdict()
    # The file first: what is noted was committed before, so that an event of this very moment is never missed.
    noted = _read_file(verdict)
    chain = dict(_through_the_chain(verdict, expected))
    wrong = {found.event for found in verdict.tampering}
    for number, hashes in sorted(noted.items()):
        if number not in chain:
            verdict.tampering.append(Tampering(number, Flaw.MISSING))
        elif hashes != {chain[number]} and number not in wrong:
            verdict.tampering.append(Tampering(number, Flaw.REPLACED))
    verdict.witnessed = sum(hashes == {chain.get(number)} for number, hashes in noted.items())
    return verdict, [(number, digest) for number, digest in chain.items() if number not in noted]


def _read_file(verdict: Verdict) -> dict[int, set[str]]:
    noted: dict[int, set[str]] = {}
    for line in witness.noted():
        if line is None:
            verdict.unreadable += 1
        else:
            noted.setdefault(line[0], set()).add(line[1])
    return noted


def _through_the_chain(verdict: Verdict, expected: set[str]) -> list[tuple[int, str]]:
    """Follow the chain from its beginning and return the number and hash of each event."""
    previous, entries = GENESIS, []
    for event in Event.objects.order_by("pk").iterator(chunk_size=_AT_ONCE):
        verdict.tampering += _flaws(event, previous)
        previous = event.hash
        entries.append((event.pk, event.hash))
    verdict.events, verdict.head = len(entries), entries[-1] if entries else None
    missing = expected - {digest for _number, digest in entries}
    verdict.tampering += [Tampering(None, Flaw.UNKNOWN_HASH)] * len(missing)
    return entries


def _flaws(event: Event, previous: str) -> Iterator[Tampering]:
    if event.previous != previous:
        yield Tampering(event.pk, Flaw.BROKEN)
    if not event.is_unaltered:
        yield Tampering(event.pk, Flaw.ALTERED)
