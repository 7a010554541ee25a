"""Photographs every kind of public page and lays the pictures out on sheets, one for each language.

    python -m tests.reading_room.contact_sheet http://127.0.0.1:8000 docs/look [--pictures FOLDER]

The archive has to run there, with the sample pages. FOLDER keeps each picture in full.
"""

from __future__ import annotations

import argparse
import base64
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from selenium.webdriver import Chrome

from tests.browser.chromium import launch
from tests.reading_room.spider import Spider

WIDTHS, SCHEMES = (320, 768, 1280), ("light", "dark")
LANGUAGES = {"": "zh-Hans", "/zh-hant": "zh-Hant", "/en": "en"}
#: Addresses that the archive itself names: the name on the sheet, and what the first such link of the site looks like.
LINKED = {
    "year": r"/dates/2024/", "month": r"/dates/2024/9/", "day": r"/dates/2024/9/\d+/",
    "agency": r"/agencies/[^/?]+/", "topic": r"/topics/[^/?]+/", "place": r"/places/\d+/",
}  # fmt: skip
FIXED = {
    "home": "/", "years": "/dates/", "outlets": "/agencies/?kind=outlet", "government": "/agencies/?kind=government",
    "places": "/places/", "topics": "/topics/", "search": "/search/", "results": f"/search/?q={quote('海堤')}",
    "titles": f"/search/?q={quote('的')}&view=titles", "by day": f"/search/?q={quote('的')}&view=days",
    "nothing found": f"/search/?q={quote('夜航的鲸')}", "not there": "/a/zzzzzzzzzz/", "API": "/api/v1/docs",
}  # fmt: skip
#: Behind an article's address.
OF_ARTICLE = {
    "article": "", "converted": "?script=tw", "removed, readings": "?removed=1&ruby=1", "vertical": "?mode=vertical",
    "cite": "cite/", "history": "history/", "report": "report/",
}  # fmt: skip
_THUMB, _TALLEST = 0.25, 1.6  # of a picture's width; of its width again
_SHEET = """<!doctype html><meta charset="utf-8"><style>
body {{ font: 14px "Noto Sans CJK SC"; background: #ddd; margin: 16px; width: max-content }}
h1 {{ font-size: 20px }} td {{ vertical-align: top; padding: 4px 6px }} th {{ text-align: left; vertical-align: top }}
div {{ overflow: hidden; background: #bbb }} img {{ display: block }}</style><h1>Baoku 报库, {language}</h1>
<table>{rows}</table>"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path, help="where to keep each picture in full")
    wanted = parser.parse_args()
    kept = wanted.pictures or Path(tempfile.mkdtemp(prefix="contact-sheet-"))
    kept.mkdir(parents=True, exist_ok=True)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    pages, browser = dict(pages_of(wanted.site)), launch("--hide-scrollbars", "--force-device-scale-factor=1")
    for prefix, language in LANGUAGES.items():
        rows = [row(browser, wanted.site + prefix, kind, path, kept / language) for kind, path in pages.items()]
        sheet = kept / f"{language}.html"
        sheet.write_text(_SHEET.format(language=language, rows="".join(rows)), encoding="utf-8")
        browser.get(sheet.as_uri())
        set_width(browser, 1280, "light")
        width = browser.execute_script("return Math.ceil(document.body.getBoundingClientRect().width + 32)")
        set_width(browser, width, "light")
        (wanted.folder / f"{language}.webp").write_bytes(shot(browser, width, 60_000, format="webp", quality=60))
    browser.quit()


def pages_of(site: str) -> Iterator[tuple[str, str]]:
    """The name and the path of one page of each kind."""
    yield from FIXED.items()
    spider = Spider(site)
    paths = [page.path for page in spider.crawl("/", "/dates/", "/dates/2024/", "/places/", "/topics/", most=250)]
    for name, form in LINKED.items():
        if path := next((path for path in paths if re.fullmatch(form, path)), None):
            yield name, path
    articles = [path for path in paths if re.fullmatch(r"/a/[a-z0-9]{10}/", path)]
    longest = max(articles, key=lambda path: len(spider.fetch(path).body))
    yield from ((name, longest + rest) for name, rest in OF_ARTICLE.items())


def row(browser: Chrome, site: str, kind: str, path: str, folder: Path) -> str:
    """Photograph a page in every width and scheme; return its row of the sheet."""
    folder.mkdir(exist_ok=True)
    cells = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            browser.get(site + path)
            set_width(browser, width, scheme)
            file = folder / f"{kind.replace(', ', '-').replace(' ', '-')}-{width}-{scheme}.png"
            file.write_bytes(shot(browser, width, 6_000, format="png"))
            wide = round(width * _THUMB)
            box = f"width: {wide}px; height: {round(wide * _TALLEST)}px"
            cells.append(f'<td><div style="{box}"><img src="{file.as_uri()}" width="{wide}"></div></td>')
    return f"<tr><th>{kind}</th>{''.join(cells)}</tr>"


def set_width(browser: Chrome, width: int, scheme: str) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme_wanted = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme_wanted)


def shot(browser: Chrome, width: int, tallest: int, **how: object) -> bytes:
    """A picture of the whole page, at most so many pixels high."""
    height = browser.execute_script("return document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, tallest), "scale": 1}
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip, **how})
    return base64.b64decode(taken["data"])


if __name__ == "__main__":
    main()
