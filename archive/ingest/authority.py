"""The names of agencies that ingest knows: outlets and government bodies with their aliases, as plain data.

The starter list lies in data/authority.json; a running archive builds an `Authority` from its Agency rows instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.text.folding import fold

STARTER_FILE = Path(__file__).parent / "data" / "authority.json"


@dataclass(frozen=True, slots=True)
class Agency:
    """A canonical name and what it is. kind: "outlet" or "government"."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Authority:
    """Folded alias -> agency. Every canonical name is an alias of itself."""

    by_alias: Mapping[str, Agency] = field(default_factory=dict)

    def find(self, name: str) -> Agency | None:
        """Return the agency that `name` is a name of, in either script, or None."""
        return self.by_alias.get(fold(name).strip())


def build(entries: Iterable[tuple[str, str, Iterable[str]]]) -> Authority:
    """Make an Authority of (canonical name, kind, aliases); the first owner keeps an alias that two claim."""
    by_alias: dict[str, Agency] = {}
    for name, kind, aliases in entries:
        agency = Agency(name, kind)
        for alias in (name, *aliases):
            by_alias.setdefault(fold(alias).strip(), agency)
    return Authority(by_alias)


def starter_entries() -> list[dict[str, Any]]:
    """Return the starter list as it stands in the file: name, kind, level, region, parent, aliases, slug."""
    entries: list[dict[str, Any]] = json.loads(STARTER_FILE.read_text(encoding="utf-8"))
    return entries


def starter() -> Authority:
    """Return the Authority of the starter list."""
    return build((entry["name"], entry["kind"], entry["aliases"]) for entry in starter_entries())
