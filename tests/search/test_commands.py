"""index_articles and search, as an operator types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from archive.models import Article
from search.engine.folders import live_folder, writing_lock
from search.models import IndexChange


def run(*arguments: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_index_articles_drains_the_outbox(publish: Callable[..., Article]) -> None:
    publish()
    for _ in range(3):
        publish(indexed=False)
    assert "3 changes indexed" in run("index_articles")
    assert not IndexChange.objects.pending().exists()
    assert run("search", "海堤").startswith("4 articles")


def test_rebuild_makes_a_new_index_and_if_needed_only_when_it_is(
    publish: Callable[..., Article], index_folder: Path
) -> None:
    publish()
    first = live_folder(index_folder)
    assert "1 article indexed" in run("index_articles", "--rebuild")
    second = live_folder(index_folder)
    run("index_articles", "--if-needed")
    assert first != second == live_folder(index_folder)
    (second / "stamp.json").write_text("{}")
    run("index_articles", "--if-needed")
    assert live_folder(index_folder) not in (first, second)


def test_if_needed_builds_the_first_index_of_an_empty_archive(index_folder: Path) -> None:
    run("index_articles", "--if-needed")
    assert live_folder(index_folder).is_dir()
    assert run("search", "海堤").startswith("0 articles")


def test_a_locked_index_is_said_to_be_so(publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    publish(indexed=False)
    with writing_lock(index_folder), pytest.raises(CommandError, match="Another process"):
        run("index_articles")


def test_search_prints_what_the_api_answers(publish: Callable[..., Article]) -> None:
    article = publish(title="電信詐騙", body=["提防詐騙。"])
    answer = json.loads(run("search", "诈骗", "--json"))
    assert (answer["count"], answer["results"][0]["id"]) == (1, article.public_id)
    assert answer["results"][0]["snippet"] == "提防<mark>詐騙</mark>。"
    assert answer["results"][0]["url"] == f"/a/{article.public_id}/"  # whatever the terminal's language
    assert f"2024-09-12  電信詐騙  /en/a/{article.public_id}/" in run("search", "诈骗")
    assert "0 articles" in run("search", "海堤")


def test_search_tells_mistakes_and_hindrances(index_folder: Path) -> None:
    told = run("search", "“海堤")
    assert "index_articles --rebuild" in told and told.count("\n") >= 3
