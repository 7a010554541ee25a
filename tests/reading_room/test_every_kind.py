"""Every kind of public page, as outside checkers see it: valid HTML, in nobody's way, open to the keyboard."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from archive.models import Article
from tests.browser import accessibility
from tests.browser.staff import Person
from tests.browser.test_accessibility import faults_at, show
from tests.reading_room import validity
from tests.reading_room.kinds import name_of, pages_of_every_kind

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOST_STOPS = 40
#: Where to write down the order of the stops, for docs/accessibility.md; nowhere if not set.
RECORD = os.environ.get("BAOKU_TAB_ORDER")
#: How an article can be read.
MODES = (
    "script=hans",
    "script=tw",
    "ruby=1",
    "removed=1",
    "mode=vertical",
    "size=3",
    "script=hant&mode=vertical&ruby=1",
)
_STOPS = """
const stops = [], groups = new Set();
for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
  if (element.tabIndex < 0 || element.disabled || !element.checkVisibility()) continue;
  if (element.type === "radio" && groups.has(element.name)) continue; // of a group, Tab stops at one
  if (element.type === "radio") groups.add(element.name);
  stops.push(element);
}
return stops.map((element) => element.tabIndex);
"""
_FOCUSED = """
const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
const name = at.getAttribute("aria-label") || at.textContent.trim() || at.getAttribute("name") || at.tagName;
return [name.slice(0, 40), style.outlineStyle !== "none" || style.boxShadow !== "none", box.width > 0];
"""


def states(site: str) -> list[str]:
    """Addresses of an article's ways of being read, of a withdrawn one, and of one that never was."""
    article = Article.objects.public().order_by("pk")[0]
    gone = Article.objects.filter(state=Article.State.WITHDRAWN)[0]
    return [*(f"/a/{article.public_id}/?{mode}" for mode in MODES), f"/a/{gone.public_id}/", "/a/zzzzzzzzzz/"]


def test_every_kind_of_public_page_is_valid_html(furnished, tmp_path_factory):
    pages = pages_of_every_kind(furnished, *states(furnished))
    assert len({name_of(page.path) for page in pages}) > 15
    found = validity.faults({page.path: page.body for page in pages if page.body}, tmp_path_factory.mktemp("html"))
    assert not found, "\n".join(found)


def test_axe_finds_nothing_serious_on_any_kind_light_or_dark(furnished, browser):
    reader, found, seen = Person(browser, furnished), [], set()
    reader.leave()
    more = states(furnished)
    for page in pages_of_every_kind(furnished, *more):
        if page.path in more or name_of(page.path) not in seen:
            seen.add(name_of(page.path))
            reader.open(page.path)
            found += faults_at(reader, page.path)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert not found, "\n".join(found)


def test_no_kind_of_page_is_wider_than_a_small_telephone(furnished, browser):
    reader, wide = Person(browser, furnished), []
    for page in pages_of_every_kind(furnished, *states(furnished)):
        reader.open(page.path)
        show(reader, 320, "light")
        width = browser.execute_script("return document.documentElement.scrollWidth")
        wide += [f"{page.path}: {width}"] if width > 320 else []
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert not wide, "\n".join(wide)


def test_the_keyboard_goes_through_each_page_in_its_order_and_is_always_seen(furnished, browser):
    reader, found, ways = Person(browser, furnished), [], {}
    for page in pages_of_every_kind(furnished):
        name = name_of(page.path)
        if name not in ways and not page.path.startswith(("/zh-hant/", "/en/")):
            reader.open(f"/en{page.path}")
            ways[name], faults = way_of_the_keyboard(reader)
            found += [f"{page.path}: {fault}" for fault in faults]
    assert not found, "\n".join(found)
    if RECORD:
        lines = (f"- **{name}**: {' → '.join(stops)}\n" for name, stops in sorted(ways.items()) if name)
        Path(RECORD).write_text("".join(lines), encoding="utf-8")


def way_of_the_keyboard(reader: Person) -> tuple[list[str], list[str]]:
    """Press Tab through the page; return the names of the stops, and what is wrong with them.

    What comes first is the way past its head; nothing is jumped to, nothing is unseen.
    """
    order = reader.browser.execute_script(_STOPS)
    stops, faults = [], ["a tabindex above 0"] if any(order) else []
    for number in range(min(len(order), MOST_STOPS)):
        reader.browser.switch_to.active_element.send_keys(Keys.TAB)
        name, is_marked, is_there = reader.browser.execute_script(_FOCUSED)
        stops.append(" ".join(name.split()))
        if number == 0 and "#main" not in (reader.browser.switch_to.active_element.get_attribute("href") or ""):
            faults.append(f"begins at {name!r}")
        if not (is_marked and is_there):
            faults.append(f"the focus is not seen on {name!r}")
    return stops, faults


def test_axe_itself_finds_a_fault_that_is_there(furnished, browser):
    reader = Person(browser, furnished)
    reader.open("/")
    browser.execute_script("document.querySelector('label[for=find-q]').remove()")
    assert any(fault.impact in ("serious", "critical") for fault in accessibility.faults(browser))
