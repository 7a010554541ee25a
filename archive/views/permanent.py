"""The address under which an article is cited, its facts as of today, and what the head of its page tells programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from archive.citing import Facts, facts_of, gbt7714, heads, plain
from archive.models import Article, Revision

#: As Django's own json_script: nothing in a string can end the element or begin a comment in it.
_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def permalink(request: HttpRequest, article: Article) -> str:
    """The absolute address of an article without a language in it, whatever language was asked for."""
    with override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(article.get_absolute_url())


def facts_today(request: HttpRequest, article: Article, *, version: int, paragraph: int | None = None) -> Facts:
    """The facts with today, in China Standard Time, as the day of access."""
    address = permalink(request, article)
    return facts_of(article, permalink=address, accessed=timezone.localdate(), version=version, paragraph=paragraph)


def head_of(request: HttpRequest, article: Article, revisions: Sequence[Revision]) -> dict[str, Any]:
    """What the page says to programs, and its citation by GB/T 7714. revisions: the public ones, the newest first."""
    facts = facts_today(request, article, version=revisions[0].number if revisions else 0)
    return {
        "facts": facts,
        "metas": heads.metas(facts),
        "linked_data": data_block(heads.news_article(facts)),
        "reference": plain(gbt7714.reference(facts)),
    }


def data_block(value: dict[str, Any]) -> SafeString:
    """Return JSON that may stand in a <script> of data: it never runs, and no text in it ends it."""
    # Safe: it is JSON, in which < > and & are written as \u003C and the like, so that no text in it can end the
    # element or begin a comment; browsers read its type as data and run nothing of it.
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped right here
