"""Knobs from the environment, and the secrets of a new data folder."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment


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
