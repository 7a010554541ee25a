"""Searching as readers do: exact, in both scripts, and never a word that is not public."""

from __future__ import annotations

import datetime
import fcntl
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from haystack import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import publishing
from archive.models import Article
from search.answering import executor
from search.answering.executor import SearchPage, SearchRequest, execute
from search.engine.folders import live_folder
from search.index_state import REMEDY
from search.indexing import indexer
from search.models import IndexChange
from tests.factories import AgencyFactory, ArticleFactory

CANARY = "zqxcanary"


def ask(q: str, **conditions: Any) -> SearchPage:
    return execute(SearchRequest(q=q, facets=True, **conditions))


def told(page: SearchPage) -> str:
    """All that a reader could learn from a page."""
    hits = [(hit.article.pk, hit.title, hit.snippet) for hit in page.hits]
    return repr((page.count, hits, page.facets.as_dict()))


def silent(page: SearchPage) -> bool:
    return (page.count, list(page.hits)) == (0, []) and not any(page.facets.as_dict().values())


def test_a_hit_is_marked_in_its_own_script(publish: Callable[..., Article]) -> None:
    publish(title="電信詐騙翻新", body=["警方籲市民提防電信網絡詐騙。"], script="hant")
    for words in ("诈骗", "詐騙", "“电信网络诈骗”", "骗"):
        page = ask(words)
        assert page.count == 1
        assert "<mark>" in page.hits[0].snippet and "诈" not in page.hits[0].snippet
    assert ask("诈骗").hits[0].title == "電信<mark>詐騙</mark>翻新"


def test_conditions_narrow_and_orders_order(publish: Callable[..., Article]) -> None:
    outlet = AgencyFactory(slug="xicheng")
    day = datetime.date
    articles = [
        publish(published_on=day(2023, 5, 1), source=outlet, script="hans"),
        publish(published_on=day(2024, 5, 1), source=AgencyFactory(), script="hant"),
        publish(published_on=None, source=outlet, script="hant"),
    ]
    found = {name: [hit.article for hit in ask("海堤", sort=name).hits] for name in ("-date", "date")}
    assert found["-date"] == [articles[1], articles[0], articles[2]]
    assert found["date"] == [articles[0], articles[1], articles[2]]
    assert ask("海堤", first_day=day(2024, 1, 1)).count == 1
    assert ask("海堤", last_day=day(2024, 5, 1)).count == 2
    assert ask("海堤", chosen={"source": ("xicheng",)}).count == 2
    assert ask("海堤", chosen={"source": ("nowhere",)}).count == 0
    both = {"script": ("hant",), "source": ("xicheng",)}
    assert ask("海堤", chosen=both).hits[0].article == articles[2]
    assert [hit.article for hit in ask("海堤", chosen={"source": ("-xicheng",)}).hits] == [articles[1]]
    facets = ask("海堤").facets.as_dict()
    assert [(one["value"], one["count"]) for one in facets["year"]] == [("2024", 1), ("2023", 1)]
    assert {one["value"]: one["count"] for one in facets["script"]} == {"hans": 1, "hant": 2}
    assert facets["source"][0] == {"value": "xicheng", "label": outlet.name, "count": 2}


def test_pages_are_slices_and_beyond_the_last_is_empty(publish: Callable[..., Article]) -> None:
    articles = [publish(indexed=False) for _ in range(7)]
    indexer.drain()
    seen = [hit.article for number in (1, 2, 3, 4) for hit in ask("海堤", page=number, size=3).hits]
    assert sorted(article.pk for article in seen) == [article.pk for article in articles]
    assert (ask("海堤", size=3).pages, ask("海堤", page=10**9, size=3).hits) == (3, [])
    assert len(ask("海堤", size=10_000).hits) == 7


def test_drafts_returned_and_withdrawn_articles_are_in_nothing(publish: Callable[..., Article]) -> None:
    for state in (Article.State.DRAFT, Article.State.RETURNED, Article.State.WITHDRAWN):
        ArticleFactory(title=f"{CANARY} 海堤", body=[CANARY], state=state)
    withdrawn = publish(title=f"海堤 {CANARY}", body=[f"{CANARY} 合龙"])
    publishing.withdraw(withdrawn, by=None, reason="test")
    assert IndexChange.objects.pending().exists()
    assert silent(ask(CANARY)) and CANARY not in told(ask("海堤"))
    indexer.rebuild()
    assert silent(ask(CANARY)) and silent(ask("-海堤"))


def test_a_withdrawn_article_does_not_show_while_the_index_is_locked(
    publish: Callable[..., Article], index_folder: Path
) -> None:
    publish(title="海堤依旧")
    withdrawn = publish(title="海堤撤稿", body=[CANARY])
    with (index_folder / "lock").open("a") as lock, (live_folder(index_folder) / "MAIN_WRITELOCK").open("a") as whoosh:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fcntl.flock(whoosh, fcntl.LOCK_EX)
        publishing.withdraw(withdrawn, by=None, reason="test")
        with pytest.raises(indexer.IndexLocked):
            indexer.drain()
        assert silent(ask(CANARY))
        assert ask("海堤").count == 1 and "撤稿" not in told(ask("海堤"))
    assert indexer.drain() == 1
    assert ask("海堤").count == 1


def test_a_changed_article_is_shown_with_its_new_words_only(publish: Callable[..., Article]) -> None:
    article = publish(body=[f"海堤 {CANARY}"])
    article.body = ["海堤 更正"]
    article.save()
    publishing.announce_change(article, by=None)
    assert silent(ask(CANARY))
    indexer.drain()
    assert silent(ask(CANARY)) and ask("更正").count == 1


def test_an_untitled_article_is_called_by_its_opening(publish: Callable[..., Article]) -> None:
    publish(title="", body=["没有标题的一则短讯。"])
    assert ask("短讯").hits[0].title == "没有标题的一则<mark>短讯</mark>。"


def test_a_match_in_the_original_title_is_shown(publish: Callable[..., Article]) -> None:
    publish(title="改过的题目", original_title="原来的题目", body=["正文。"])
    assert ask("原来").hits[0].snippet == "<mark>原来</mark>的题目"


def test_a_match_above_or_below_the_title_is_shown(publish: Callable[..., Article]) -> None:
    publish(title="海堤合龙", kicker="汛期之前抢工期", subtitle="比原定日期早了九天", body=["正文。"])
    assert ask("抢工期").hits[0].snippet == "汛期之前<mark>抢工期</mark>"
    assert ask("早了九天").hits[0].snippet == "比原定日期<mark>早了九天</mark>"


def test_related_articles_have_no_marks_on_words_that_merely_ask(publish: Callable[..., Article]) -> None:
    publish(title="船长说潮", body=["有人问为什么开船，海堤那天正要合龙。"])
    related = ask("海堤为什么合龙").related
    assert related[0].snippet == "有人问为什么开船，<mark>海堤</mark>那天正要<mark>合龙</mark>。"
    assert not related[0].exact


def test_mistakes_are_told_and_the_rest_is_searched(publish: Callable[..., Article]) -> None:
    publish()
    page = ask("海堤 “合龙")
    assert page.count == 1 and [one.code for one in page.mistakes] == ["unclosed-quote"]
    assert ask("海堤 " + "海" * 500).count == 1  # a word cut in two is no word: it is left out whole
    assert ask(" ".join(["海堤"] * 30)).count == 1


@pytest.mark.parametrize("damage", ["missing", "no-toc", "garbage", "truncated", "pointer"])
def test_a_missing_or_damaged_index_gives_a_notice_and_no_error(
    damage: str, publish: Callable[..., Article], index_folder: Path
) -> None:
    publish()
    folder = live_folder(index_folder)
    if damage == "missing":
        shutil.rmtree(index_folder)
    elif damage == "pointer":
        (index_folder / "live").write_text("../elsewhere")
    for path in folder.glob("*") if folder.exists() else ():
        if damage == "no-toc" and path.suffix == ".toc":
            path.unlink()
        elif damage == "garbage" and path.suffix == ".toc":
            path.write_bytes(b"\x80garbage" * 50)
        elif damage == "truncated" and path.suffix == ".seg":
            path.write_bytes(path.read_bytes()[:20])
    # A new process, which has nothing open yet.
    from_scratch()
    with override("en"):
        page = ask("海堤")
    assert page.count == 1 and "articles themselves were searched" in page.notice
    publish(title="海堤二")  # the next change makes the indexer build the index anew
    assert ask("海堤").count == 2 and ask("海堤").notice == ""


def test_a_new_archive_says_that_its_index_is_being_prepared(index_folder: Path) -> None:
    with override("en"):
        page = ask("海堤")
    assert page.count == 0 and "is being prepared" in page.notice


def test_without_an_index_nothing_that_is_not_public_is_found(
    publish: Callable[..., Article], index_folder: Path
) -> None:
    ArticleFactory(title=CANARY, body=[CANARY])
    withdrawn = publish(body=[CANARY])
    publishing.withdraw(withdrawn, by=None, reason="test")
    shutil.rmtree(index_folder)
    from_scratch()
    assert silent(ask(CANARY)) and CANARY not in told(ask("-海堤"))


def test_a_stale_index_is_refused_and_the_articles_are_read_instead(
    publish: Callable[..., Article], index_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Readers are told what it means for them; what is wrong and what mends it goes to the log."""
    publish()
    executor._tell_staff.cache_clear()
    stamp = live_folder(index_folder) / "stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "folding": 0}))
    from_scratch()
    with override("en"):
        page = ask("海堤")
    assert page.count == 1 and "articles themselves were searched" in page.notice
    assert "stale" not in page.notice and REMEDY not in page.notice
    assert "stale" in caplog.text and REMEDY in caplog.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(st.one_of(st.characters(), st.sampled_from('海堤合“”"- *?()\x00\ud800')), max_size=300))
def test_any_words_at_all_are_answered(q: str, publish: Callable[..., Article]) -> None:
    if not Article.objects.exists():
        publish()
    page = ask(q)
    assert 0 <= page.count <= 1 and len(page.hits) == page.count


def from_scratch() -> None:
    """Forget this thread's open index."""
    connections.reload("default")
