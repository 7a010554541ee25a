"""Agencies that the body names: the longest known name at each place, by canonical name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from archive.ingest.authority import Agency, Authority
from archive.ingest.page import Line, Page
from archive.ingest.records import Evidence, Fact, Role

_MIN_ALIAS = 2
_MAX_EVIDENCE = 3
_CONTEXT = 12  # characters quoted on either side
_MAX_CHARACTERS = 200_000  # of the body that are looked at
_STATE = re.compile(r"^(?:国|中国|中央|中共|中华|全国|最高|新华|人民)")
#: A word that goes on behind these is another word: 公安部门, 中央行动.
_GOES_ON = {"部": "门队署", "行": "为动政业", "委": "员托", "网": "络友", "报": "告道", "院": "校长士"}
_REGION_BEFORE = re.compile(
    r"(?:[省市区县州盟旗]|北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    r"贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)$"
)


def find(page: Page, authority: Authority) -> tuple[Fact[str], ...]:
    """Return each agency named in the body once, in order of first mention, with up to three places."""
    places: dict[str, list[Evidence]] = defaultdict(list)
    budget = _MAX_CHARACTERS
    for line in page.lines:
        if line.role not in (Role.PARAGRAPH, Role.HEADING) or budget <= 0:
            continue
        for start, end, agency in named_in(line.folded[:budget], authority):
            if len(places[agency.name]) < _MAX_EVIDENCE:
                places[agency.name].append(_quote(line, start, end))
        budget -= len(line.folded)
    return tuple(Fact(name, tuple(evidence)) for name, evidence in places.items())


def named_in(folded: str, authority: Authority) -> Iterator[tuple[int, int, Agency]]:
    """Yield where known names stand in folded text; names within a longer name are not counted apart."""
    index = _by_first_pair(tuple(authority.by_alias))
    at = 0
    while at < len(folded) - 1:
        alias = next((a for a in index.get(folded[at : at + 2], ()) if folded.startswith(a, at)), None)
        if alias is None:
            at += 1
            continue
        agency = authority.by_alias[alias]
        if _stands_alone(folded, at, at + len(alias), alias, agency):
            yield at, at + len(alias), agency
        at += len(alias)


@lru_cache(maxsize=8)
def _by_first_pair(aliases: tuple[str, ...]) -> dict[str, list[str]]:
    """Index aliases by their first two characters, the longest first."""
    index: dict[str, list[str]] = defaultdict(list)
    for alias in sorted(aliases, key=len, reverse=True):
        if len(alias) >= _MIN_ALIAS:
            index[alias[:2]].append(alias)
    return dict(index)


def _stands_alone(folded: str, start: int, end: int, alias: str, agency: Agency) -> bool:
    """Whether the name is not part of another word, nor a local body's (河南省发改委 is not the national one)."""
    if folded[end : end + 1] and folded[end : end + 1] in _GOES_ON.get(alias[-1], ""):
        return False
    if alias == "央行" and folded[start - 1 : start] == "中":
        return False
    local = agency.kind == "government" and not _STATE.match(alias)
    return not (local and _REGION_BEFORE.search(folded[max(0, start - 3) : start]))


def _quote(line: Line, start: int, end: int) -> Evidence:
    return Evidence(line.text[max(0, start - _CONTEXT) : end + _CONTEXT], "block", line.position)
