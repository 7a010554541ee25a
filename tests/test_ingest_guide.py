"""The examples of docs/ingest.md do what the page says: a rule, an outlet and a format are added as it tells."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from archive.ingest import authority, outlet_rules, parsers, pipeline, records
from archive.ingest.boilerplate import rules
from archive.ingest.records import Extraction, MediaType, Problem, Reason, Role, SourceFile
from archive.text.divisions import divisions, full_region
from config.environment import PROJECT

GUIDE = (PROJECT / "docs" / "ingest.md").read_text(encoding="utf-8")
SENTENCE = "云渡县医院的新楼昨天封顶，施工队说，今年冬天以前病房就能搬进去，老楼改作药库。"


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.M | re.S)


def read(text: str, name: str = "a.txt") -> Extraction:
    result = pipeline.extract(SourceFile(name, text.encode()), authority=authority.starter(), today=date(2026, 11, 21))
    assert isinstance(result, Extraction), result
    return result


@contextmanager
def longer_file(
    monkeypatch: pytest.MonkeyPatch, folder: Path, module: Any, cached: Callable[[], Any], example: str
) -> Iterator[None]:
    """Let a module read its data file with the example behind it."""
    file = folder / "longer.toml"
    file.write_text(f"{module.RULES_FILE.read_text(encoding='utf-8')}\n{example}", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(module, "RULES_FILE", file)
        cached.cache_clear()
        yield
    cached.cache_clear()


@pytest.fixture
def _fresh_rules() -> Iterator[None]:
    """The rules are kept once read; forget those of the example."""
    rules._prose_rules.cache_clear()
    yield
    rules._prose_rules.cache_clear()


def test_the_rule_for_any_page_takes_its_line(monkeypatch, tmp_path, _fresh_rules):
    (example,) = (words for words in examples("toml") if words.startswith("[[rule]]"))
    page = f"縣醫院新樓封頂\n2024-03-02 08:10 來源：云渡日报\n點擊收聽本文\n{SENTENCE}\n{SENTENCE[:-1]}，也许更早。"
    with longer_file(monkeypatch, tmp_path, rules, rules.rules, example):
        (block,) = (block for block in read(page).blocks if "收聽" in block.text)
    assert (block.role, block.reason, block.rule) == (Role.REMOVED, Reason.WIDGET, "listen-button")
    assert ("點擊收聽本文", "Reason.WIDGET") in re.findall(r'\("(\S+)", (\S+)\),', GUIDE)


def test_the_rule_for_one_outlet_takes_its_line_there_and_nowhere_else(monkeypatch, tmp_path):
    (example,) = (words for words in examples("toml") if words.startswith("[[outlet]]"))
    line = "本报热线接到读者来电，他说医院门前的路灯已经坏了一个多月，晚上要打着手电走。"
    page = f"县医院新楼封顶\n2024-03-02 08:10 来源：%s\n{SENTENCE}\n{line}\n{SENTENCE[:-1]}，也许更早。"
    with longer_file(monkeypatch, tmp_path, outlet_rules, outlet_rules.shipped, example):
        there, elsewhere = read(page % "云渡日报"), read(page % "汐城晚报")
    assert line not in there.body
    assert "outlets.toml:yundu.example/tip-line" in {block.rule for block in there.blocks}
    assert line in elsewhere.body


def test_the_line_for_an_outlet_has_the_form_of_the_list():
    (example,) = examples("json")
    entry = json.loads(example)
    assert set(entry) == set(authority.starter_entries()[0])
    known = authority.build([(entry["name"], entry["kind"], entry["aliases"])])
    assert entry["region"] in {full_region(division) for division in divisions().values()}
    assert [known.find(name).name for name in ("雲渡日報", "云渡报", "yundu.example")] == ["云渡日报"] * 3


@pytest.fixture
def _subtitles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the steps of the page: the parser, its media type, its place in the two tables."""
    (example,) = (words for words in examples("python") if "def parse" in words)
    (name, value), (ending,) = re.findall(r'`(\w+) = "(\S+)"`', GUIDE)[0], re.findall(r'`"(\.\w+)": MediaType', GUIDE)
    longer: Any = StrEnum("MediaType", {**{kind.name: kind.value for kind in MediaType}, name: value})  # type: ignore[misc]
    monkeypatch.setattr(records, "MediaType", longer)
    module: dict[str, Any] = {}
    exec(compile(example, "docs/ingest.md", "exec"), module)  # noqa: S102 - our own page
    monkeypatch.setitem(parsers.PARSERS, longer[name], module["parse"])
    monkeypatch.setitem(parsers._EXTENSIONS, ending, longer[name])


@pytest.mark.usefixtures("_subtitles")
def test_the_parser_of_the_example_reads_subtitles():
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}" for n, words in enumerate(("县医院新楼封顶", SENTENCE))]
    result = read("\n\n".join(cues), "a.srt")
    assert [block.text for block in result.blocks] == ["县医院新楼封顶", SENTENCE]
    assert (str(result.media_type), result.body) == ("application/x-subrip", (SENTENCE,))
    assert pipeline.parse("a.srt", pipeline.decode(SourceFile("a.srt", b"1\n"))) == Problem("no-text")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"[`\s]((?:archive|tests|samples)/[\w./-]*\w)", GUIDE))))
def test_what_the_page_names_exists(path):
    assert (PROJECT / path).exists()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([a-z_0-9]+\.(?:toml|json|txt))`", GUIDE))))
def test_the_data_files_that_the_page_names_exist(name):
    assert (PROJECT / "archive" / "ingest" / "data" / name).is_file()


def test_every_data_file_is_named_on_the_page():
    names = {path.name for path in (PROJECT / "archive" / "ingest" / "data").iterdir() if path.is_file()}
    assert {name for name in names if f"{name}`" not in GUIDE} == set()
