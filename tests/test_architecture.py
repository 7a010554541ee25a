"""The import contracts of pyproject.toml hold, and each of them bites when it is broken on purpose."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import PROJECT

APPS = ("archive", "search", "config")

BREAKS = [
    ("archive/publishing.py", "import search.answering.executor", "config sees both apps"),
    ("archive/models/agencies.py", "import archive.publishing", "inside archive"),
    ("archive/review/queue.py", "import archive.ingest.store", "inside archive"),
    ("archive/ingest/decoding/names.py", "import archive.ingest.pipeline", "inside ingest"),
    ("search/highlighting.py", "import search.answering.executor", "inside search"),
    ("search/signals.py", "import archive.publishing", "search reads the archive only"),
    ("archive/text/cleaning.py", "import django", "plain Python"),
    ("search/query/parser.py", "import haystack", "plain Python"),
    ("search/views.py", "import whoosh", "Whoosh and jieba"),
    ("archive/admin/site.py", "import nh3", "OpenCC and nh3"),
    ("archive/utils.py", "import archive.models", "inside archive"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    command = [str(lint_imports), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    shutil.copy(PROJECT / "pyproject.toml", folder)
    for app in APPS:
        shutil.copytree(PROJECT / app, folder / app, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "*.po"))
    return folder


def test_the_import_contracts_hold():
    done = lint(PROJECT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("path", "line", "contract"), BREAKS, ids=[f"{path}: {line}" for path, line, _ in BREAKS])
def test_a_forbidden_import_breaks_the_contract_meant_for_it(copy, path, line, contract):
    module = copy / path
    before = module.read_text(encoding="utf-8") if module.exists() else None
    module.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        done = lint(copy)
    finally:
        module.write_text(before, encoding="utf-8") if before is not None else module.unlink()
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN") and contract in row]
    assert broken, done.stdout
