"""The Chinese catalogues: whole, compiled, each in its own script, and in use."""

from __future__ import annotations

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.text.scripts import detect
from config.environment import PROJECT

LOCALE = Path("config", "locale")
CATALOGUES = ("zh_Hans", "zh_Hant")
#: What the words of the project are taken from.
MARKED = ("archive", "search", "config", "templates")
TRANSLATION = "django.utils.translation"
#: %(name)s of Python, {name} of str.format. (Django's date formats have neither.)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
HALF_WIDTH_BESIDE_HAN = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.$")

needs_gettext = pytest.mark.skipif(
    not (shutil.which("msgfmt") and shutil.which("xgettext")), reason="gettext's tools are not installed"
)


@dataclass
class Entry:
    """One message: its flags and, by keyword (msgctxt, msgid, msgid_plural, msgstr, msgstr[0]), its strings."""

    flags: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        return self.parts.get("msgctxt", ""), self.parts["msgid"]

    @property
    def translation(self) -> str:
        return self.parts.get("msgstr", self.parts.get("msgstr[0]", ""))


def read_catalogue(path: Path) -> list[Entry]:
    """Read the living messages of a .po file, the header first. Obsolete ones (#~) count as comments."""
    entries = []
    for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
        entry, keyword = Entry(), ""
        for line in paragraph.splitlines():
            if line.startswith("#,"):
                entry.flags |= {flag.strip() for flag in line[2:].split(",")}
            elif line and not line.startswith("#"):
                word, _blank, text = line.partition('"')
                keyword = word.strip() or keyword
                entry.parts[keyword] = entry.parts.get(keyword, "") + ast.literal_eval(f'"{text}')
        if entry.parts:
            entries.append(entry)
    return entries


def messages(language: str, root: Path = PROJECT) -> list[Entry]:
    return read_catalogue(root / LOCALE / language / "LC_MESSAGES" / "django.po")[1:]


def compiled(path: Path) -> dict[object, str]:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog  # the only way to see them all


def marked_words(path: Path) -> list[str]:
    """The literal messages of all calls of a gettext function, whatever it is called in that module."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION]
    markers = {name.asname or name.name: name.name for node in imports for name in node.names if "gettext" in name.name}
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    found = [call.args["pgettext" in markers[call.func.id] :][0] for call in calls if call.func.id in markers]
    return [first.value for first in found if isinstance(first, ast.Constant)]


@pytest.fixture(params=CATALOGUES)
def language(request) -> str:
    return request.param


def test_the_header_says_which_language_and_one_plural_form(language):
    header = read_catalogue(PROJECT / LOCALE / language / "LC_MESSAGES" / "django.po")[0]
    assert not header.flags
    lines = header.translation.splitlines()
    assert {"Project-Id-Version: Baoku", f"Language: {language}", "Plural-Forms: nplurals=1; plural=0;"} <= set(lines)


def test_every_message_is_translated(language):
    entries = messages(language)
    assert len(entries) > 500
    assert [entry.key for entry in entries if not entry.translation or "fuzzy" in entry.flags] == []


def test_a_translation_holds_the_placeholders_of_its_message(language):
    wrong = []
    for entry in messages(language):
        asked = PLACEHOLDER.findall(entry.parts.get("msgid_plural", entry.parts["msgid"]))
        if sorted(asked) != sorted(PLACEHOLDER.findall(entry.translation)):
            wrong.append(entry.key)
    assert wrong == []


def test_both_catalogues_hold_the_same_messages():
    simplified, traditional = ({entry.key for entry in messages(language)} for language in CATALOGUES)
    assert simplified == traditional


def test_simplified_and_traditional_are_not_mixed():
    foreign = [entry.translation for entry in messages("zh_Hans") if detect(entry.translation).traditional]
    foreign += [entry.translation for entry in messages("zh_Hant") if detect(entry.translation).simplified]
    assert foreign == []


def test_quotation_marks_are_those_of_the_script():
    assert [entry.key for entry in messages("zh_Hans") if set(entry.translation) & set("「」『』")] == []
    assert [entry.key for entry in messages("zh_Hant") if set(entry.translation) & set("“”‘’")] == []


def test_punctuation_beside_han_is_full_width(language):
    assert [entry.key for entry in messages(language) if HALF_WIDTH_BESIDE_HAN.search(entry.translation)] == []


def test_the_compiled_catalogue_holds_what_the_source_says(language):
    """Read without gettext's tools, so that a forgotten `make messages` is seen everywhere."""
    expected = {}
    for entry in messages(language):
        context, msgid = entry.key
        key = f"{context}\x04{msgid}" if context else msgid
        expected[(key, 0) if "msgid_plural" in entry.parts else key] = entry.translation
    found = compiled(PROJECT / LOCALE / language / "LC_MESSAGES" / "django.mo")
    assert {key: text for key, text in found.items() if key != ""} == expected


@needs_gettext
def test_msgfmt_finds_nothing_wrong_and_makes_the_committed_file(language, tmp_path):
    folder = PROJECT / LOCALE / language / "LC_MESSAGES"
    made = tmp_path / "django.mo"
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--check-domain", "-o", made, folder / "django.po"], capture_output=True, text=True
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert compiled(made) == compiled(folder / "django.mo")


@needs_gettext
def test_the_catalogues_hold_what_the_code_and_the_templates_mark(tmp_path):
    """As `make messages` would write them, in a copy of the project."""
    for name in MARKED:
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "LC_MESSAGES"))
    shutil.copy(PROJECT / "manage.py", tmp_path)
    env = os.environ | {"BAOKU_DATA": str(tmp_path / "data")}
    command = [sys.executable, "manage.py", "makemessages", "--locale", "zh_Hans", "--no-location", "--no-wrap"]
    made = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120)
    assert made.returncode == 0, made.stderr
    marked = {entry.key for entry in messages("zh_Hans", tmp_path)}
    known = {entry.key for entry in messages("zh_Hans")}
    assert (marked - known, known - marked) == (set(), set()), "run make messages and translate what is new"


def test_no_marked_words_are_hidden_from_makemessages():
    """It does not see what is marked by a function under another name, or inside of an f-string."""
    known = {entry.parts["msgid"] for entry in messages("zh_Hans")}
    sources = [path for name in MARKED for path in (PROJECT / name).rglob("*.py")]
    assert [(path.name, words) for path in sources for words in marked_words(path) if words not in known] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words"),
    [("/", "中文新闻典藏"), ("/zh-hant/", "中文新聞典藏"), ("/en/", "An archive of Chinese-language news")],
)
def test_the_front_page_speaks_each_language(client, address, words):
    assert words in client.get(address).content.decode()
