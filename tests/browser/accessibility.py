"""axe-core in Chromium: what it finds wrong with the page now open. Installed by npm, as tests/browser/axe locks it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from selenium.webdriver import Chrome

from tests.browser.npm import installed

_RUN = """
const done = arguments[arguments.length - 1];
const settled = Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
settled.then(() => axe.run(document, {resultTypes: ["violations"]})).then(
  (told) => done(told.violations.map(({id, impact, nodes}) => ({id, impact, places: nodes.map(node => node.html)}))),
  (error) => done([{id: String(error), impact: "critical", places: []}]),
);
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule of axe-core that the page breaks. impact: minor, moderate, serious or critical. places: HTML."""

    rule: str
    impact: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.impact} {self.rule} ×{len(self.places)}: {self.places[0][:200] if self.places else ''}"


@cache
def script() -> str:
    """The source of axe-core. Skips the test where npm is missing or has no way to its registry."""
    return (installed("axe") / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def faults(browser: Chrome) -> list[Fault]:
    """What axe-core finds wrong with the page as it is shown, once its transitions are over."""
    browser.execute_script(script())
    browser.set_script_timeout(60)
    found = browser.execute_async_script(_RUN)
    return [Fault(one["id"], one["impact"] or "minor", tuple(one["places"])) for one in found]
