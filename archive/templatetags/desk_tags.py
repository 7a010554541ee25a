"""Filters of the staff pages."""

from __future__ import annotations

import datetime

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext

from archive.models import Article
from archive.review import collation

register = template.Library()

#: How people write the encodings that they meet; others are shown as Python calls them.
CHARSETS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB 18030", "gbk": "GBK", "gb2312": "GB 2312"}
CHARSETS |= {"big5": "Big5", "big5hkscs": "Big5-HKSCS", "cp950": "Big5", "utf-16": "UTF-16", "ascii": "ASCII"}
CHARSETS |= {"utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE", "utf-32-le": "UTF-32 LE", "utf-32-be": "UTF-32 BE"}


@register.filter
def covered_title(article: Article) -> str:
    """What an article is called in a list, personal data covered."""
    return collation.covered_title(article)


@register.filter
def covered_reason(article: Article) -> str:
    """Why an article came back, as queries annotate it under `reason`, with its personal data covered."""
    reason: str = getattr(article, "reason", None) or ""
    return collation.veil(reason, collation.words_to_hide(article))


@register.filter
def charset_name(charset: str) -> str:
    """An encoding as people write it: "GB 18030"."""
    return CHARSETS.get(charset.lower(), charset)


@register.filter
def rule_in_words(rule: str) -> str:
    """What a block's rule is called: a shipped rule of an outlet with that outlet, others by their name."""
    kind, _colon, name = rule.partition(":")
    outlet, _stroke, which = name.partition("/")
    if kind != "outlets.toml" or not which:
        return rule
    return gettext("Shipped rule of %(outlet)s: %(rule)s") % {"outlet": outlet, "rule": which}


@register.filter
def covered_for(text: str, article: Article) -> str:
    """A text that somebody wrote about an article, with the article's personal data covered."""
    return collation.veil(text, collation.words_to_hide(article))


@register.filter
def moment(iso: str) -> str:
    """A moment as an event keeps it, for the eye: day and minute."""
    return formats.date_format(timezone.localtime(datetime.datetime.fromisoformat(iso)), "Y-m-d H:i")
