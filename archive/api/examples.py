"""Answers as the document shows them. The articles, names and places are invented."""

from __future__ import annotations

from typing import Any

HOST = "https://archive.example"

HEAD: dict[str, Any] = {
    "id": "b7k2m9qz4x",
    "external_id": None,
    "page": f"{HOST}/a/b7k2m9qz4x/",
    "title": "三号海堤昨日合龙",
    "original_title": "",
    "kicker": "汐城防汛",
    "subtitle": "",
    "date": "2024-09-12T06:31:00+08:00",
    "date_precision": "minute",
    "source": "汐城晚报",
    "site": "远汀网",
    "authors": ["沈砚舟"],
    "editors": [],
    "url": "https://news.example/2024/0912/1.html",
    "script": "hans",
}
LISTED: dict[str, Any] = {**HEAD, "released": "2026-11-02T10:15:00+08:00"}
CURSOR = "WyItcmVsZWFzZWQiLCAxNzkzNTg1NzAwMDAwMDAwLCA0MV0"

ARTICLES: dict[str, Any] = {"articles": [LISTED], "cursor": CURSOR}
ARTICLE: dict[str, Any] = {
    **HEAD,
    "body": ["昨天上午十点二十分，三号海堤在平潮时分合龙。", "堤身沉降仍须观测两个汛期。"],
    "agencies": [{"name": "汐城晚报", "role": "source"}, {"name": "汐城市水务局", "role": "mentioned"}],
    "versions": [{"number": 1, "made": "2026-11-02T10:15:00+08:00", "kind": "release", "note": ""}],
}
HOLDING: dict[str, Any] = {
    "slug": "xicheng-wanbao",
    "name": "汐城晚报",
    "kind": "outlet",
    "level": "",
    "region": "汐城",
    "count": 214,
    "page": f"{HOST}/agencies/xicheng-wanbao/",
}
AGENCIES: dict[str, Any] = {"agencies": [HOLDING], "cursor": None}
AGENCY: dict[str, Any] = {
    "slug": "xicheng-wanbao",
    "name": "汐城晚报",
    "kind": "outlet",
    "level": "",
    "region": "汐城",
    "parent": None,
    "names": ["晚报"],
    "former": [{"name": "汐城工人报", "until": "1992-06"}],
    "counts": {"any": 214, "source": 198, "republisher": 0, "mentioned": 21},
    "years": [{"period": "2023", "count": 87}, {"period": "2024", "count": 127}],
    "page": f"{HOST}/agencies/xicheng-wanbao/",
    "feed": f"{HOST}/agencies/xicheng-wanbao/feed/",
}
DATES: dict[str, Any] = {
    "period": "2024",
    "count": 127,
    "undated": 3,
    "first": "2019-03-07",
    "last": "2024-12-30",
    "counts": [{"period": "2024-08", "count": 12}, {"period": "2024-09", "count": 31}],
}
TOPIC_HEAD: dict[str, Any] = {
    "slug": "haidi",
    "title": "三号海堤",
    "introduction": ["从奠基到合龙的五年。"],
    "count": 23,
    "first": "2019-05-04",
    "last": "2024-09-12",
    "page": f"{HOST}/topics/haidi/",
}
TOPICS: dict[str, Any] = {"topics": [TOPIC_HEAD]}
TOPIC: dict[str, Any] = {**TOPIC_HEAD, "articles": [{**LISTED, "note": "合龙当天的报道"}], "cursor": None}

BATCH: dict[str, Any] = {
    "id": 12,
    "uploaded_at": "2026-11-22T09:42:07+08:00",
    "note": "七月",
    "outlet": "汐城晚报",
    "undone_at": None,
    "ledger": f"{HOST}/admin/archive/uploadbatch/12/ledger/",
    "status": f"{HOST}/api/v1/uploads/12",
    "done": 0,
    "left": 1,
    "files": [
        {
            "file": "page.html",
            "container": None,
            "size": 18432,
            "encoding": None,
            "fate": "waiting",
            "result": "Waiting",
            "remark": "The worker has yet to read it.",
            "title": None,
            "page": None,
            "like_percent": None,
            "like_kind": None,
            "like_title": None,
            "like_page": None,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "read_at": None,
        }
    ],
    "next": None,
}
WITHDRAWN: dict[str, Any] = {
    "error": "The article was withdrawn on 2026-11-20.",
    "withdrawn": "2026-11-20",
    "category": "privacy",
}
