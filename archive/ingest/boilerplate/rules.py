"""The rules of data/boilerplate.toml: what a line of furniture looks like, whatever page it is on."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.ingest.page import LOOK, Line
from archive.ingest.records import Reason

RULES_FILE = Path(__file__).parents[1] / "data" / "boilerplate.toml"
_STOP = re.compile("[。!?;]")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the file states it; see the comment at its head."""

    name: str
    reason: Reason
    pattern: re.Pattern[str]
    max: int = 60
    min_hits: int = 1
    prose: bool = False
    unpunctuated: bool = False
    tail: bool = False

    def fires_on(self, line: Line) -> bool:
        """Whether the line is what this rule describes."""
        if len(line.folded) > self.max or (line.is_prose and not self._takes_prose(line)):
            return False
        text = line.folded[:LOOK]
        if self.min_hits == 1:
            return self.pattern.search(text) is not None
        return len({match.group() for match in self.pattern.finditer(text)}) >= self.min_hits

    def _takes_prose(self, line: Line) -> bool:
        return self.prose or (self.unpunctuated and not _STOP.search(line.folded))


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in the file's order; the first that fires decides."""
    entries = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(
        Rule(**{**entry, "reason": Reason(entry["reason"]), "pattern": re.compile(entry["pattern"])})
        for entry in entries
    )


def rule_for(line: Line) -> Rule | None:
    """Return the first rule that fires on a line."""
    return next((rule for rule in (_prose_rules() if line.is_prose else rules()) if rule.fires_on(line)), None)


def takes_sentences(name: str) -> bool:
    """Whether a rule of this name looks at lines that read like sentences, where it can be mistaken."""
    return any(rule.name == name for rule in _prose_rules())


@cache
def _prose_rules() -> tuple[Rule, ...]:
    """Return the few rules that look at lines which read like sentences, so that a long text is soon judged."""
    return tuple(rule for rule in rules() if rule.prose or rule.unpunctuated)
