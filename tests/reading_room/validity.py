"""The Nu Html Checker: what is wrong with pages as HTML. Needs Java and npm; version locked in tests/browser/vnu."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.browser.npm import installed


def faults(pages: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return a line for each fault of the pages, whose names are their addresses. folder: empty, of the test's own.

    Skips the test where there is no Java.
    """
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java, which runs the HTML checker (Debian's package default-jre-headless)")
    jar = installed("vnu") / "vnu-jar" / "build" / "dist" / "vnu.jar"
    names = {}
    for number, (address, page) in enumerate(pages.items()):
        file = folder / f"{number:04}.html"
        file.write_bytes(page)
        names[file.name] = address
    command = [java, "-jar", str(jar), "--format", "json", "--exit-zero-always", "--stdout", str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(told.stdout)["messages"]
    return [_line(names[Path(one["url"]).name], one) for one in messages if one["type"] != "info" or "subType" in one]


def _line(address: str, message: dict[str, object]) -> str:
    return f"{address}:{message.get('lastLine', 0)}: {message['message']} | {message.get('extract', '')!r}"
