"""The sample pages themselves: enough of them, of every kind, documented, and no real person's data in them."""

from __future__ import annotations

import codecs
import json
import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "samples"
GOLD_FILE = PROJECT / "tests" / "data" / "samples.jsonl"
ZIP_GOLD_FILE = PROJECT / "tests" / "data" / "samples_zip.jsonl"
PAGES = sorted(path for path in SAMPLES.iterdir() if re.match(r"\d\d-.+\.(txt|html|md)$", path.name))

GOLD_KEYS = {
    *("file", "title", "original_title", "published_at", "source", "site", "authors", "editors", "url", "script"),
    *("body", "removed_contains", "finding_kinds"),
}
PUBLISHED_AT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+08:00)?")
#: GB 11643-1999: weights of the first seventeen digits, and the check digit for each remainder by eleven.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
ID_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9])")
MOBILE_NUMBER = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")


def encoding_of(data: bytes, name: str) -> str:
    """The encoding of a sample: by its mark, else by the first strict decoder that fits; Big5 pages say so by name."""
    if data.startswith(codecs.BOM_UTF16_LE) or data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "big5hkscs" if "big5" in name else "gb18030"
    return "utf-8"


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return data.decode(encoding_of(data, path.name))


def json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


GOLD = {row["file"]: row for row in json_lines(GOLD_FILE)}


def test_there_are_enough_pages_of_every_format() -> None:
    formats = Counter(path.suffix for path in PAGES)
    assert len(PAGES) >= 24
    assert formats[".txt"] >= 5 and formats[".html"] >= 5 and formats[".md"] >= 3


def test_every_encoding_occurs() -> None:
    found = Counter(encoding_of(path.read_bytes(), path.name) for path in PAGES)
    assert found["gb18030"] >= 3 and found["big5hkscs"] >= 3
    assert found["utf-8"] >= 5 and found["utf-8-sig"] >= 2 and found["utf-16"] >= 1


def test_both_scripts_and_a_mixed_page_occur() -> None:
    scripts = Counter(row["script"] for row in GOLD.values())
    assert scripts["hans"] >= 10 and scripts["hant"] >= 10 and scripts["mixed"] >= 1


def test_gold_lists_the_pages_in_their_order_and_knows_every_key() -> None:
    assert list(GOLD) == [path.name for path in PAGES]
    assert all(set(row) == GOLD_KEYS for row in GOLD.values())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_page_holds_what_its_gold_says(path: Path) -> None:
    row, text = GOLD[path.name], text_of(path)
    named = [row["title"], row["original_title"], row["source"], row["site"], row["url"]]
    fragments = [*named, *row["authors"], *row["editors"], *row["removed_contains"]]
    assert [fragment for fragment in fragments if fragment is not None and fragment not in text] == []
    assert row["published_at"] is None or PUBLISHED_AT.fullmatch(row["published_at"])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_body_is_an_article_of_plausible_length(path: Path) -> None:
    body = GOLD[path.name]["body"]
    assert isinstance(body, list)
    assert 4 <= len(body) <= 12
    assert 300 <= sum(len(paragraph) for paragraph in body) <= 1000


def test_nothing_that_must_be_removed_stands_in_a_body() -> None:
    leaks = [
        (name, fragment)
        for name, row in GOLD.items()
        for fragment in row["removed_contains"]
        if fragment in "\n".join(row["body"])
    ]
    assert leaks == []


def test_a_third_of_the_pages_tell_of_fraud_in_either_script() -> None:
    bodies = ["\n".join(row["body"]) for row in GOLD.values()]
    simplified, traditional = (sum(word in body for body in bodies) for word in ("诈骗", "詐騙"))
    assert simplified >= 5 and traditional >= 5
    assert simplified + traditional >= len(PAGES) // 3


def test_dates_spread_over_years_and_meet_on_days() -> None:
    days = [row["published_at"][:10] for row in GOLD.values() if row["published_at"]]
    assert len({day[:4] for day in days}) >= 6
    assert max(Counter(days).values()) >= 2
    assert max(Counter(day[5:] for day in days).values()) >= 3


def test_id_numbers_pass_the_check_and_belong_to_nobody() -> None:
    numbers = [number for path in PAGES for number in ID_NUMBER.findall(text_of(path))]
    assert len(numbers) >= 2
    for number in numbers:
        remainder = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11
        assert number[17] == CHECK_DIGITS[remainder]
        assert number.startswith("99"), "an area code that exists could make this somebody's number"
        assert date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")


def test_mobile_numbers_are_of_a_range_that_no_operator_has() -> None:
    numbers = [number for path in PAGES for number in MOBILE_NUMBER.findall(text_of(path))]
    assert numbers and all(number.startswith("154") for number in numbers)


def test_addresses_in_the_pages_are_reserved_ones() -> None:
    real = {"www.w3.org", "schema.org"}  # names of standards, not of anybody's page
    hosts = {host for path in PAGES for host in re.findall(r"https?://([A-Za-z0-9.-]+)", text_of(path))}
    assert {host for host in hosts - real if not host.endswith(".example")} == set()


def test_no_file_is_large() -> None:
    assert [path.name for path in SAMPLES.iterdir() if path.stat().st_size > 64 * 1024] == []


def test_the_readme_names_every_file() -> None:
    readme = (SAMPLES / "README.md").read_text("utf-8")
    assert [path.name for path in SAMPLES.iterdir() if path.name != "README.md" and path.name not in readme] == []


def test_the_zip_file_names_its_members_in_gbk() -> None:
    with zipfile.ZipFile(SAMPLES / "31-yundu-police-briefs-gbk-names.zip") as archive:
        members = archive.infolist()
    assert not any(member.flag_bits & 0x800 for member in members)
    names = [member.filename.encode("cp437").decode("gbk") for member in members]
    assert names == [row["file"] for row in json_lines(ZIP_GOLD_FILE)]


def test_agencies_are_well_formed_and_cover_the_sources_of_the_pages() -> None:
    agencies = json.loads((SAMPLES / "agencies.json").read_text("utf-8"))
    names = {agency["name"] for agency in agencies}
    known = names | {alias for agency in agencies for alias in agency["aliases"]}
    assert len(names) == len({agency["slug"] for agency in agencies}) == len(agencies)
    assert all(re.fullmatch(r"[a-z0-9-]+", agency["slug"]) for agency in agencies)
    assert {agency["kind"] for agency in agencies} == {"outlet", "government"}
    assert {agency["level"] for agency in agencies} <= {"central", "provincial", "municipal", "county", ""}
    assert {agency["parent"] for agency in agencies} - {""} <= names
    named = {row[key] for row in GOLD.values() for key in ("source", "site") if row[key]}
    assert named - known == set()
