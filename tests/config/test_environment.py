"""Knobs from the environment, and the secrets of a new data folder."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.checks import inbox_is_there


def test_a_flag_is_yes_no_or_a_clear_error(monkeypatch):
    monkeypatch.setenv("BAOKU_X", "1")
    assert environment.flag("BAOKU_X", default=False)
    monkeypatch.setenv("BAOKU_X", "off")
    assert not environment.flag("BAOKU_X", default=True)
    monkeypatch.setenv("BAOKU_X", "maybe")
    with pytest.raises(ImproperlyConfigured, match="BAOKU_X must be 1 or 0"):
        environment.flag("BAOKU_X", default=True)


def test_a_missing_flag_has_its_default(monkeypatch):
    monkeypatch.delenv("BAOKU_X", raising=False)
    assert environment.flag("BAOKU_X", default=True)


def test_words_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("BAOKU_X", "a.example, b.example ,")
    assert environment.words("BAOKU_X", default="") == ["a.example", "b.example"]


def test_the_secret_key_is_made_once_and_for_the_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("BAOKU_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert environment.secret_key(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_key_from_the_environment_is_written_nowhere(tmp_path, monkeypatch):
    monkeypatch.setenv("BAOKU_SECRET_KEY", "k" * 60)
    assert environment.secret_key(tmp_path) == "k" * 60
    assert not list(tmp_path.iterdir())


def test_the_data_folder_is_made_closed_to_others(tmp_path, monkeypatch):
    monkeypatch.setenv("BAOKU_DATA", str(tmp_path / "new" / "var"))
    folder = environment.data_folder()
    assert folder.is_dir()
    assert not folder.stat().st_mode & stat.S_IRWXO


def test_no_folder_is_watched_unless_one_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("BAOKU_INBOX", raising=False)
    assert environment.inbox(tmp_path) is None
    monkeypatch.setenv("BAOKU_INBOX", "")
    assert environment.inbox(tmp_path) is None


def test_the_watched_folder_is_absolute_and_need_not_be_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOKU_INBOX", "inbox")
    assert environment.inbox(tmp_path / "data") == tmp_path / "inbox"
    assert not (tmp_path / "inbox").exists()


@pytest.mark.parametrize("inbox", ["data", "data/inbox", "."])
def test_the_watched_folder_and_the_data_folder_lie_apart(tmp_path, monkeypatch, inbox):
    monkeypatch.setenv("BAOKU_INBOX", str(tmp_path / inbox))
    with pytest.raises(ImproperlyConfigured, match="must lie apart"):
        environment.inbox(tmp_path / "data")


def test_a_watched_folder_that_cannot_be_used_is_warned_of(settings, tmp_path):
    settings.BAOKU_INBOX = None
    assert inbox_is_there() == []
    settings.BAOKU_INBOX = tmp_path / "inbox"
    assert [warning.id for warning in inbox_is_there()] == ["baoku.W003"]
    settings.BAOKU_INBOX.mkdir()
    assert inbox_is_there() == []
