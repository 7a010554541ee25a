"""index_articles, search and explain_query, as an operator types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from archive import publishing
from archive.models import Article
from search.engine.folders import live_folder, writing_lock
from search.indexing import preparing
from search.models import IndexChange
from tests.factories import ArticleFactory
from tests.search.looking import files_with


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


def test_rebuild_takes_as_many_processes_as_it_is_told(publish: Callable[..., Article]) -> None:
    publish()
    assert "1 article indexed" in run("index_articles", "--rebuild", "--processes", "1")


def test_purge_says_what_it_searched_and_found(publish: Callable[..., Article], index_folder: Path) -> None:
    publishing.withdraw(publish(title="证人蔺鹤龄"), by=None, reason="test")
    assert files_with("蔺鹤龄", index_folder)
    assert "0 remains found" in run("index_articles", "--purge")
    assert not files_with("蔺鹤龄", index_folder)


def test_check_names_the_differences_and_mends_them(publish: Callable[..., Article]) -> None:
    publish()
    assert "agrees with the database" in run("index_articles", "--check")
    row = ArticleFactory(state=Article.State.PUBLISHED)
    told = run("index_articles", "--check")
    assert f"Missing from the index: {row.pk}" in told and "1 change indexed" in told
    assert "agrees with the database" in run("index_articles", "--check")


def test_check_builds_a_damaged_index_anew(publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    before = live_folder(index_folder)
    segment = next(before.glob("*.seg"))
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 1
    segment.write_bytes(content)
    run("index_articles", "--check")
    assert live_folder(index_folder) != before and "agrees with the database" in run("index_articles", "--check")


def test_an_article_that_cannot_be_indexed_is_named(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    article = publish(indexed=False)
    monkeypatch.setattr(preparing, "document_of", lambda *_: 1 / 0)
    told = run("index_articles")
    assert f"Article {article.pk} could not be indexed" in told and "division by zero" in told


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


def test_explain_query_tells_the_tree_its_terms_and_the_scores(publish: Callable[..., Article]) -> None:
    publish(title="電信詐騙", body=["提防詐騙。", "警方提醒市民。"])
    publish(title="海堤合龙", body=["堤身沉降。"])
    told = run("explain_query", "诈骗 (警方提醒 OR 海堤) -评论")
    assert told.startswith("read as: 诈骗 AND (警方提醒 OR 海堤) AND NOT 评论\nsearched: 诈骗｜詐騙\n")
    assert (
        "1 article, " in told and "\n  诈骗: 1, " in told and "title · term · 诈骗 1 · candidates: 1, true: 1" in told
    )
    assert "電信詐騙  /en/a/" in told and "  title  诈骗\n" in told and "海堤合龙" not in told


def test_explain_query_says_no_word_of_an_article_that_was_just_withdrawn(publish: Callable[..., Article]) -> None:
    publishing.withdraw(publish(title="证人蔺鹤龄"), by=None, reason="test")
    told = run("explain_query", "蔺鹤")
    assert "0 articles, " in told and "证人" not in told


def test_explain_query_needs_an_index(index_folder: Path) -> None:
    with pytest.raises(CommandError, match="index_articles --rebuild"):
        run("explain_query", "海堤")
