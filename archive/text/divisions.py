"""The administrative divisions of China by every form of their names, with level and the way down to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIVISIONS_FILE = Path(__file__).parent / "data" / "divisions.txt"
_LEVELS = {2: "provincial", 4: "municipal", 6: "county"}
_SUFFIXES = ("特别行政区", "自治区", "地区", "省", "市", "区", "县", "盟", "州", "旗")
_TAIWAN = "71"


@dataclass(frozen=True, slots=True)
class Division:
    """One division. code: as in GB/T 2260; its first digits are the codes of those above it.

    name: in full. other: a shorter form that is not the name without its last character (延边州); often empty.
    """

    code: str
    name: str
    other: str = ""

    @property
    def level(self) -> str:
        """A value of the model's Agency.Level."""
        return _LEVELS[len(self.code)]

    @property
    def short(self) -> str:
        """The name without the word for its kind: 南昌, 内蒙古; the whole name where that would be one character."""
        name = self.other or self.name
        suffix = next((end for end in _SUFFIXES if name.endswith(end) and len(name) - len(end) >= 2), "")
        return name.removesuffix(suffix)

    @property
    def of_taiwan(self) -> bool:
        return self.code.startswith(_TAIWAN)

    def within(self, other: Division) -> bool:
        """Whether this division lies in the other one."""
        return self.code != other.code and self.code.startswith(other.code)


@cache
def divisions() -> dict[str, Division]:
    """Return every division by its code, as read from data/divisions.txt (code, name and a shorter form, tabs)."""
    lines = DIVISIONS_FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: Division(*row) for row in rows}


def above(division: Division) -> list[Division]:
    """Return the divisions around it, the province first. A city's districts may have no city between (北京市)."""
    found = (divisions().get(division.code[:length]) for length in (2, 4) if length < len(division.code))
    return [one for one in found if one]


def full_region(division: Division) -> str:
    """Return the way down to a division in one word: 江西省南昌市南昌县."""
    return "".join(one.name for one in (*above(division), division))


@cache
def by_region() -> dict[str, Division]:
    """Return every division by the way down to it in one word, as agencies have it: 江西省南昌市."""
    return {full_region(division): division for division in divisions().values()}


def formal_name(division: Division) -> str:
    """Return the name that its bodies bear: a district's stands behind its city's, as many cities have a 西湖区."""
    around = above(division)
    is_district = len(division.code) == 6 and division.name.endswith("区")
    return f"{around[-1].name}{division.name}" if is_district and around else division.name


@cache
def by_full_name() -> dict[str, tuple[Division, ...]]:
    """Return divisions by their full and longer short forms; several may share one."""
    return _index([(name, one) for one in divisions().values() for name in (one.name, one.other) if name])


@cache
def by_short_name() -> dict[str, tuple[Division, ...]]:
    """Return divisions by their names without the word for their kind."""
    return _index([(one.short, one) for one in divisions().values()])


def _index(pairs: list[tuple[str, Division]]) -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for name, one in pairs:
        if len(name) > 1:
            found[name].append(one)
    return {name: tuple(ones) for name, ones in found.items()}
