"""A reader reads in a real browser: every tool by links alone without script, and remembered for the next with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from archive.models import Article
from tests.archive.rendition.pages import make_article, publish
from tests.browser.staff import PATIENCE, Person
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True)

FORGET = "localStorage.clear()"


@pytest.fixture
def article(transactional_db: None) -> Article:
    return publish(make_article())


@pytest.fixture
def reader(browser: Chrome, live_server, article: Article) -> Iterator[Person]:
    person = Person(browser, live_server.url)
    person.leave()
    person.open(f"/en{article.get_absolute_url()}")
    browser.execute_script(FORGET)
    browser.get_log("browser")
    yield person
    browser.execute_script(FORGET)


@pytest.fixture
def without_script(browser: Chrome) -> Iterator[None]:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def follow(reader: Person, words: str) -> None:
    """Follow the tool of this name; what lies in the layout sheet is opened first."""
    link = next(
        one
        for one in reader.browser.find_elements("css selector", ".tools a")
        if words in one.get_attribute("textContent")
    )
    if not link.is_displayed():
        reader.find(".layout summary").click()
    before = reader.browser.current_url
    link.click()
    WebDriverWait(reader.browser, PATIENCE).until(lambda browser: browser.current_url != before)


def test_every_tool_is_a_link(reader: Person, without_script: None) -> None:
    reader.browser.refresh()
    follow(reader, "臺灣")
    assert reader.find("h1").text == "三號海堤昨日合龍"
    assert reader.find("#p2 ruby rt").text == "dài"
    follow(reader, "Readings")
    assert not reader.browser.find_elements("css selector", "ruby")
    follow(reader, "Removed")
    assert "首页" in reader.find(".cut del").text
    follow(reader, "Largest")
    follow(reader, "Vertical")
    assert reader.find(".prose").value_of_css_property("writing-mode") == "vertical-rl"
    assert reader.find("h1").text == "三號海堤昨日合龍"
    for stated in ("script=tw", "ruby=0", "removed=1", "size=largest", "mode=vertical"):
        assert stated in reader.browser.current_url
    follow(reader, "Original")
    assert reader.find("h1").text == "三号海堤昨日合龙"


def test_size_readings_and_direction_are_remembered_for_the_next_article(reader: Person) -> None:
    other = publish(make_article(source=None, body=[text * 9 for text in ArticleFactory.build().body * 9]))
    plain = float(reader.find(".prose").value_of_css_property("font-size")[:-2])
    for words in ("Readings", "Large", "Vertical"):
        follow(reader, words)
    reader.open(f"/en{other.get_absolute_url()}#p1")
    WebDriverWait(reader.browser, PATIENCE).until(lambda browser: "mode=vertical" in browser.current_url)
    assert reader.browser.current_url.endswith("#p1")
    text = reader.find(".prose")
    assert text.value_of_css_property("writing-mode") == "vertical-rl"
    assert float(text.value_of_css_property("font-size")[:-2]) == pytest.approx(1.2 * plain)
    assert reader.browser.switch_to.active_element.tag_name == "body"
    assert not reader.browser.get_cookies()
    _turn_pages(reader)
    follow(reader, "Horizontal")
    reader.open(f"/en{other.get_absolute_url()}")
    WebDriverWait(reader.browser, PATIENCE).until(lambda browser: "size=large" in browser.current_url)
    assert "mode=" not in reader.browser.current_url
    assert reader.browser.get_log("browser") == []


def _turn_pages(reader: Person) -> None:
    """The keyboard reaches the text and goes on to the left, by arrows and by pages."""
    text = reader.find(".prose")
    reader.browser.execute_script("arguments[0].focus({preventScroll: true})", text)
    for key in (Keys.ARROW_LEFT, Keys.PAGE_DOWN):
        before = reader.browser.execute_script("return arguments[0].scrollLeft", text)
        text.send_keys(key)
        WebDriverWait(reader.browser, PATIENCE).until(
            lambda browser, before=before: browser.execute_script("return arguments[0].scrollLeft", text) < before
        )
