"""Every mistake that a query can have is told, with its place or the piece that has it."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from config.environment import PROJECT
from search.mistakes import MESSAGES, explained
from search.query.parser import parse
from search.query.syntax import Mistake

TYPED = [
    *(
        "海" * 300,
        "a " * 20,
        "(" * 20 + "a OR b" + ")" * 20,
        "海堤 “合龙",
        "(海堤 合龙",
        "海堤 合龙)",
        "海堤 -",
        "海堤 title:",
    ),
    *(
        "-",
        "海堤 date:x",
        "date:2023-13",
        "date:2023-02-30",
        "date:2023..2022",
        "海堤 *",
        "*海堤",
        "电*堤",
        "ai*",
        "script:x",
    ),
]


def codes_told() -> set[str]:
    """The codes that the sources of the parser and of what resolves names give."""
    paths = [*(PROJECT / "search" / "query").glob("*.py"), PROJECT / "search" / "asking" / "names.py"]
    sources = "".join(path.read_text(encoding="utf-8") for path in paths)
    names = re.findall(r"\b(?:_tell|_mistake|Mistake|flaws\.append)\(\(?\"([a-z-]+)\"", sources)
    return {*names, "unknown-agency", "unknown-place", "unknown-type"}


def test_every_code_has_a_message_and_every_message_a_code() -> None:
    assert codes_told() == MESSAGES.keys()


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_mistakes_are_told_with_their_place_or_piece(typed: str, language: str) -> None:
    mistakes = parse(typed).mistakes
    assert mistakes
    with override(language):
        for mistake in mistakes:
            message = explained(mistake)
            assert "%(" not in message
            if mistake.code not in ("too-long", "only-signs"):
                assert str(mistake.position + 1) in message or str(mistake.values["piece"]) in message


def test_names_that_nobody_bears_are_told() -> None:
    with override("en"):
        assert explained(Mistake("unknown-place", 3, 6, {"name": "无此地"})) == "No place is called “无此地”."
