"""Rules for the pages of one outlet: which of them concern a page, and what they make of its lines.

Two kinds come together: those that people made in review (`Authority.rules`), and those of data/outlets.toml for
widespread outlets and systems. A page is of an outlet by the host of its address, or by a name that it prints. A page
without a rule is cleaned all the same; a rule only settles a line before the general rules judge its surroundings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from archive.ingest.page import Line, Page
from archive.ingest.records import OutletRule, Reason, Role
from archive.text.addresses import host_of
from archive.text.folding import fold
from archive.text.wording import Match, fires, key_of

RULES_FILE = Path(__file__).parent / "data" / "outlets.toml"
#: Lines that are read into fields. What they are is not for a rule to say.
_READ = (Role.TITLE, Role.CREDIT)


def concerning(rules: Iterable[OutletRule], *, address: str, names: Iterable[str]) -> list[OutletRule]:
    """Return the rules for the outlet of a page. address: of the page. names: of the outlet, as printed."""
    host, known = host_of(address), {fold(name).strip() for name in names if name.strip()}
    return [rule for rule in rules if _is_under(host, rule.hosts) or not known.isdisjoint(rule.outlets)]


def apply(page: Page, rules: Iterable[OutletRule]) -> None:
    """Settle the lines that a rule describes; the first rule that fires decides.

    A rule that removes takes lines that nothing has decided yet. One that keeps takes removed lines too, and they stay
    wherever the article is found to begin and end.
    """
    for line in page.lines if (rules := tuple(rules)) else ():
        rule = next((rule for rule in rules if _takes(rule, line)), None)
        if rule:
            _settle(line, rule)


@cache
def shipped() -> tuple[OutletRule, ...]:
    """Return the rules of data/outlets.toml in the file's order."""
    outlets = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))["outlet"]
    return tuple(_rule(outlet, entry) for outlet in outlets for entry in outlet["rule"])


def _rule(outlet: dict[str, Any], entry: dict[str, str]) -> OutletRule:
    role = Role(entry.get("role", "removed"))
    return OutletRule(
        name=f"outlets.toml:{outlet['name']}/{entry['name']}",
        match=Match(entry["match"]),
        words=key_of(entry["words"]),
        role=role,
        reason=Reason(entry["reason"]) if role is Role.REMOVED else None,
        hosts=tuple(outlet.get("hosts", ())),
        outlets=tuple(fold(name) for name in outlet.get("names", ())),
    )


def _is_under(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == other or host.endswith(f".{other}") for other in hosts) if host else False


def _takes(rule: OutletRule, line: Line) -> bool:
    free = line.open if rule.role is Role.REMOVED else line.role not in _READ
    return free and fires(rule.match, rule.words, key_of(line.folded), line.raw.path)


def _settle(line: Line, rule: OutletRule) -> None:
    line.role, line.reason, line.rule = rule.role, rule.reason, rule.name
    line.opens_tail = False
