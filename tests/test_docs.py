"""What the documents say exists, and what exists is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.environment import PROJECT

DOCS = PROJECT / "docs"
ALLOWED_AT_THE_TOP = {
    ".ci", ".git", ".gitattributes", ".gitignore", ".pre-commit-config.yaml", "LICENSE", "Makefile", "README.md",
    "archive", "benchmarks", "config", "docs", "manage.py", "pyproject.toml", "requirements-dev.txt",
    "requirements.txt", "samples", "search", "static", "templates", "tests",
}  # fmt: skip
MADE_BY_TOOLS = {"var", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def commands() -> list[str]:
    return sorted(
        path.stem
        for app in ("archive", "search", "config")
        for path in (PROJECT / app / "management" / "commands").glob("[!_]*.py")
    )


def knobs() -> list[str]:
    code = "\n".join(read(path) for app in ("archive", "search", "config") for path in (PROJECT / app).rglob("*.py"))
    return sorted(set(re.findall(r'"(BAOKU_[A-Z_]+)"', code)))


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command):
    assert f"manage.py {command}" in read(DOCS / "commands.md")


@pytest.mark.parametrize("knob", knobs())
def test_every_knob_is_documented(knob):
    assert f"`{knob}`" in read(DOCS / "settings.md")


def test_every_runtime_dependency_has_its_reason():
    named = re.findall(r'^    "([A-Za-z0-9-]+)', read(PROJECT / "pyproject.toml").split("[dependency-groups]")[0], re.M)
    table = read(DOCS / "dependencies.md").lower()
    assert [name for name in named if f"| {name.lower()}" not in table] == []


def test_links_between_the_documents_lead_somewhere():
    pages = [PROJECT / "README.md", *DOCS.rglob("*.md"), PROJECT / "samples" / "README.md"]
    dead = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", read(page))
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_the_make_targets_that_the_readme_names_exist():
    targets = set(re.findall(r"^([a-z-]+):", read(PROJECT / "Makefile"), re.M))
    named = set(re.findall(r"`make ([a-z-]+)", read(PROJECT / "README.md") + read(DOCS / "CONTRIBUTING.md")))
    assert named <= targets


def test_nothing_else_lies_at_the_top():
    names = {path.name for path in PROJECT.iterdir() if not path.name.startswith(".venv")}
    assert names - MADE_BY_TOOLS <= ALLOWED_AT_THE_TOP


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
