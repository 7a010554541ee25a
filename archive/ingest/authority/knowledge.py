"""What data/mentions.toml says about names in running text, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MENTIONS_FILE = Path(__file__).parents[1] / "data" / "mentions.toml"


@dataclass(frozen=True, slots=True)
class Organ:
    """A kind of government body. pattern: its full name with {} or {short} for the division.

    by_level: other patterns, by the level of the division. levels: those that have it; empty for all.
    """

    pattern: str
    by_level: Mapping[str, str]
    full_only: bool = False
    levels: frozenset[str] = frozenset()
    of_taiwan: bool = False


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The file's sections, folded as they stand there. signs: those of each weak or ambiguous name."""

    traps: frozenset[str]
    weak: Mapping[str, tuple[str, ...]]
    sure: frozenset[str]
    ambiguous_beside: Mapping[str, tuple[str, ...]]
    goes_on: Mapping[str, tuple[str, ...]]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    abroad: tuple[str, ...]
    organs: Mapping[str, Organ]
    before_bare: tuple[str, ...]
    not_before: tuple[str, ...]
    branches: frozenset[str]
    not_full: frozenset[str]
    not_short: frozenset[str]
    joint: Mapping[str, tuple[str, ...]]


@cache
def knowledge() -> Knowledge:
    """Return the file's content. Raises KeyError where a section is missing."""
    data = tomllib.loads(MENTIONS_FILE.read_text(encoding="utf-8"))
    rules = data["organ_rules"]
    return Knowledge(
        traps=frozenset(word for words in data["not_within"].values() for word in words),
        weak=_with_signs(data["weak"], data["signs"]),
        sure=frozenset(data["sure"]["names"]),
        ambiguous_beside=_with_signs(data["ambiguous_beside"], data["signs"]),
        goes_on={last: tuple(words) for last, words in data["goes_on"].items()},
        before=tuple(data["frames"]["before"]),
        behind=tuple(data["frames"]["behind"]),
        abroad=tuple(data["abroad"]["names"]),
        organs=_organs(data),
        before_bare=tuple(rules["before_bare"]),
        not_before=tuple(rules["not_before"]),
        branches=frozenset(rules["branches"]),
        not_full=frozenset(data["not_places"]["full"]),
        not_short=frozenset(data["not_places"]["short"]),
        joint={word: tuple(names) for word, names in data["joint"].items()},
    )


def _with_signs(names: Mapping[str, list[str]], groups: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Replace "@hongkong" by the words of that list."""

    def spelled(sign: str) -> list[str]:
        return groups[sign[1:]] if sign.startswith("@") else [sign]

    return {name: tuple(word for sign in signs for word in spelled(sign)) for name, signs in names.items()}


def _organs(data: Mapping[str, Any]) -> dict[str, Organ]:
    rules, levels = data["organ_rules"], data["by_level"]
    found: dict[str, Organ] = {}
    for pattern, printed in data["organs"].items():
        for name in printed:
            found[name] = Organ(
                pattern,
                levels.get(pattern, {}),
                name in rules["full_only"],
                frozenset({"provincial"}) if name in rules["provincial"] else frozenset(),
                name in rules["taiwan"],
            )
    return found
