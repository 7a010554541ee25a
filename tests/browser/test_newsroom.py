"""The whole newsroom in a real browser: sixty files in a zip, from the upload to readers and back to nothing."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from selenium.webdriver.common.by import By

from archive import publishing, witness
from archive.models import Agency, Article, Event, Finding, Likeness, UploadBatch, UploadItem
from config.environment import PROJECT
from search.generation import Generation
from tests.browser import sixty
from tests.browser.staff import Person
from tests.browser.test_first_light import own_words, wait_for_the_index
from tests.factories import PASSWORD, AgencyFactory, ArticleFactory, UserFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
State = Article.State
FATES = {"draft": "草稿", "duplicate": "重复", "refused": "拒收"}
_FIRST_WORDS = "return arguments[0].firstChild.textContent.trim()"
NOTE = "标题里的地名已更正"
READ = ["/", "/dates/", "/dates/2024/", "/agencies/", "/feed/", "/api/v1/suggest?q=%E6%B1%90"]
SEARCHED = [f"/search/?q={quote(words)}" for words in ("诈骗", "夜航", "渡口", "海堤", "汐城")]
#: What differs between two readings of a page although nothing has changed.
_PASSING = re.compile(r"<updated>[^<]*</updated>|\d+(\.\d+)?\s*(ms|毫秒)")


@pytest.fixture
def person(browser, live_server, worker) -> Person:
    witness.path().unlink(missing_ok=True)  # of events of other tests
    call_command("load_agencies", str(PROJECT / "samples" / "agencies.json"), verbosity=0)
    for number, name in enumerate(["渡口晚报", "汐城夜报"]):
        article = ArticleFactory(title=f"夜航恢复（{number}）", source=AgencyFactory(name=name))
        assert publishing.publish(article, by=None) is None
    for name, group in {"uploader": "Uploaders", "reviewer": "Reviewers"}.items():
        UserFactory(username=name, groups=[group])
    browser.set_window_size(1280, 900)
    return Person(browser, live_server.url)


@dataclass(frozen=True)
class Archive:
    """All that readers can see, and what is in the archive for staff."""

    pages: dict[str, str]
    articles: dict[str, int]
    waiting_agencies: set[str]
    in_index: int

    @classmethod
    def now(cls, site: str) -> Archive:
        wait_for_the_index()
        alive = Article.objects.exclude(state=State.DISCARDED)
        return cls(
            pages={path: fetched(site + path)[1] for path in READ + SEARCHED},
            articles={state: alive.filter(state=state).count() for state in State.values},
            waiting_agencies=set(Agency.objects.candidates().values_list("name", flat=True)),
            in_index=Generation.live(settings.BAOKU_DATA / "index").open().size,
        )


def fetched(address: str) -> tuple[int, str]:
    """Status and text of a page as an anonymous reader gets it."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, _PASSING.sub("", answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_sixty_files_go_all_the_way_to_readers_and_back(person, tmp_path):
    before = Archive.now(person.site)

    person.log_in("uploader", PASSWORD)
    person.press("a[href$='/uploadbatch/upload/']")
    person.upload([sixty.pack(tmp_path / "渡口剪报.zip")], patience=300)
    told = dict(ledger(person))
    assert {member.name: told.get(member.name) for member in sixty.SIXTY} == {
        member.name: FATES[member.fate] for member in sixty.SIXTY
    }
    problems = dict(UploadItem.objects.exclude(problem="").values_list("name", "problem"))
    assert problems == {member.name: member.problem for member in sixty.SIXTY if member.problem}

    mended, other = fix_and_publish(person)
    correct(person, mended)
    withdraw_and_restore(person, other)

    undo(person)
    assert Archive.now(person.site) == before
    assert Event.objects.broken() == []
    call_command("verify_events", verbosity=0)
    for article in Article.objects.filter(upload_items__isnull=False):
        assert fetched(person.site + article.get_absolute_url())[0] == 404


def ledger(person: Person) -> Iterator[tuple[str, str]]:
    """Name and fate of each file, as the pages of the ledger tell them."""
    while True:
        for row in person.browser.find_elements(By.CSS_SELECTOR, "table.ledger tbody tr"):
            name = person.browser.execute_script(_FIRST_WORDS, row.find_element(By.TAG_NAME, "th"))
            yield name, row.find_element(By.CSS_SELECTOR, ".state").text
        if not person.browser.find_elements(By.CSS_SELECTOR, "a[rel=next]"):
            return
        person.press("a[rel=next]")


def fix_and_publish(person: Person) -> tuple[Article, Article]:
    """A reviewer returns one draft, its uploader mends it; then all are published: one by key, most together."""
    person.log_in("reviewer", PASSWORD)
    draft = next(one for one in Article.objects.filter(state=State.DRAFT) if not one.findings.open().exists())
    person.review(draft.pk)
    person.find("details[data-key=r] summary").click()
    person.type_into("reason", "请把标题写全")
    person.press("button[value=return]")

    person.log_in("uploader", PASSWORD)
    assert "请把标题写全" in person.find("main").text, "the desk tells what was returned and why"
    person.review(draft.pk)
    person.type_into("title", "渡口夜航恢复，船家说潮水正好")
    person.press("button[value=resubmit]")

    person.log_in("reviewer", PASSWORD)
    person.review(draft.pk)
    person.press_key("a")
    for held in Article.objects.filter(pk__in=Finding.objects.blocking().values("article")):
        person.review(held.pk)
        masks = person.browser.find_elements(By.CSS_SELECTOR, "button[value=mask-all]")
        person.press("button[value=mask-all]" if masks else ".findings .stop button[value^=mask]")
        person.press_key("a")
    publish_together(person)
    assert Article.objects.filter(state=State.PUBLISHED, upload_items__isnull=False).count() >= 15
    wait_for_the_index()
    person.leave()
    alike = Likeness.objects.values("article"), Likeness.objects.values("other")
    alone = (
        Article.objects.public().filter(upload_items__isnull=False).exclude(pk__in=alike[0]).exclude(pk__in=alike[1])
    )
    other = alone.exclude(pk=draft.pk)[0]
    assert person.search(own_words(other)) == [person.site + other.get_absolute_url()]
    draft.refresh_from_db()
    return draft, other


def publish_together(person: Person) -> None:
    """Tick the whole queue and publish what can be published without a look."""
    person.open(reverse("admin:archive_article_queue"))
    tick = person.browser.find_elements(By.CSS_SELECTOR, "input[name=all]") or [person.find("#tick-page")]
    tick[0].click()
    person.press("button[formaction$='/queue/publish/']")
    person.press("#bulk button[value=save]")


def correct(person: Person, article: Article) -> None:
    """Correct the title with a note; readers see both, and what stood before."""
    person.log_in("reviewer", PASSWORD)
    person.open(reverse("admin:archive_article_correct", args=[article.pk]))
    person.type_into("title", "渡口夜航恢复，船家说潮水刚好")
    person.type_into("note", NOTE)
    person.press("button[name=do]")
    person.leave()
    person.open(article.get_absolute_url())
    assert NOTE in person.find("main").text
    person.open(reverse("archive:history", args=[article.public_id]))
    history = person.find("main")
    assert NOTE in history.text
    assert "正" in "".join(mark.text for mark in history.find_elements(By.TAG_NAME, "del"))
    assert "刚" in "".join(mark.text for mark in history.find_elements(By.TAG_NAME, "ins"))


def withdraw_and_restore(person: Person, article: Article) -> None:
    words, address = own_words(article), person.site + article.get_absolute_url()
    person.log_in("reviewer", PASSWORD)
    person.open(reverse("admin:archive_article_publication", args=[article.pk]))
    person.find("input[value=copyright]").click()
    person.type_into("reason", "照片的权利不清楚")
    person.press("button[value=withdraw]")
    status, page = fetched(address)
    assert status == 410
    assert article.title not in page
    assert "照片的权利不清楚" not in page
    assert Event.objects.filter(action="leak check", subject_id=article.pk).exists()
    person.leave()
    assert person.search(words) == []

    person.log_in("reviewer", PASSWORD)
    person.open(reverse("admin:archive_article_publication", args=[article.pk]))
    person.press("button[value=restore]")
    wait_for_the_index()
    person.leave()
    assert fetched(address)[0] == 200
    assert person.search(words) == [address]


def undo(person: Person) -> None:
    """The reviewer undoes the batch as a whole."""
    person.log_in("reviewer", PASSWORD)
    person.open(UploadBatch.objects.get().get_absolute_url())
    person.press("a[href$='/undo/']")
    person.type_into("reason", "整箱都是旧的")
    person.press(".undo form button.button")
    assert UploadBatch.objects.get().undone_at
