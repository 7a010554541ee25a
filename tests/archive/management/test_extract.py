"""`manage.py extract`: the documented JSON, one object a page, errors inside it."""

from __future__ import annotations

import json
import os
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.archive.ingest.archives import URL, response, web_archive

KEYS = [
    *("file", "title", "original_title", "kicker", "subtitle", "published_at"),
    *("source", "site", "authors", "editors", "url", "dateline", "script"),
    *("body", "removed", "findings", "mentions", "evidence"),
]
PAGE = (
    "首页 | 新闻 | 财经 | 体育\n汐城夜航试行两月\n2024-07-18 06:40 来源：汐城晚报 编辑：何汀\n"
    "公安部今天通报，夜间引航试行两个月以来，候潮时间减少了一半。\n远汀渔港昨天恢复夜航，四十二艘渔船出港。\n"
)


def extract(*paths: Path) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("extract", *map(str, paths), "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "夜航.txt"
    path.write_text(PAGE, encoding="gb18030")
    return path


def test_a_page_gives_the_documented_keys(page: Path) -> None:
    (result,) = extract(page)
    assert list(result) == KEYS
    assert result["file"] == str(page)
    assert result["published_at"] == "2024-07-18T06:40:00+08:00"
    assert (result["title"], result["source"], result["editors"]) == ("汐城夜航试行两月", "汐城晚报", ["何汀"])
    assert len(result["body"]) == 2
    (menu,) = (block for block in result["removed"] if block["text"] == "首页 | 新闻 | 财经 | 体育")
    assert menu["reason"] == "navigation" and menu["rule"]
    assert result["mentions"] == ["公安部"]
    assert result["evidence"]["source"][0]["quote"] == "来源：汐城晚报"


def test_a_file_that_cannot_be_read_is_an_error_in_its_object(tmp_path: Path, page: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    results = extract(empty, tmp_path / "none.txt", page)
    assert [bool(result.get("error")) for result in results] == [True, True, False]
    assert [result.get("error_code") for result in results] == ["empty", "unreadable", None]


def test_a_zip_archive_gives_an_object_a_member(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.txt", PAGE)
        archive.writestr("../乙.txt", PAGE)
    first, second = extract(path)
    assert first["file"] == f"{path}!甲.txt"
    assert first["title"] == "汐城夜航试行两月"
    assert second["error_code"] == "bad-member-name"


def test_a_zip_archive_is_told_by_its_name_as_in_an_upload(tmp_path: Path) -> None:
    false_zip, document = tmp_path / "a.zip", tmp_path / "a.docx"
    false_zip.write_text(PAGE, encoding="utf-8")
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("word/document.xml", PAGE)
    assert [result.get("error_code") for result in extract(false_zip, document)] == ["not-a-zip", "unknown-type"]


def test_a_web_archive_gives_one_result_a_page(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(web_archive(response(), response(status="404 Not Found")))
    (result,) = extract(path)
    assert result["file"] == f"{path}!www.xichengnews.example/2024/0614/1.html"
    assert result["title"] == "夜航满月"
    assert result["url"] == URL


def test_a_list_in_a_zip_archive_speaks_of_its_pages_and_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", PAGE.partition("\n")[2])
        archive.writestr("metadata.csv", "文件,标题\na.txt,名单里写的标题\n".encode("gbk"))
        archive.writestr("crawl.warc", web_archive(response(), gzip=False))
        archive.writestr("inner.zip", b"PK\x05\x06" + bytes(18))
    listed, crawled, inner = extract(path)
    assert listed["title"] == "名单里写的标题"
    assert crawled["file"] == f"{path}!crawl.warc!www.xichengnews.example/2024/0614/1.html"
    assert inner["error_code"] == "nested-zip"


def test_a_device_without_a_size_is_not_read_to_its_end() -> None:
    (result,) = extract(Path("/dev/zero"))
    assert result["error_code"] == "too-large"


def test_a_name_that_is_no_utf_8_is_shown_with_its_bytes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text(PAGE, encoding="utf-8")
    (result,) = extract(path)
    assert result["file"] == f"{tmp_path}/\\xff.txt"
    assert result["title"] == "汐城夜航试行两月"


def test_without_json_people_can_read_it(page: Path) -> None:
    out = StringIO()
    call_command("extract", str(page), stdout=out)
    assert "汐城夜航试行两月" in out.getvalue()
    assert "2 paragraphs" in out.getvalue()
