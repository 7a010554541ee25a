"""Tools of the tests that npm brings, each as its own folder here locks it, beside the tools of other checks."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from config.environment import PROJECT

_LOCKED = PROJECT / "tests" / "browser"


@cache
def installed(tool: str) -> Path:
    """The folder node_modules of a tool: "axe" or "vnu". Skips the test where npm is missing or has no registry."""
    locked, folder = _LOCKED / tool, PROJECT / f".venv-{tool}"
    if not _is_as_locked(folder, locked):
        _install(folder, locked)
    return folder / "node_modules"


def _is_as_locked(folder: Path, locked: Path) -> bool:
    kept, lock = folder / "package-lock.json", locked / "package-lock.json"
    return (folder / "node_modules").is_dir() and kept.is_file() and kept.read_bytes() == lock.read_bytes()


def _install(folder: Path, locked: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm, which installs what checks the pages (Debian's package npm)")
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(locked / name, folder / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    process = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if process.returncode:
        (folder / "package-lock.json").unlink()
        pytest.skip(f"npm could not install {locked.name}: {process.stderr.strip()[-300:]}")
