"""The import contracts of pyproject.toml hold, and each of them bites when it is broken on purpose."""

from __future__ import annotations

import re
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
    ("search/views/results_page.py", "import whoosh", "Whoosh and jieba"),
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


@pytest.fixture(scope="module")
def verdict(copy: Path) -> dict[str, str]:
    """What is said of each broken contract of a tree in which all those lines stand at once."""
    for path, line, _contract in BREAKS:
        with (copy / path).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    _, *told = re.split(r"^(\S.+)\n-{5,}\n", lint(copy).stdout.partition("\nBroken contracts\n")[2], flags=re.M)
    return dict(zip(told[::2], told[1::2], strict=True))


@pytest.mark.parametrize(("path", "line", "contract"), BREAKS, ids=[f"{path}: {line}" for path, line, _ in BREAKS])
def test_a_forbidden_import_breaks_the_contract_meant_for_it(verdict, path, line, contract):
    (told,) = [words for name, words in verdict.items() if contract in name]
    importer, imported = path.removesuffix(".py").replace("/", "."), line.removeprefix("import ")
    stranger = f"not listed as layers:\n\n- {importer}\n"
    assert re.search(rf"- +{re.escape(importer)} -> {re.escape(imported)} ", told) or stranger in told, told
