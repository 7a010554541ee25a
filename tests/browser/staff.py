"""What a member of staff and a reader do in a browser, in their own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 60  # seconds; a machine that tests on all its cores is slow
#: Hits that hold all that was asked for; related ones have a section of their own.
FOUND = ".hits:not(.related .hits) .hit"

# Every document has its own time of origin, so a new one tells that the page has changed. Asking an element of the
# old page whether it is stale may meet the page half gone, which chromedriver reports as an unknown error.
_DOCUMENT = "return [performance.timeOrigin, document.readyState]"


def wait(
    browser: WebDriver, patience: float = PATIENCE, ignored: tuple[type[Exception], ...] = ()
) -> WebDriverWait[WebDriver]:
    """Wait for at most `patience` seconds, and look so often that nothing is lost by it."""
    return WebDriverWait(browser, patience, poll_frequency=0.1, ignored_exceptions=ignored)


@dataclass(frozen=True)
class Person:
    """Somebody at the browser. Every step waits until the page that it leads to is there."""

    browser: Chrome
    site: str

    def open(self, path: str) -> None:
        self.browser.get(f"{self.site}{path}")

    def log_in(self, username: str, password: str) -> None:
        self.browser.delete_all_cookies()
        self.open("/admin/login/?next=/admin/")
        self.type_into("username", username)
        self.type_into("password", password)
        self.press("form.door button.button")
        self.see("form[action$='logout/']")

    def leave(self) -> None:
        """Become an anonymous reader."""
        self.browser.delete_all_cookies()

    def upload(self, files: Sequence[Path], patience: float = PATIENCE) -> None:
        """Give the files and wait on the batch's page, for `patience` seconds, until the fate of each is told."""
        self.open("/admin/archive/uploadbatch/upload/")
        self.find("input[type=file]").send_keys("\n".join(map(str, files)))
        self.press("form.drop button.button")
        self.see("table.ledger")
        wait(self.browser, patience).until(
            lambda browser: not browser.find_elements(By.CSS_SELECTOR, "#ledger[data-left]")
        )

    def fates(self) -> list[str]:
        return [cell.text for cell in self.browser.find_elements(By.CSS_SELECTOR, "table.ledger .state")]

    def review(self, pk: int) -> None:
        self.open(f"/admin/archive/article/{pk}/review/")

    def press(self, selector: str) -> None:
        """Press a button and wait for the page that comes."""
        button = self.find(selector)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        with self.next_page():
            button.click()

    def press_key(self, key: str) -> None:
        """Press a key that leads to another page, and wait for it."""
        body = self.find("body")
        with self.next_page():
            body.send_keys(key)

    @contextmanager
    def next_page(self) -> Iterator[None]:
        """Wait until what was done inside has led to another page, and that page is complete."""
        before, _ = self.browser.execute_script(_DOCUMENT)
        yield
        wait(self.browser, ignored=(WebDriverException,)).until(
            lambda browser: (
                browser.execute_script(_DOCUMENT)[0] != before and browser.execute_script(_DOCUMENT)[1] == "complete"
            )
        )

    def type_into(self, name: str, words: str) -> None:
        field = self.find(f"[name={name}]")
        field.clear()
        field.send_keys(words)

    def search(self, words: str) -> list[str]:
        """Search as a reader does; return the addresses of the articles found, not of those that are only related.

        Without what makes their pages mark the words that were searched for.
        """
        self.open(f"/search/?q={quote(words)}")
        links = self.browser.find_elements(By.CSS_SELECTOR, f"{FOUND} .title a")
        return [str(link.get_attribute("href")).partition("?")[0] for link in links]

    def marks(self) -> list[str]:
        return [mark.text for mark in self.browser.find_elements(By.CSS_SELECTOR, f"{FOUND} mark")]

    def find(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def see(self, selector: str) -> None:
        wait(self.browser).until(until.presence_of_element_located((By.CSS_SELECTOR, selector)))
