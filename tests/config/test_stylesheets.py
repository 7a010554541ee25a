"""The stylesheets that templates link: they are there, and none lies about that no page asks for."""

from __future__ import annotations

import re

from config.environment import PROJECT

SHEETS, TEMPLATES = PROJECT / "static" / "css", PROJECT / "templates"
_LINK = re.compile(r"css/([\w/-]+\.css)")


def linked() -> set[str]:
    return {name for page in TEMPLATES.rglob("*.html") for name in _LINK.findall(page.read_text(encoding="utf-8"))}


def test_templates_link_the_sheets_that_there_are_and_no_other():
    assert linked() == {str(sheet.relative_to(SHEETS)) for sheet in SHEETS.rglob("*.css")}


def test_a_page_of_readers_loads_three_sheets_at_most(client, db):
    for page in ("/", "/search/", "/dates/", "/agencies/", "/nothing/"):
        assert 2 <= client.get(page).content.decode().count('rel="stylesheet"') <= 3
