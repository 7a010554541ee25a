"""The main job, in a real browser: upload saved pages, review and publish them, find them in either script."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from opencc import OpenCC

from archive.models import Article, Event, TextBlock, UploadItem
from archive.text.folding import fold
from config.environment import PROJECT
from search.models import IndexChange
from tests.browser.staff import Person
from tests.factories import PASSWORD, UserFactory

#: What a page is made of around its article, in folded words; none of it may be left in a body.
FURNITURE = (
    "icp备",
    "copyright",
    "allrightsreserved",
    "手机版",
    "更多>>",
    "最近更新",
    "版权声明",
    "责编:",
    "无码",
    "http",
)
PINYIN = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+[)）]")
SECONDS_UNTIL_GONE = 2.0


@pytest.fixture
def pages() -> list[Path]:
    """The real pages where they lie beside the project, else samples of the same kinds."""
    seeds = sorted((PROJECT.parent / "shared" / "data" / "seeds").glob("*.txt"))
    return seeds or sorted((PROJECT / "samples").glob("0[2-6]-*"))


@pytest.fixture
def person(browser, live_server) -> Person:
    return Person(browser, live_server.url)


def both_scripts(words: str) -> tuple[str, str]:
    return fold(words), OpenCC("s2t").convert(fold(words))


def own_words(article: Article, length: int = 8) -> str:
    """Cut a run of Han characters out of the middle of the article that stands in no other."""
    others = [fold(other.text) for other in Article.objects.exclude(pk=article.pk)]
    for run in re.findall(rf"[\u4e00-\u9fff]{{{length}}}", article.text[len(article.text) // 2 :]):
        same = fold(run) == fold(OpenCC("s2t").convert(fold(run)))
        if same and not any(fold(run) in other for other in others):
            return run
    raise AssertionError(f"no words of its own in {article}")


def check_nothing_is_lost(article: Article) -> None:
    blocks = list(article.blocks.all())
    assert article.body == [block.cleaned for block in blocks if block.in_body]
    assert all(block.reason and block.rule for block in blocks if block.role == TextBlock.Role.REMOVED)


def check_body_is_clean(article: Article) -> None:
    folded = fold(article.text).replace(" ", "")
    assert [words for words in FURNITURE if words in folded] == []
    assert PINYIN.findall(article.text) == []


def test_from_saved_pages_to_articles_that_readers_find(person, worker, pages):
    UserFactory(username="uploader", groups=["Uploaders"])
    UserFactory(username="reviewer", groups=["Reviewers"])

    person.log_in("uploader", PASSWORD)
    person.upload(pages)
    drafts = list(Article.objects.order_by("pk"))
    assert len(person.fates()) == len(drafts) == len(pages)
    assert set(UploadItem.objects.values_list("state", flat=True)) == {UploadItem.State.DRAFT}
    for draft in drafts:
        check_body_is_clean(draft)
        check_nothing_is_lost(draft)
    person.leave()
    for draft in drafts:
        assert person.search(own_words(draft)) == []

    person.log_in("reviewer", PASSWORD)
    for draft in drafts:
        person.review(draft.pk)
        person.press("button[value=publish]")
    assert Article.objects.public().count() == len(drafts)
    wait_for_the_index()

    person.leave()
    for article in Article.objects.public():
        for words in both_scripts(own_words(article)):
            assert [address.endswith(article.get_absolute_url()) for address in person.search(words)] == [True], words
            assert person.marks()
            assert all(mark in article.text + article.title for mark in person.marks())

    assert Event.objects.broken() == []


def test_withdrawn_with_a_click_and_gone_for_readers_at_once(person, worker, pages):
    UserFactory(username="uploader", groups=["Uploaders"])
    UserFactory(username="reviewer", groups=["Reviewers"])
    person.log_in("uploader", PASSWORD)
    person.upload(pages[:1])
    article = Article.objects.get()
    words = own_words(article)
    person.log_in("reviewer", PASSWORD)
    person.review(article.pk)
    person.press("button[value=publish]")
    wait_for_the_index()
    assert len(person.search(words)) == 1

    person.review(article.pk)
    person.find("details.up summary").click()
    person.type_into("reason", "撤下一试")
    person.press("button[value=withdraw]")
    clicked = time.monotonic()
    assert person.search(words) == []
    person.open(article.get_absolute_url())
    assert article.title not in person.browser.page_source
    wait_for_the_index()
    assert time.monotonic() - clicked < SECONDS_UNTIL_GONE


def wait_for_the_index(seconds: float = 30) -> None:
    """Wait until the worker has told the index everything."""
    deadline = time.monotonic() + seconds
    while IndexChange.objects.pending().exists():
        assert time.monotonic() < deadline, "the worker did not drain the outbox"
        time.sleep(0.05)
