"""A draft as ingest leaves it: blocks with roles and reasons, fields with evidence, findings. Invented throughout."""

from __future__ import annotations

import datetime
from typing import Any

from archive.models import Article, Finding, TextBlock
from tests.factories import ArticleFactory, CaptureFactory

ID_NUMBER = "990101190001010015"  # no region has this code
MOBILE = "10012345678"  # no number begins like this
TITLE = "「客服」來電說要退款　雲渡警方三天端掉一個話術窩"
PARAGRAPHS = {
    5: "本報訊　十一月十五日凌晨，雲渡縣公安局刑警大隊在城南一處出租屋內查獲一個冒充客服的詐騙窩點，控制涉案人員九名。",
    6: f"事主之一的退休教師登記時留下身份證號{ID_NUMBER}和手機號{MOBILE}，均被原網頁照錄。",
    7: "縣公安局提醒：退款不必先付錢，客服不會要求共享螢幕。",
}
LINKS = "相關新聞：縣圖書館夜間開放到十點　竹器合作社添了三台破篾機　夜渡停航第七日　" * 6


def make_draft(**fields: Any) -> Article:
    """An article of nine blocks: three paragraphs, a sub-heading's worth of credits, four removed, two open numbers."""
    article = ArticleFactory(
        **{
            "title": TITLE,
            "body": list(PARAGRAPHS.values()),
            "script": Article.Script.HANT,
            "published_on": datetime.date(2026, 11, 18),
            "published_at": datetime.datetime(2026, 11, 18, 0, 12, tzinfo=datetime.UTC),
            "source_name": "雲渡日報",
            "site_name": "遠汀網",
            "editors": ["蘇汀", "何汀"],
            "evidence": evidence(),
            "capture": CaptureFactory(file_name="page.html"),
            **fields,
        }
    )
    TextBlock.objects.bulk_create(TextBlock(article=article, **block) for block in blocks())
    Finding.objects.bulk_create(Finding(article=article, **finding) for finding in findings())
    return article


def evidence() -> dict[str, list[dict[str, Any]]]:
    credit = "2026-11-18 08:12　來源：雲渡日報　編輯：蘇汀　責編：何汀"
    return {
        "title": [_words(TITLE, 2), _words("雲渡警方端掉話術窩_遠汀網", None, "meta:og:title", used=False)],
        "published": [_words(credit, 3), _words("2026-11-17T23:50:00Z", None, "json-ld:datePublished", used=False)],
        "source": [_words(credit, 3)],
        "site": [_words("遠汀網", None, "meta:og:site_name")],
        "editors": [_words(credit, 3)],
    }


def blocks() -> list[dict[str, Any]]:
    raw = PARAGRAPHS[5].replace("詐騙", "詐(zhà)騙")
    reading = [{"at": PARAGRAPHS[5].index("詐"), "reading": "zhà"}]
    return [
        _removed(0, "【加好友領紅包】天天簽到送話費　首單立減", "spam", "spam-line"),
        _removed(1, "首頁 > 社會 > 法治　　登入　註冊　手機版", "navigation", "link-density"),
        _block(2, TITLE, "title"),
        _block(3, "2026-11-18 08:12　來源：雲渡日報　編輯：蘇汀　責編：何汀", "credit", cleaned=""),
        _removed(4, "分享到：　好友圈　微帖　郵件　　列印本頁", "share", "share-bar"),
        _block(5, raw, "paragraph", cleaned=PARAGRAPHS[5], readings=reading),
        _block(6, PARAGRAPHS[6], "paragraph"),
        _block(7, PARAGRAPHS[7], "paragraph"),
        _removed(8, LINKS, "related", "related-heading"),
    ]


def findings() -> list[dict[str, Any]]:
    return [
        {"kind": Finding.Kind.ID_NUMBER, "text": ID_NUMBER, "block": 6, "in_body": True},
        {"kind": Finding.Kind.MOBILE_NUMBER, "text": MOBILE, "block": 6, "in_body": True},
        {"kind": Finding.Kind.DATE_CONFLICT, "text": "2026-11-17T23:50:00Z", "block": None},
        {"kind": Finding.Kind.PINYIN, "text": "(zhà)", "block": 5, "in_body": True},
    ]


def _words(quote: str, block: int | None, where: str = "block", *, used: bool = True) -> dict[str, Any]:
    return {"quote": quote, "where": where, "block": block, "used": used}


def _removed(position: int, text: str, reason: str, rule: str) -> dict[str, Any]:
    return {"position": position, "text": text, "cleaned": text, "role": "removed", "reason": reason, "rule": rule}


def _block(
    position: int, text: str, role: str, *, cleaned: str | None = None, readings: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    shown = text if cleaned is None else cleaned
    return {"position": position, "text": text, "cleaned": shown, "role": role, "readings": readings or []}
