"""The results page in a real browser: a span drawn over the bars, keys from hit to hit, and all without script."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from archive import publishing
from tests.browser import accessibility
from tests.browser.staff import Person
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True)
YEARS = (2015, 2018, 2018, 2019, 2023)
SEARCH = "/en/search/?q=海堤"


@pytest.fixture
def reader(browser, live_server) -> Iterator[Person]:
    for number, year in enumerate(YEARS):
        article = ArticleFactory(title=f"海堤{number}", published_on=datetime.date(year, 5, 1), script="hans")
        publishing.publish(article, by=None)
    call_command("index_articles", "--rebuild", verbosity=0)
    browser.set_window_size(1280, 900)
    person = Person(browser, live_server.url)
    person.leave()
    browser.get_log("browser")
    yield person
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    browser.execute_script("localStorage.clear()")


@contextmanager
def without_script(reader: Person) -> Iterator[None]:
    reader.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        yield
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def asked(reader: Person) -> dict[str, list[str]]:
    return parse_qs(urlsplit(reader.browser.current_url).query)


def bar(reader: Person, year: int) -> WebElement:
    return reader.find(f".chart a[aria-label^='{year}']")


def said(reader: Person) -> str:
    return reader.find("#brush-said").text


def titles(reader: Person) -> list[str]:
    return [link.text for link in reader.browser.find_elements(By.CSS_SELECTOR, ".hit .title a")]


def place_of(reader: Person, year: int) -> tuple[float, float]:
    """The middle of a year's place in the picture, with a bar or without."""
    rect = reader.browser.execute_script(
        "const {x, y, width, height} = document.querySelector('.chart svg').getBoundingClientRect();"
        "return {x, y, width, height}"
    )
    values = reader.find(".chart").get_attribute("data-values").split()
    slot = rect["width"] / len(values)
    return rect["x"] + slot * (values.index(str(year)) + 0.5), rect["y"] + rect["height"] / 2


def drag(reader: Person, first: int, last: int) -> ActionChains:
    (left, top), (right, _) = place_of(reader, first), place_of(reader, last)
    pointer = ActionChains(reader.browser, duration=20)
    pointer.w3c_actions.pointer_action.move_to_location(int(left), int(top))
    pointer.w3c_actions.pointer_action.pointer_down()
    pointer.w3c_actions.pointer_action.move_to_location(int((left + right) / 2), int(top))
    pointer.w3c_actions.pointer_action.move_to_location(int(right), int(top))
    return pointer


def stretch(reader: Person, steps: int) -> None:
    """Hold Shift and press the arrow to the right."""
    chain = ActionChains(reader.browser).key_down(Keys.SHIFT)
    chain.send_keys(Keys.ARROW_RIGHT * steps).key_up(Keys.SHIFT).perform()


def test_a_span_is_drawn_with_the_pointer_in_either_direction(reader):
    for first, last in ((2017, 2019), (2019, 2017)):
        reader.open(f"{SEARCH}&sort=date&page=1")
        drag(reader, first, last).perform()
        assert said(reader) == "2017 – 2019: 3" and reader.find(".chart .brush")
        with reader.next_page():
            ActionChains(reader.browser).release().perform()
        assert asked(reader) == {"q": ["海堤"], "sort": ["date"], "from": ["2017"], "to": ["2019"]}
        assert len(titles(reader)) == 3
    with reader.next_page():
        reader.find(".chart .span a").click()
    assert "from" not in asked(reader) and len(titles(reader)) == len(YEARS)
    assert reader.browser.get_log("browser") == []


def test_a_press_on_a_bar_is_still_a_link_and_escape_takes_a_span_back(reader):
    reader.open(SEARCH)
    drag(reader, 2015, 2019).perform()
    ActionChains(reader.browser).send_keys(Keys.ESCAPE).perform()
    assert said(reader) == "" and not reader.browser.find_elements(By.CSS_SELECTOR, ".chart .brush")
    ActionChains(reader.browser).release().perform()
    assert asked(reader) == {"q": ["海堤"]}
    with reader.next_page():
        ActionChains(reader.browser).move_to_element(bar(reader, 2018)).click().perform()
    assert asked(reader) == {"q": ["海堤"], "from": ["2018"], "to": ["2018"]}


def test_a_finger_draws_a_span_too(reader):
    small = {"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    reader.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", small)
    reader.browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    reader.open(SEARCH)
    reader.browser.execute_script("document.querySelector('.chart').scrollIntoView({block: 'center'})")
    (left, top), (right, _) = place_of(reader, 2015), place_of(reader, 2018)

    def touch(kind: str, *points: float) -> None:
        where = [{"x": x, "y": top} for x in points]
        reader.browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    touch("touchStart", left)
    for part in range(1, 6):
        touch("touchMove", left + (right - left) * part / 5)
    with reader.next_page():
        touch("touchEnd")
    assert asked(reader) == {"q": ["海堤"], "from": ["2015"], "to": ["2018"]}


def test_a_span_is_chosen_with_keys(reader):
    reader.open(SEARCH)
    reader.browser.execute_script("arguments[0].focus()", bar(reader, 2018))
    ActionChains(reader.browser).send_keys(Keys.ARROW_RIGHT).perform()
    assert reader.browser.switch_to.active_element == bar(reader, 2019)
    stretch(reader, 4)
    assert said(reader) == "2019 – 2023: 2"
    assert reader.find(".chart svg").get_attribute("aria-describedby") == reader.find("#brush-how").get_attribute("id")
    ActionChains(reader.browser).send_keys(Keys.ESCAPE).perform()
    assert said(reader) == ""
    stretch(reader, 4)
    with reader.next_page():
        ActionChains(reader.browser).send_keys(Keys.ENTER).perform()
    assert asked(reader) == {"q": ["海堤"], "from": ["2019"], "to": ["2023"]}


def test_without_script_bars_and_forms_lead_to_the_same(reader):
    with without_script(reader):
        reader.open(f"{SEARCH}&view=titles")
        assert not reader.find("#brush-how").is_displayed() and not reader.find("#keys").is_displayed()
        reader.find("#from").send_keys("2017")
        reader.find("#to").send_keys("2019", Keys.ENTER)
        assert asked(reader) == {"q": ["海堤"], "view": ["titles"], "from": ["2017"], "to": ["2019"]}
        reader.find("#within").send_keys("海堤1 OR 海堤3")
        reader.find(".within button").click()
        assert asked(reader)["q"] == ["海堤 (海堤1 OR 海堤3)"]
        assert set(titles(reader)) == {"海堤1", "海堤3"}
        assert reader.find("#find-q").get_property("value") == "海堤 (海堤1 OR 海堤3)"
        reader.find(".take summary").click()
        assert reader.find(".take a[href*='export.csv']").is_displayed()
        href = bar(reader, 2018).get_dom_attribute("href")
        assert "from=2018&to=2018" in href


def test_keys_lead_from_hit_to_hit_and_can_be_switched_off(reader):
    reader.open(SEARCH)
    links = reader.browser.find_elements(By.CSS_SELECTOR, ".hit .title a")

    def press(*keys: str) -> WebElement:
        ActionChains(reader.browser).send_keys(*keys).perform()
        return reader.browser.switch_to.active_element

    assert press("j") == links[0] and press("j") == links[1] and press("k") == links[0]
    assert press("/") == reader.find("#find-q")
    press("j", "?", "/")  # in the field they are characters
    assert reader.find("#find-q").get_property("value").endswith("j?/")
    reader.browser.execute_script("document.activeElement.blur()")
    press("?")
    assert reader.find("#keys").get_attribute("open")
    reader.find("#single-keys").click()
    reader.open(SEARCH)  # remembered
    assert not reader.find("#single-keys").is_selected()
    assert press("j").tag_name == "body" and press("/").tag_name == "body"


def test_the_page_has_no_fault_that_axe_finds(reader):
    for address in (
        SEARCH,
        f"{SEARCH}&view=days",
        f"{SEARCH}&view=titles",
        "/en/search/",
        f"{SEARCH} 独角兽&script=hant",
    ):
        reader.open(address)
        reader.browser.execute_script("document.querySelectorAll('details').forEach(one => one.open = true)")
        for scheme in ("light", "dark"):
            wanted = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)
            told = [fault for fault in accessibility.faults(reader.browser) if fault.impact != "minor"]
            assert not told, (address, scheme, "\n".join(map(str, told)))
    reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
