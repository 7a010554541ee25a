"""Zip archives: every member with its bytes or its problem, and no bomb goes off."""

from __future__ import annotations

import io
import stat
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import zips
from archive.ingest.records import Problem
from archive.ingest.zips import Member, is_safe_name, read_zip, visible


def make(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def members_of(data: bytes) -> list[Member]:
    result = read_zip(data)
    assert not isinstance(result, Problem), result
    return list(result)


def codes_of(data: bytes) -> dict[str, str]:
    return {m.name: m.content.code if isinstance(m.content, Problem) else "read" for m in members_of(data)}


def with_raw_names(names: dict[str, bytes]) -> bytes:
    """A zip whose stored ASCII names are replaced by raw bytes of the same length, without the UTF-8 flag."""
    data = make(dict.fromkeys(names, b"x"))
    for name, raw in names.items():
        assert len(raw) == len(name)
        data = data.replace(name.encode(), raw)
    return data


def test_members_come_in_order_with_their_bytes() -> None:
    assert members_of(make({"b.txt": b"2", "a/c.html": b"3"})) == [Member("b.txt", b"2"), Member("a/c.html", b"3")]


def test_folders_and_furniture_of_other_systems_are_passed_over() -> None:
    data = make({"d/": b"", "__MACOSX/._a.txt": b"x", "d/.DS_Store": b"x", "Thumbs.db": b"x", "d/a.txt": b"1"})
    assert codes_of(data) == {"d/a.txt": "read"}


def test_names_in_gbk_without_the_flag_come_out_right() -> None:
    raw = "警情通报.txt".encode("gbk")
    assert codes_of(with_raw_names({"n" * len(raw): raw})) == {"警情通报.txt": "read"}


def test_names_in_big5_without_the_flag_come_out_right() -> None:
    raw = "颱風過境漁船回港.txt".encode("big5")
    assert codes_of(with_raw_names({"n" * len(raw): raw})) == {"颱風過境漁船回港.txt": "read"}


def test_one_charset_is_taken_for_all_names_of_an_archive() -> None:
    """By itself 三.txt in Big5 reads as another character in GBK; beside its neighbours there is no doubt."""
    names = ["颱風過境漁船回港.txt", "街坊憑舊船票換取熱湯.txt", "三.txt"]
    raws = [name.encode("big5") for name in names]
    codes = codes_of(with_raw_names({chr(110 + n) * len(raw): raw for n, raw in enumerate(raws)}))
    assert codes == dict.fromkeys(names, "read")


def test_a_name_that_the_charset_of_the_others_cannot_read_is_read_by_itself() -> None:
    names = {"警情通报一.txt": "gbk", "警情通报二.txt": "gbk", "電信網絡詐騙案件.txt": "utf-8"}
    raws = [name.encode(charset) for name, charset in names.items()]
    codes = codes_of(with_raw_names({chr(110 + n) * len(raw): raw for n, raw in enumerate(raws)}))
    assert {"警情通报一.txt", "警情通报二.txt"} < set(codes)


def test_western_names_stay_what_they_are() -> None:
    raw = "Müller é.txt".encode("cp437")
    assert codes_of(with_raw_names({"n" * len(raw): raw})) == {"Müller é.txt": "read"}


def with_unicode_path(name: str, raw: bytes, *, checksum: int | None = None) -> bytes:
    """A zip of one member whose raw name is followed by Info-ZIP's field 0x7075 with the real one."""
    path = name.encode()
    body = struct.pack("<BL", 1, zlib.crc32(raw) if checksum is None else checksum) + path
    info = zipfile.ZipInfo("n" * len(raw))
    info.extra = struct.pack("<2H", 0x7075, len(body)) + body
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(info, b"x")
    return stream.getvalue().replace(b"n" * len(raw), raw)


def test_the_unicode_name_beside_the_raw_one_is_believed() -> None:
    raw = "通报.txt".encode("gbk")
    assert codes_of(with_unicode_path("警情通报第七期.txt", raw)) == {"警情通报第七期.txt": "read"}


def test_a_unicode_name_that_belongs_to_another_raw_one_is_not_believed() -> None:
    """A program that knew nothing of the field renamed the member and left the old name in it."""
    raw = "通报.txt".encode("gbk")
    assert codes_of(with_unicode_path("警情通报第七期.txt", raw, checksum=7)) == {"通报.txt": "read"}


@pytest.mark.parametrize("name", ["../x.txt", "a/../../x.txt", "/etc/passwd", "C:\\x.txt", "..\\x.txt", "a/ "])
def test_a_name_that_is_a_way_out_is_refused_and_the_others_go_on(name: str) -> None:
    codes = codes_of(make({"a.txt": b"1", name: b"2", "z.txt": b"3"}))
    assert codes.pop("a.txt") == codes.pop("z.txt") == "read"
    assert list(codes.values()) == ["bad-member-name"]


def test_direction_characters_in_a_name_are_shown_as_escapes() -> None:
    assert [m.name for m in members_of(make({"a\u202etxt.exe.txt": b"1"}))] == ["a\\u202etxt.exe.txt"]


def test_a_zip_in_a_zip_is_refused() -> None:
    assert codes_of(make({"in.zip": make({"a": b"1"}), "a.txt": b"1"})) == {"in.zip": "nested-zip", "a.txt": "read"}


def test_a_link_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert codes_of(stream.getvalue()) == {"link.txt": "symlink-member"}


def test_a_member_with_a_password_is_refused() -> None:
    data = bytearray(make({"a.txt": b"1"}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    assert codes_of(bytes(data)) == {"a.txt": "encrypted-member"}


def test_an_unusual_compression_is_refused() -> None:
    assert codes_of(make({"a.txt": b"1" * 100}, zipfile.ZIP_LZMA)) == {"a.txt": "unknown-compression"}


def test_a_damaged_member_does_not_stop_the_others() -> None:
    data = bytearray(make({"a.txt": b"first text", "b.txt": b"2"}, zipfile.ZIP_STORED))
    data[data.index(b"first text")] ^= 0xFF
    assert codes_of(bytes(data)) == {"a.txt": "damaged-member", "b.txt": "read"}


def test_a_gigabyte_of_zeros_is_stopped_at_once_and_the_rest_is_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("zeros.txt", "w", force_zip64=True) as member:
            for _ in range(1024):
                member.write(bytes(1024 * 1024))
        archive.writestr("good.txt", "1")
    began = time.monotonic()
    assert codes_of(stream.getvalue()) == {"zeros.txt": "inflates-too-much", "good.txt": "read"}
    assert time.monotonic() - began < 5


def test_the_whole_archive_has_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_INFLATED_BYTES", 2500)
    codes = codes_of(make({f"{n}.txt": bytes([65 + n]) * 1000 for n in range(5)}))
    assert list(codes.values()) == ["read", "read", "inflates-too-much", "inflates-too-much", "inflates-too-much"]


def test_a_member_may_not_be_larger_than_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_MEMBER_BYTES", 100)
    assert codes_of(make({"a.txt": b"abc" * 50, "b.txt": b"1"})) == {"a.txt": "too-large", "b.txt": "read"}


def test_too_many_members_are_refused_before_any_is_read() -> None:
    result = read_zip(make({f"{number}": b"" for number in range(zips.MAX_MEMBERS + 1)}))
    assert result == Problem("too-many-members", {"limit": zips.MAX_MEMBERS})


def test_members_that_share_bytes_are_refused() -> None:
    data = make({"a.txt": b"one", "b.txt": b"two"})
    first, second = data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")
    offset = struct.unpack_from("<L", data, first + 42)
    overlapping = data[: second + 42] + struct.pack("<L", *offset) + data[second + 46 :]
    assert read_zip(overlapping) == Problem("overlapping-members")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and nothing", b"no archive at all" * 100])
def test_what_is_no_archive_is_said_to_be_none(data: bytes) -> None:
    assert read_zip(data) == Problem("not-a-zip")


@given(cut=st.integers(min_value=0, max_value=400))
def test_a_cut_archive_never_raises(cut: int) -> None:
    data = make({"a.txt": b"text " * 40, "b/c.txt": b"more"})[:cut]
    result = read_zip(data)
    assert isinstance(result, Problem) or list(result)


@given(place=st.integers(min_value=0), value=st.integers(min_value=0, max_value=255))
def test_a_changed_byte_never_raises(place: int, value: int) -> None:
    data = bytearray(make({"a.txt": b"text " * 40, "b/c.txt": b"more"}))
    data[place % len(data)] = value
    result = read_zip(bytes(data))
    if not isinstance(result, Problem):
        list(result)


@given(st.text(max_size=40))
def test_a_shown_name_has_no_control_or_direction_character(name: str) -> None:
    assert not any(char < " " or "\u202a" <= char <= "\u202e" for char in visible(name))


@given(st.text(max_size=40))
def test_a_safe_name_never_climbs(name: str) -> None:
    if is_safe_name(name):
        assert ".." not in name.replace("\\", "/").split("/")
        assert not name.startswith(("/", "\\"))


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.zip", b"", True),
        ("a.ZIP", b"PK\x03\x04", True),
        ("a", b"PK\x03\x04", True),
        ("a", b"PK\x05\x06", True),
        ("a", b"text", False),
        ("a.docx", b"PK\x03\x04", False),
        ("a.html", b"PK\x03\x04", False),
    ],
)
def test_what_is_unpacked(name: str, head: bytes, expected: bool) -> None:
    assert zips.is_zip(name, head) is expected
