"""The review page under a reviewer's hands: how few of their clicks and keys it takes, what it shows them meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from archive.models import Article, Presence
from archive.review import presence
from config.environment import PROJECT
from tests.browser.conftest import load_starter_list
from tests.browser.staff import Person, wait
from tests.drafts import make_draft
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

MOST_FOR_EACH = 5
#: Counts what a person does, across pages; what script presses on their behalf is not trusted by the browser.
COUNTER = """for (const kind of ["click", "keydown"]) addEventListener(kind, (event) => {
  if (event.isTrusted) sessionStorage.pressed = Number(sessionStorage.pressed || 0) + 1;
}, true);"""


@pytest.fixture
def reviewer(browser, live_server, data) -> Iterator[Person]:
    UserFactory(username="reviewer", groups=["Reviewers"])
    person = Person(browser, live_server.url)
    browser.set_window_size(1400, 900)
    person.log_in("reviewer", PASSWORD)
    yield person
    browser.set_window_size(1280, 900)


@contextmanager
def counting(person: Person) -> Iterator[None]:
    """Count the person's clicks and keys from page to page; `pressed` tells how many there were."""
    script = person.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": COUNTER})
    try:
        yield
    finally:
        person.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def pressed(person: Person) -> int:
    return int(person.browser.execute_script("return Number(sessionStorage.pressed || 0)"))


@pytest.fixture
def five_pages() -> list[Path]:
    """The real pages where they lie beside the project, else samples of the same kinds."""
    seeds = sorted((PROJECT.parent / "shared" / "data" / "seeds").glob("*.txt"))
    return (seeds or sorted((PROJECT / "samples").glob("0[2-6]-*")))[:5]


def test_five_clean_drafts_are_published_with_few_clicks_and_keys(reviewer, five_pages, record_property):
    load_starter_list()
    call_command("ingest", *map(str, five_pages), verbosity=0)
    assert Article.objects.filter(state="draft").count() == 5
    with counting(reviewer):
        reviewer.open(reverse("admin:archive_article_queue"))
        reviewer.browser.execute_script("sessionStorage.pressed = 0")
        steps, before = [], 0
        with reviewer.next_page():
            reviewer.find(".items .title a").click()
        for number in range(1, 6):
            reviewer.press_key("a")
            assert Article.objects.public().count() == number
            steps.append(pressed(reviewer) - before)
            before = pressed(reviewer)
    record_property("clicks and keys", steps)
    print(f"clicks and keys for five drafts: {steps}, together {sum(steps)}")
    assert all(0 < step <= MOST_FOR_EACH for step in steps)
    assert sum(steps) <= 6, "one to open the first, one for each"
    assert reviewer.browser.current_url.endswith(reverse("admin:archive_article_queue"))


def colour(person: Person, selector: str) -> str:
    return str(person.find(selector).value_of_css_property("background-color"))


def test_evidence_lights_up_in_the_original_when_its_field_has_the_focus(reviewer):
    article = make_draft()
    reviewer.open(reverse("admin:archive_article_review", args=[article.pk]))
    dark = colour(reviewer, ".ev-title")
    reviewer.find("#id_title").click()
    wait(reviewer.browser, 5).until(lambda _: colour(reviewer, ".ev-title") != dark)
    assert colour(reviewer, ".ev-source") == dark
    reviewer.browser.execute_script("document.getElementById('id_source_name').focus()")
    wait(reviewer.browser, 5).until(lambda _: colour(reviewer, ".ev-title") == dark)
    assert colour(reviewer, ".ev-source") != dark


def test_all_keys_are_told_and_none_works_meanwhile(reviewer):
    article = make_draft()
    article.findings.all().delete()
    reviewer.open(reverse("admin:archive_article_review", args=[article.pk]))
    sheet = reviewer.find("#keys")
    assert not sheet.is_displayed()
    reviewer.find("body").send_keys("?")
    assert sheet.is_displayed()
    told = {key.text for key in sheet.find_elements(By.CSS_SELECTOR, "kbd")}
    assert set("JKAREMDW") <= told
    reviewer.browser.switch_to.active_element.send_keys("a")
    reviewer.browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not sheet.is_displayed()
    assert not Article.objects.public().exists()
    reviewer.find(".judge .help").click()
    assert sheet.is_displayed(), "it opens by its button too"


def test_an_open_page_tells_who_came_and_who_saved(reviewer, monkeypatch):
    monkeypatch.setattr("archive.admin.review.BEAT", 1)
    article, colleague = make_draft(), UserFactory(username="colleague")
    reviewer.open(reverse("admin:archive_article_review", args=[article.pk]))
    assert not reviewer.find("#presence").is_displayed()
    soon = wait(reviewer.browser, 20)
    soon.until(lambda _: Presence.objects.filter(article=article, user__username="reviewer").exists())
    presence.arrive(article, colleague)
    soon.until(lambda _: "colleague" in reviewer.find("#presence").text)
    Article.objects.filter(pk=article.pk).update(version=2, updated_by=colleague)
    soon.until(lambda _: reviewer.find("#presence .changed").is_displayed())
    reviewer.open(reverse("admin:index"))
    soon.until(lambda _: not Presence.objects.filter(user__username="reviewer").exists())


def test_the_page_stays_where_it_was_when_a_block_is_cut(reviewer):
    article = make_draft()
    reviewer.open(reverse("admin:archive_article_review", args=[article.pk]))
    reviewer.browser.execute_script("window.scrollTo(0, 150)")
    stood = reviewer.browser.execute_script("return window.scrollY")
    assert stood > 50, "the page is long enough to tell"
    with reviewer.next_page():
        reviewer.browser.execute_script("document.querySelector('#b7 [data-turn]').click()")
    wait(reviewer.browser, 5).until(lambda browser: abs(browser.execute_script("return window.scrollY") - stood) < 40)
    assert article.blocks.get(position=7).role == "removed"
    reviewer.browser.switch_to.active_element.send_keys("x")
    wait(reviewer.browser, 10).until(lambda _: article.blocks.get(position=7).role == "paragraph")
