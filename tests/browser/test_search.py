"""A reader searches in a real browser: suggestions by key and pointer, facets, the way back, a telephone's width."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from archive import publishing
from archive.models import Agency
from tests.browser.staff import PATIENCE, Person, wait
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True)

#: The longest name there is in the starter list, and a longer one.
LONG = "汐城县气象局与应急管理局联合政务新媒体平台信息发布中心编辑部"
ARTICLES = [
    ("海堤合龙之夜", "汐城晚报", ["昨天上午，三号海堤在平潮时分合龙。", "海堤的堤身沉降仍须观测两个汛期。"], "hans"),
    ("海堤合龙倒计时", "云渡日报", ["四号海堤进入合龙倒计时，海堤两侧架起了灯。"], "hans"),
    ("海堤合龍之後", "濱海電訊", ["海堤合龍之後，候鳥的灘塗還剩多少。"], "hant"),
    ("海堤观测站挂牌", LONG, ["海堤观测站昨天挂牌，合龙以来的潮位都在这里。"], "hans"),
]


@pytest.fixture
def reader(browser, live_server) -> Iterator[Person]:
    """A reader before an archive that was indexed from nothing."""
    for title, outlet, body, script in ARTICLES:
        source = AgencyFactory(name=outlet, aliases=[])
        article = ArticleFactory(title=title, source=source, body=body, script=script, mentions=[source])
        publishing.publish(article, by=None)
    call_command("index_articles", "--rebuild", verbosity=0)
    browser.set_window_size(1280, 900)
    person = Person(browser, live_server.url)
    person.leave()
    browser.get_log("browser")
    yield person
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


def field(reader: Person) -> WebElement:
    return reader.find("#find-q")


def suggested(reader: Person, typed: str) -> list[WebElement]:
    """Type, and again for as long as the archive's words are still being gathered; return what is offered."""

    def offered(_browser: WebDriver) -> list[WebElement]:
        found = options(reader)
        if not found:
            field(reader).clear()
            field(reader).send_keys(typed)
        return found

    return WebDriverWait(reader.browser, PATIENCE, poll_frequency=1).until(offered)


def options(reader: Person) -> list[WebElement]:
    return reader.browser.find_elements(By.CSS_SELECTOR, ".suggest:not([hidden]) [role=option]")


def asked(reader: Person) -> dict[str, list[str]]:
    return parse_qs(urlsplit(reader.browser.current_url).query)


def follow(reader: Person, selector: str) -> None:
    """Press a link with the pointer: the driver takes what stands in a closed <details> to be hidden, wide or not."""
    link = reader.find(selector)
    reader.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    with reader.next_page():
        ActionChains(reader.browser).move_to_element(link).click().perform()


def titles(reader: Person) -> set[str]:
    return {link.text for link in reader.browser.find_elements(By.CSS_SELECTOR, ".hit .title a")}


def test_from_a_suggestion_through_facets_and_back_again(reader):
    reader.open("/")
    suggested(reader, "海")
    field(reader).send_keys(Keys.ARROW_DOWN)
    chosen = reader.find(".suggest [aria-selected=true]")
    words = chosen.find_element(By.CSS_SELECTOR, "span").text
    assert field(reader).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert field(reader).get_attribute("aria-expanded") == "true"
    with reader.next_page():
        field(reader).send_keys(Keys.ENTER)
    assert asked(reader) == {"q": [words]} and words.startswith("海")
    assert len(titles(reader)) == len(ARTICLES)

    paper = Agency.objects.get(name="汐城晚报").slug
    follow(reader, ".facet a[href*='script=hans']:not(.shut)")
    assert asked(reader) == {"q": [words], "script": ["hans"]} and len(titles(reader)) == 3
    follow(reader, f".facet a.shut[href*='source=-{paper}']")
    assert asked(reader) == {"q": [words], "script": ["hans"], "source": [f"-{paper}"]}
    assert titles(reader) == {"海堤合龙倒计时", "海堤观测站挂牌"}
    assert len(reader.browser.find_elements(By.CSS_SELECTOR, ".chip:not(.clear)")) == 2

    with reader.next_page():
        reader.browser.back()
    assert asked(reader) == {"q": [words], "script": ["hans"]} and len(titles(reader)) == 3
    assert field(reader).get_property("value") == words
    assert len(reader.browser.find_elements(By.CSS_SELECTOR, ".chip:not(.clear)")) == 1
    assert reader.browser.get_log("browser") == []


def test_a_pointer_chooses_escape_closes_and_leaving_the_field_does(reader):
    reader.open("/search/")
    suggested(reader, "海")
    field(reader).send_keys(Keys.ESCAPE)
    assert options(reader) == [] and field(reader).get_property("value") == "海"
    field(reader).send_keys(Keys.ARROW_DOWN)  # opens it again
    wait(reader.browser).until(lambda _: options(reader))
    reader.browser.execute_script("arguments[0].blur()", field(reader))
    assert options(reader) == []
    first = suggested(reader, "海")[0]
    words = first.find_element(By.CSS_SELECTOR, "span").text
    with reader.next_page():
        first.click()
    assert asked(reader) == {"q": [words]}
    title = next(one for one in suggested(reader, "海堤观测") if one.get_attribute("data-url"))
    with reader.next_page():
        title.click()
    assert reader.find("h1").text == "海堤观测站挂牌"


def test_what_an_input_method_composes_is_neither_looked_up_nor_sent(reader):
    reader.open("/search/")
    field(reader).click()
    reader.browser.execute_script(
        """window.asked = [];
        const real = window.fetch;
        window.fetch = (address, how) => {
            window.asked.push(new URL(address, location).search);
            return real(address, how);
        };"""
    )
    compose = {"text": "hai", "selectionStart": 3, "selectionEnd": 3}
    reader.browser.execute_cdp_cmd("Input.imeSetComposition", compose)
    enter = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    reader.browser.execute_cdp_cmd("Input.dispatchKeyEvent", enter)
    assert reader.browser.execute_script("return window.asked") == []
    reader.browser.execute_cdp_cmd("Input.insertText", {"text": "海堤"})
    wait(reader.browser).until(lambda browser: browser.execute_script("return window.asked.length"))
    assert parse_qs(reader.browser.execute_script("return window.asked[0]").lstrip("?")) == {"q": ["海堤"]}
    assert asked(reader) == {}


def test_nothing_is_too_wide_or_too_small_for_a_telephone(reader):
    small = {"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    reader.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", small)
    reader.browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    paper = Agency.objects.get(name="汐城晚报").slug
    found = {}
    for path in (
        "/en/search/",
        "/en/search/?q=海堤",
        f"/en/search/?q=海堤 -评论 “合龙&source=-{paper}&script=hans&from=2024-01&to=2024-12&place=nowhere",
        f"/search/?q={'海堤' * 60}",
        "/zh-hant/search/?q=海堤合龍之後為什麼要觀測兩個汛期",
    ):
        reader.open(path)
        reader.browser.execute_script("document.querySelectorAll('details').forEach(one => one.open = true)")
        found[path] = reader.browser.execute_script(
            """const shown = [...document.querySelectorAll("main :is(a, button, summary, input)")].filter(
                (one) => one.checkVisibility() && one.getBoundingClientRect().width && !one.closest("svg, .check"));
            return [
              document.documentElement.scrollWidth,
              shown.filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.textContent.trim()),
            ];"""
        )
    assert {path: said for path, said in found.items() if said != [320, []]} == {}
