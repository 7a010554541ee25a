"""The few words that a citation itself says, in the language of what is cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """and_others: behind the last author named. The others are parts of sentences, some with a place to fill."""

    archive: str
    and_others: str
    undated: str
    between: str
    republished: str
    republished_as: str
    from_republication: str
    title_here: str
    original_url: str
    captured: str
    version: str
    accessed: str
    untitled: str


_HANS = Words(
    archive="报库",
    and_others="等",
    undated="日期不详",
    between="；",
    republished="{site}转载",
    republished_as="{site}以《{title}》为题转载",
    from_republication="据{site}转载本",
    title_here="转载题《{title}》",
    original_url="原网址：{url}",
    captured="{day}保存",
    version="报库第{number}版",
    accessed="{day}访问",
    untitled="“{title}”（原文无题）",
)
_HANT = Words(
    archive="報庫",
    and_others="等",
    undated="日期不詳",
    between="；",
    republished="{site}轉載",
    republished_as="{site}以《{title}》為題轉載",
    from_republication="據{site}轉載本",
    title_here="轉載題《{title}》",
    original_url="原網址：{url}",
    captured="{day}保存",
    version="報庫第{number}版",
    accessed="{day}瀏覽",
    untitled="「{title}」（原文無題）",
)
_ENGLISH = Words(
    archive="Baoku",
    and_others="et al.",
    undated="n.d.",
    between="; ",
    republished="republished by {site}",
    republished_as="republished by {site} as “{title}”",
    from_republication="from the republication by {site}",
    title_here="republished as “{title}”",
    original_url="original address: {url}",
    captured="saved {day}",
    version="version {number} in Baoku",
    accessed="accessed {day}",
    untitled="[{title}]",
)


def words(language: str) -> Words:
    """Return the words for a text of this language, a BCP 47 tag or ""."""
    if language.startswith("zh-Hant"):
        return _HANT
    return _HANS if language.startswith("zh") else _ENGLISH
