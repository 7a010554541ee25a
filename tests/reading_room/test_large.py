"""A reader's way through a large archive, without script and with it, and a spider's through 3,000 addresses."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser import chromium
from tests.browser.staff import Person
from tests.reading_room.spider import Spider

pytestmark = pytest.mark.slow
FAR = 3_000
#: A word of many articles in news of any kind and of both scripts.
WORD = "的"


@pytest.fixture(params=[True, False], ids=["without script", "with script"])
def reader(request, large) -> Iterator[Person]:
    """A reader whose browser keeps account of what it asked for."""
    driver = chromium.launch("--window-size=1280,900", performance="ALL")
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": request.param})
    yield Person(driver, large)
    driver.quit()


def follow(reader: Person, selector: str) -> None:
    """Press the first such link, and wait for the page that comes."""
    with reader.next_page():
        reader.find(selector).send_keys("\n")


def heading(reader: Person) -> str:
    return reader.find("h1").text


def requests_of(browser: Chrome) -> list[str]:
    """The addresses that the browser asked for since it was last asked."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]


def test_a_reader_finds_the_way_from_the_first_page_to_a_citation(reader):
    reader.open("/")
    follow(reader, ".site-nav a[href='/dates/']")
    follow(reader, ".months a[class^=h]")
    follow(reader, "main td a[class^=h]")
    day = heading(reader)
    follow(reader, "main .items .title a, main .title a")
    assert re.search(r"/a/[a-z0-9]{10}/", reader.browser.current_url)
    article, title = reader.browser.current_url, heading(reader)
    assert day and title
    if outlets := reader.browser.find_elements(By.CSS_SELECTOR, ".art-head a[href*='/agencies/']"):
        with reader.next_page():
            outlets[0].send_keys("\n")
        assert reader.browser.find_elements(By.CSS_SELECTOR, "main .title a[href*='/a/']")

    reader.find("#find-q").send_keys(WORD)
    with reader.next_page():
        reader.find("#find-q").send_keys("\n")
    everything = found(reader)
    narrow(reader)
    assert 0 < found(reader) <= everything
    go_to_page(reader, 40)
    exported(reader)
    reader.open(urlsplit(article).path)
    follow(reader, "a[href$='/cite/']")
    assert "[N/OL]" in reader.find("main").text or "[EB/OL]" in reader.find("main").text

    console = [entry for entry in reader.browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    assert not console, console
    foreign = {url for url in requests_of(reader.browser) if not url.startswith((reader.site, "data:", "chrome"))}
    assert not foreign, foreign


def found(reader: Person) -> int:
    """How many articles the search says it found."""
    return int(re.search(r"[\d,]+", heading(reader)).group().replace(",", ""))  # type: ignore[union-attr]


def narrow(reader: Person) -> None:
    """Choose a year among the facets."""
    facets = reader.find("details.facets")
    if facets.get_attribute("open") is None and not facets.find_elements(By.CSS_SELECTOR, ".facet a:not([hidden])"):
        facets.find_element(By.TAG_NAME, "summary").click()
    follow(reader, ".facet .tally a")


def go_to_page(reader: Person, number: int) -> None:
    """As by the links to pages, which name no page so far away: by the address, in which all of it stands."""
    reader.open(f"/search/?q={WORD}&page={number}")
    assert reader.find(".pages [aria-current=page]").text == str(number)
    assert reader.browser.find_elements(By.CSS_SELECTOR, ".hits .hit")


def exported(reader: Person) -> None:
    """Take the results as a table, as many rows as were found."""
    link = reader.find("a[href*='.csv']").get_attribute("href") or ""
    with urllib.request.urlopen(link) as answer:
        rows = list(csv.reader(io.StringIO(answer.read().decode("utf-8-sig"))))
    assert len(rows) == found(reader) + 1


def test_a_spider_meets_no_dead_link_and_is_sent_nowhere_else(large):
    spider, dead, foreign = Spider(large, avoid=("/admin/", "/zh-hant/admin/", "/en/admin/")), [], []
    for page in spider.crawl("/", most=FAR):
        foreign += [f"{page.path}: {address}" for address in page.foreign]
        if page.status >= 400:
            dead.append(f"{page.status} {page.path}, from {spider.from_page.get(page.path)}")
    assert sum(spider.statuses.values()) == FAR
    assert not dead, "\n".join(dead[:50])
    assert not foreign, "\n".join(foreign[:50])
