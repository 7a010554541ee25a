"""What a member of staff and a reader do in a browser, in their own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 30  # seconds


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

    def upload(self, files: Sequence[Path]) -> None:
        """Give the files and wait on the batch's page until the fate of each is told."""
        self.open("/admin/archive/uploadbatch/upload/")
        self.find("input[type=file]").send_keys("\n".join(map(str, files)))
        self.press("form.drop button.button")
        self.see("table.ledger")
        WebDriverWait(self.browser, PATIENCE).until(
            lambda browser: not browser.find_elements(By.CSS_SELECTOR, "#ledger[data-left]")
        )

    def fates(self) -> list[str]:
        return [cell.text for cell in self.browser.find_elements(By.CSS_SELECTOR, "table.ledger .state")]

    def review(self, pk: int) -> None:
        self.open(f"/admin/archive/article/{pk}/review/")

    def press(self, selector: str) -> None:
        """Press a button and wait for the page that comes."""
        before = self.browser.find_element(By.TAG_NAME, "html")
        button = self.find(selector)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
        WebDriverWait(self.browser, PATIENCE).until(until.staleness_of(before))

    def type_into(self, name: str, words: str) -> None:
        field = self.find(f"[name={name}]")
        field.clear()
        field.send_keys(words)

    def search(self, words: str) -> list[str]:
        """Search as a reader does; return the addresses of the articles found."""
        self.open(f"/search/?q={quote(words)}")
        return [link.get_attribute("href") for link in self.browser.find_elements(By.CSS_SELECTOR, ".hit .title a")]

    def marks(self) -> list[str]:
        return [mark.text for mark in self.browser.find_elements(By.CSS_SELECTOR, ".hit mark")]

    def find(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def see(self, selector: str) -> None:
        WebDriverWait(self.browser, PATIENCE).until(until.presence_of_element_located((By.CSS_SELECTOR, selector)))
