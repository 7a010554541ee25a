"""Commands speak the terminal's language, in characters that it can show."""

import codecs
import json
import os
import subprocess
import sys

import pytest

from config.environment import PROJECT
from config.terminal import escape, language


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh_CN.UTF-8", "zh-hans"),
        ("zh_SG", "zh-hans"),
        ("zh_TW.UTF-8", "zh-hant"),
        ("zh_HK.UTF-8", "zh-hant"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("de_DE", "en"),
        ("", "en"),
    ],
)
def test_a_locale_has_its_language(locale, expected):
    assert language(locale) == expected


@pytest.mark.parametrize("charset", ["ascii", "gbk", "utf-8"])
@pytest.mark.parametrize("words", ["诈骗", "é😀", "a\udcffb"])
def test_what_a_terminal_cannot_show_is_escaped_as_in_json(charset, words):
    codecs.register_error("baoku.test", escape)
    written = json.dumps({"title": words}, ensure_ascii=False).encode(charset, errors="baoku.test")
    assert json.loads(written.decode(charset)) == {"title": words}


def manage(data, *words):
    command = [sys.executable, PROJECT / "manage.py", *words]
    environment = {**os.environ, "BAOKU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180)


@pytest.mark.slow
@pytest.mark.parametrize("words", [["worker", "--once"], ["search", "--json", "诈骗"], ["index_articles"]])
def test_a_new_data_folder_is_all_that_a_command_needs(tmp_path, words):
    told = manage(tmp_path / "data", *words)
    assert told.returncode == 0, told.stderr
    assert told.stdout == "" or words[0] != "worker"


def test_a_page_given_to_a_new_data_folder_is_found_at_once(tmp_path):
    page = PROJECT / "samples" / "02-fraud-figures-spam-line-hant.txt"
    assert manage(tmp_path / "data", "ingest", str(page), "--publish").returncode == 0
    assert json.loads(manage(tmp_path / "data", "search", "--json", "诈骗").stdout)["count"] == 1


def test_an_older_database_is_told_and_a_first_use_that_was_interrupted_is_taken_up_again(tmp_path):
    manage(tmp_path, "migrate", "contenttypes")  # the tables of one of Django's apps alone
    told = manage(tmp_path, "load_agencies")
    assert told.returncode == 1
    assert told.stderr.splitlines()[-1].endswith("python manage.py migrate")
    assert "Traceback" not in told.stderr
    (tmp_path / "first-use").touch()  # as far as it came
    assert manage(tmp_path, "index_articles").returncode == 0
    assert not (tmp_path / "first-use").exists()
    assert manage(tmp_path, "index_articles").returncode == 0


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    told = manage(tmp_path / "file" / "data", "extract", "--json", "x.txt")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("BAOKU_DATA: ")
