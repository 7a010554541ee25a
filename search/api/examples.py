"""Answers as the document shows them. The articles and names are invented."""

from __future__ import annotations

from typing import Any

FACETS: dict[str, Any] = {
    "year": [{"value": "2024", "label": "2024", "count": 2}],
    "month": [{"value": "2024-09", "label": "2024-09", "count": 2}],
    "source": [{"value": "xicheng-wanbao", "label": "汐城晚报", "count": 2}],
    "agency": [{"value": "xicheng-wanbao", "label": "汐城晚报", "count": 2}],
    "place": [],
    "script": [{"value": "hans", "label": "简体", "count": 2}],
    "kind": [{"value": "outlet", "label": "新闻媒体", "count": 2}],
}
FOUND: dict[str, Any] = {
    "count": 2,
    "exact": 2,
    "groups": 2,
    "results": [
        {
            "id": "b7k2m9qz4x",
            "external_id": None,
            "title": "海堤工地提防电信诈骗",
            "snippet": "提醒工友提防<mark>诈骗</mark>。",
            "date": "2024-09-12T06:31:00+08:00",
            "date_precision": "minute",
            "source": "汐城晚报",
            "script": "hans",
            "url": "/a/b7k2m9qz4x/",
            "score": 7.3,
            "exact": True,
        }
    ],
    "facets": {},
    "searched": [["诈骗", "詐騙"]],
    "did_you_mean": "",
    "cursor": "WzcuMywgMTcyNjA5Mzg2MCwgMTJd",
    "took_ms": 3.1,
    "mistakes": [],
    "notice": "",
}
COUNTED: dict[str, Any] = {
    "count": 2,
    "facets": FACETS,
    "searched": [["诈骗", "詐騙"]],
    "mistakes": [],
    "notice": "",
}
SUGGESTIONS: dict[str, Any] = {
    "suggestions": [
        {"text": "诈骗", "kind": "word", "count": 2, "note": "2 篇", "url": ""},
        {
            "text": "海堤工地提防电信诈骗",
            "kind": "title",
            "count": 1,
            "note": "汐城晚报 2024-09-12",
            "url": "/a/b7k2m9qz4x/",
        },
    ]
}
