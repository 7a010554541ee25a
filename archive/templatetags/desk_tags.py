"""Filters of the staff pages."""

from __future__ import annotations

from django import template

from archive.models import Article
from archive.review import collation

register = template.Library()

#: How people write the encodings that they meet; others are shown as Python calls them.
CHARSETS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB 18030", "gbk": "GBK", "gb2312": "GB 2312"}
CHARSETS |= {"big5": "Big5", "big5hkscs": "Big5-HKSCS", "cp950": "Big5", "utf-16": "UTF-16", "ascii": "ASCII"}


@register.filter
def covered_title(article: Article) -> str:
    """What an article is called in a list, personal data covered."""
    return collation.covered_title(article)


@register.filter
def charset_name(charset: str) -> str:
    """An encoding as people write it: "GB 18030"."""
    return CHARSETS.get(charset.lower(), charset)
