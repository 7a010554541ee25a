"""Agencies named in a text: longest known name, canonical form, either script."""

from __future__ import annotations

import pytest

from archive.ingest import authority
from archive.ingest.extractors.mentions import named_in
from archive.text.folding import fold

KNOWN = authority.starter()


def named(text: str) -> list[str]:
    return [agency.name for _, _, agency in named_in(fold(text), KNOWN)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("公安部、最高法、工信部有关负责人", ["公安部", "最高人民法院", "工业和信息化部"]),
        ("公安部、最高法、工業和信息化部有關負責人", ["公安部", "最高人民法院", "工业和信息化部"]),
        ("中国人民银行发布，央行表示", ["中国人民银行", "中国人民银行"]),
        ("国务院新闻办公室举行发布会", ["国务院新闻办公室"]),
        ("全国人大常委会法工委", ["全国人大常委会法制工作委员会"]),
    ],
)
def test_known_names_are_found_by_their_canonical_form(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text", ["公安部门介绍", "中央行动", "河南省发改委主任", "上海证监会", "教育部署", "没有名字的句子"]
)
def test_a_name_within_another_word_or_of_a_local_body_does_not_count(text: str) -> None:
    assert named(text) == []


def test_the_starter_list_is_sound() -> None:
    entries = authority.starter_entries()
    names = {entry["name"] for entry in entries}
    slugs = [entry["slug"] for entry in entries]
    aliases = [fold(alias) for entry in entries for alias in (entry["name"], *entry["aliases"])]
    assert len(names) == len(entries) >= 60
    assert len(set(slugs)) == len(slugs)
    assert sorted(alias for alias in aliases if aliases.count(alias) > 1) == []
    assert {entry["parent"] for entry in entries} - {""} <= names
    assert {entry["kind"] for entry in entries} == {"outlet", "government"}
    assert {entry["level"] for entry in entries} <= {"central", "provincial", "municipal", "county", ""}


def test_an_authority_finds_an_agency_by_any_of_its_names() -> None:
    for name in ("最高人民法院", "最高法", "最高法院"):
        agency = KNOWN.find(name)
        assert agency is not None
        assert agency.name == "最高人民法院"
    assert KNOWN.find("没有这个机构") is None
