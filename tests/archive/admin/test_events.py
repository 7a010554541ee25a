"""The log on the desk: stored keys in words, ways to what it happened to, and nobody else reads it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.urls import reverse

from archive.admin.events import ACTIONS
from archive.models import Event
from tests.factories import ArticleFactory

LOG = "/en/admin/archive/event/"
SOURCES = [path for folder in ("archive", "config", "search") for path in Path(folder).rglob("*.py")]


def recorded_actions() -> set[str]:
    """Every action that the code records: the first words of `record(…)`, and of `action=`."""
    found: set[str] = set()
    for path in SOURCES:
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            told = call.args[:1] if name == "record" else []
            told += [word.value for word in call.keywords if word.arg == "action" and name == "keep"]
            for one in told:
                found |= {leaf.value for leaf in ast.walk(one) if isinstance(leaf, ast.Constant)}
    return {action for action in found if isinstance(action, str) and re.fullmatch(r"[a-z][a-z -]+", action)}


def test_every_action_that_is_recorded_has_its_words():
    assert {"published", "drafted", "block cut"} <= recorded_actions() <= set(ACTIONS)


def test_the_log_speaks_in_words_and_leads_to_the_article(as_):
    article = ArticleFactory()
    Event.objects.record("block cut", article, block=3)
    page = as_("reviewer").get(LOG).content.decode()
    assert "Paragraph cut" in page and "block cut" not in re.sub(r"\?action=[^\"]*", "", page)
    assert reverse("admin:archive_article_review", args=[article.pk]) in page


def test_an_action_without_words_is_shown_as_it_is_stored(as_):
    Event.objects.record("moved to the moon", ArticleFactory())
    page = as_("reviewer").get(LOG).content.decode()
    assert "moved to the moon" in page


def test_who_may_not_see_it_gets_a_page_that_says_so(as_):
    answer = as_("uploader").get(LOG)
    assert answer.status_code == 403
    assert "This is not open to you" in answer.content.decode()
