"""Agencies and all their names as plain data, found by name or by the host of an address."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from archive.ingest.authority.matching import Matcher
from archive.ingest.records import OutletRule
from archive.text.folding import fold

STARTER_FILE = Path(__file__).parents[1] / "data" / "authority.json"


@dataclass(frozen=True, slots=True)
class Agency:
    """A canonical name and what it is. kind: "outlet" or "government"."""

    name: str
    kind: str


@dataclass(frozen=True)
class Authority:
    """Folded alias -> agency. Every canonical name is an alias of itself, and so are the domains of sites.

    rules: those that people made for outlets, the oldest first.
    """

    by_alias: Mapping[str, Agency] = field(default_factory=dict)
    rules: tuple[OutletRule, ...] = ()

    def find(self, name: str) -> Agency | None:
        """Return the agency that `name` is a name of, in either script, or None."""
        return self.by_alias.get(fold(name).strip())

    def at_host(self, host: str) -> Agency | None:
        """Return the agency whose site is at this host or above it: news.example.com.cn by example.com.cn, or None."""
        labels = fold(host).strip().rstrip(".").split(".")
        ways_up = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self.by_alias[domain] for domain in ways_up if domain in self.by_alias), None)

    @cached_property
    def names_of(self) -> Mapping[str, tuple[str, ...]]:
        """Canonical name -> all its folded aliases that are looked for in running text: no domains."""
        names: dict[str, list[str]] = defaultdict(list)
        for alias, agency in self.by_alias.items():
            if "." not in alias and len(alias) > 1:
                names[agency.name].append(alias)
        return {name: tuple(aliases) for name, aliases in names.items()}

    @cached_property
    def matcher(self) -> Matcher:
        """The automaton of these names, built once."""
        return Matcher(alias for aliases in self.names_of.values() for alias in aliases)


def build(entries: Iterable[tuple[str, str, Iterable[str]]]) -> Authority:
    """Make an Authority of (canonical name, kind, aliases). An alias of two agencies tells of neither; one's own name
    goes before another's alias."""
    owners: dict[str, list[Agency]] = defaultdict(list)
    canonical: dict[str, Agency] = {}
    for name, kind, aliases in entries:
        agency = Agency(name, kind)
        canonical.setdefault(fold(name).strip(), agency)
        for alias in {fold(one).strip() for one in (name, *aliases)}:
            owners[alias].append(agency)
    alone = {alias: agencies[0] for alias, agencies in owners.items() if len(agencies) == 1}
    return Authority(alone | canonical)


def starter_entries() -> list[dict[str, Any]]:
    """Return the starter list as it stands in the file: name, kind, level, region, parent, aliases, slug."""
    entries: list[dict[str, Any]] = json.loads(STARTER_FILE.read_text(encoding="utf-8"))
    return entries


def starter() -> Authority:
    """Return the Authority of the starter list."""
    return build((entry["name"], entry["kind"], entry["aliases"]) for entry in starter_entries())
