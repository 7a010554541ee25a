"""The lines over the text of an article that is taken away: what it is, from whom, of when, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from archive.citing import Facts
from archive.citing.dates import iso
from archive.citing.words import words


@dataclass(frozen=True, slots=True)
class Labels:
    original_title: str
    source: str
    republisher: str
    date: str
    author: str
    editor: str
    original_url: str
    page: str
    version: str
    colon: str = "："
    between: str = "、"


_HANS = Labels("原标题", "来源", "转载", "日期", "作者", "编辑", "原网址", "报库网址", "版次")
_HANT = Labels("原標題", "來源", "轉載", "日期", "作者", "編輯", "原網址", "報庫網址", "版次")
_ENGLISH = Labels(
    *("Original title", "Source", "Republished by", "Date", "Author", "Editor", "Original address", "Address in Baoku"),
    *("Version", ": ", ", "),
)


def head_lines(facts: Facts) -> list[str]:
    """Return the lines in the article's language; what is not known has none, but for the date, which says so."""
    label = _HANT if facts.language.startswith("zh-Hant") else _HANS if facts.is_chinese else _ENGLISH
    pairs = [
        (label.original_title, facts.title if facts.title_here else ""),
        (label.source, facts.outlet),
        (label.republisher, facts.republisher),
        (label.date, iso(facts.date) or words(facts.language).undated),
        (label.author, label.between.join(facts.authors)),
        (label.editor, label.between.join(facts.editors)),
        (label.original_url, facts.original_url),
        (label.page, facts.permalink),
        (label.version, str(facts.version) if facts.version else ""),
    ]
    return [f"{name}{label.colon}{value}" for name, value in pairs if value]
