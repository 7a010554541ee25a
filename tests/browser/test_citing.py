"""A reader cites in a real browser: the copy button, the citation of one paragraph, and a policy that holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from archive import publishing
from archive.models import Article
from tests.browser.staff import PATIENCE, Person
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(transactional_db: None) -> Article:
    article: Article = ArticleFactory(source_name="Tide Daily", authors=["沈砚舟"])
    assert publishing.publish(article, by=None) is None
    return article


@pytest.fixture
def reader(browser, live_server, article: Article) -> Iterator[Person]:
    granted = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": live_server.url}
    browser.execute_cdp_cmd("Browser.grantPermissions", granted)
    person = Person(browser, live_server.url)
    person.leave()
    browser.get_log("browser")
    yield person
    browser.execute_cdp_cmd("Browser.resetPermissions", {})


def test_a_paragraph_is_followed_cited_and_copied(reader: Person, article: Article) -> None:
    reader.open(f"{article.get_absolute_url()}")
    assert not reader.find("#p2 .quote").is_displayed()
    reader.find("#p2 .pn").click()
    reader.find("#p2 .quote").click()
    assert reader.find("#quote").text == article.body[1]
    button = reader.find("button[data-copies='chicago-note']")
    button.click()
    WebDriverWait(reader.browser, PATIENCE).until(lambda browser: reader.find("#copied").get_attribute("textContent"))
    assert clipboard(reader, "text/plain") == reader.find("#chicago-note").text
    assert "<i>Tide Daily</i>" in clipboard(reader, "text/html")
    assert reader.browser.get_log("browser") == []  # neither the data in the head nor the script offends the policy


def clipboard(reader: Person, kind: str) -> str:
    """What lies on the clipboard."""
    reading = """
    const [kind, done] = arguments;
    navigator.clipboard.read().then(async ([item]) => done(await (await item.getType(kind)).text()), done);
    """
    return str(reader.browser.execute_async_script(reading, kind))
