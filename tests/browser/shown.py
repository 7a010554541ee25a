"""Which attempts a page shows as words: that nothing came of them proves something only where they are to be read."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from selenium.webdriver import Chrome

from tests.browser.attempts import ATTEMPTS

_WORDS = """
const fields = [...document.querySelectorAll("input, textarea")].map(field => field.value);
return [document.documentElement.textContent, ...fields].join("\\n");
"""


def bare(words: str) -> str:
    """Letters and digits alone, as spaces and marks differ between a file and a page made of it."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", words))).casefold()


_KEYS = {number: bare(attempt) for number, attempt in enumerate(ATTEMPTS)}


@dataclass
class Shown:
    """The numbers of the attempts that were to be read, by the kind of page."""

    on: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def read(self, browser: Chrome, kind: str) -> None:
        """Add what can be read on the page now open, in its text and in its fields."""
        said = bare(browser.execute_script(_WORDS))
        self.on[kind] |= {number for number, key in _KEYS.items() if key in said}
