"""The worker's sign of life, and what the desk makes of it."""

from __future__ import annotations

import datetime
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from archive import heartbeat
from archive.heartbeat import Condition, Heart, Sign


def test_a_worker_is_well_while_it_lives_and_away_when_it_has_ended(data):
    assert heartbeat.condition() == Condition.AWAY
    with Heart():
        assert heartbeat.condition() == Condition.WELL
        assert [path.name for path in data.iterdir()] == ["worker.json"]
    assert heartbeat.condition() == Condition.AWAY
    assert list(data.iterdir()) == []


def test_it_beats_by_itself_and_tells_of_steps(data, monkeypatch):
    monkeypatch.setattr(heartbeat, "EVERY", 0.01)
    with Heart() as heart:
        first = heartbeat.last_sign()
        heart.step()
        deadline = timezone.now() + timedelta(seconds=20)
        while heartbeat.last_sign().stepped_at == first.stepped_at and timezone.now() < deadline:
            pass
        assert heartbeat.last_sign().stepped_at > first.stepped_at
        assert heartbeat.last_sign().heard_at > first.heard_at


@pytest.mark.parametrize(
    ("silent", "busy", "condition"),
    [(1, 1, Condition.WELL), (1, 3600, Condition.SLOW), (31, 31, Condition.AWAY), (3600, 3600, Condition.AWAY)],
)
def test_silence_and_one_long_step_are_told_apart(silent, busy, condition):
    now = timezone.now()
    assert Sign(now - timedelta(seconds=silent), now - timedelta(seconds=busy)).condition(now) == condition


@pytest.mark.parametrize("written", ["", "{", "[]", '{"heard_at": 1}', '{"heard_at": "x", "stepped_at": "x"}'])
def test_a_file_that_cannot_be_read_is_no_sign(data, written):
    heartbeat.path().write_text(written)
    assert heartbeat.last_sign() is None
    naive = datetime.datetime(2026, 1, 1).isoformat()
    heartbeat.path().write_text(json.dumps({"heard_at": naive, "stepped_at": naive}))
    assert heartbeat.last_sign() is None


def test_a_folder_that_cannot_be_written_does_not_end_the_worker(data):
    heartbeat.path().mkdir()
    (heartbeat.path() / "x").touch()
    heartbeat._write(timezone.now())
    assert heartbeat.last_sign() is None
