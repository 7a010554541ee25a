"""The attempts at stored scripting, and the files that carry them in.

Each attempt stands in the text of a web page, a Markdown file and a plain text, and is the title, the source, an author
and the name of one of the first two.
"""

from __future__ import annotations

import html
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import PROJECT

#: In every page, so that one search finds them all, and marks it in each snippet.
WORD = "云渡夜渡"
ATTEMPTS = [
    line
    for line in (PROJECT / "tests/data/xss_vectors.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("##")
]
_LONGEST_NAME = 200  # bytes; file systems take 255


def web_page(number: int, attempt: str, other: str = "") -> bytes:
    """A page that bears the attempt as markup and as text: in its head, as title, credit, words of the body, data.

    other: stands in its body alone.
    """
    said, data = html.escape(attempt), json.dumps(attempt, ensure_ascii=False).replace("</", "<\\/")
    return f"""<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{said} 第{number}号 - 遠汀網</title>
<meta property="og:site_name" content="{said}"><meta name="author" content="{said}">
<meta property="og:url" content="{said}"><link rel="canonical" href="{said}">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": {data}, "author": {{"name": {data}}}}}</script>
</head><body><h1>{said} 第{number}号</h1>
<p>2026-11-18 08:12　来源：{said}　编辑：{said}</p>
<p>{_sentence(number)}{said}</p><p>{attempt}</p><p>{other}</p><p>{html.escape(other)}县里提醒。</p><p>{said}</p><h2>{said}</h2><p>{said}县里提醒，不必先付钱。</p>
</body></html>""".encode()


def markdown(number: int, attempt: str, other: str = "") -> bytes:
    """A Markdown file with the attempt in every field of its front matter and, as it is, in its text.

    other: stands in its text alone.
    """
    titles = ("title", "subtitle", "kicker", "original_title", "dateline")
    fields: dict[str, object] = dict.fromkeys(titles, f"{attempt} 第{number}号")
    fields |= {"source": attempt, "site": attempt, "url": attempt, "date": "2026-11-18"}
    fields |= {key: [attempt] for key in ("author", "authors", "editors", "tags")}
    front = "\n".join(f"{name}: {json.dumps(value)}" for name, value in fields.items())
    said = [_sentence(number), attempt, other, f"{attempt}{_sentence(number)}"]
    return "\n\n".join([f"---\n{front}\n---", *said, ""]).encode()


def text(number: int, attempts: list[str]) -> bytes:
    """A plain text of the attempts, one a line."""
    return "\n".join([f"夜渡消息第{number}号", "来源：云渡日报", _sentence(number), *attempts]).encode()


def members() -> Iterator[tuple[str, bytes]]:
    """A file for each attempt, called after it: a web page and Markdown in turn, each with the one before too."""
    for number, attempt in enumerate(ATTEMPTS):
        write, suffix = [(web_page, "html"), (markdown, "md")][number % 2]
        yield f"{number}/{attempt}.{suffix}", write(number, attempt, ATTEMPTS[number - 1])


def pack(path: Path) -> Path:
    """Write all members into a zip archive, in which any name is possible."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, page in members():
            archive.writestr(name, page)
    return path


def loose(folder: Path, each: int = 16) -> list[Path]:
    """Write text files that are called after the attempts as far as a file system allows; most are equal."""
    paths = []
    for number, attempt in enumerate(ATTEMPTS):
        name = attempt.replace("/", "∕").encode()[:_LONGEST_NAME].decode(errors="ignore")
        path = folder / f"{name}.txt"
        path.write_bytes(text(number // each, ATTEMPTS[number // each * each :][:each]))
        paths.append(path)
    return paths


def _sentence(number: int) -> str:
    return f"十一月十八日凌晨，{WORD}第{number}航次提前靠岸，船上{number}名旅客平安下船，渡口管理所说明了原因。"
