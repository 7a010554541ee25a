"""axe-core in Chromium: what it finds wrong with the page now open. Installed by npm, as tests/browser/axe locks it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from config.environment import PROJECT

LOCKED = PROJECT / "tests" / "browser" / "axe"
FOLDER = PROJECT / ".venv-axe"  # beside the other tools that are no part of the project
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
    source = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
    if not (source.is_file() and _is_as_locked()):
        _install()
    return source.read_text(encoding="utf-8")


def faults(browser: Chrome) -> list[Fault]:
    """What axe-core finds wrong with the page as it is shown, once its transitions are over."""
    browser.execute_script(script())
    browser.set_script_timeout(60)
    found = browser.execute_async_script(_RUN)
    return [Fault(one["id"], one["impact"] or "minor", tuple(one["places"])) for one in found]


def _is_as_locked() -> bool:
    kept = FOLDER / "package-lock.json"
    return kept.is_file() and kept.read_bytes() == (LOCKED / "package-lock.json").read_bytes()


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm, which installs axe-core (Debian's package npm)")
    FOLDER.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCKED / name, FOLDER / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    process = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=300, check=False)
    if process.returncode:
        Path(FOLDER / "package-lock.json").unlink()
        pytest.skip(f"npm could not install axe-core: {process.stderr.strip()[-300:]}")
