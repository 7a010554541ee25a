"""Topics on pages that are about something else: the newest ones, and those in which an article stands."""

from __future__ import annotations

from django import template

from archive import topics
from archive.models import Article, Topic
from archive.models.topics import lang_of
from archive.topics import ShownTopic

register = template.Library()

#: Topics in the column of the front page.
MOST = 5

register.filter("text_lang", lang_of)


@register.simple_tag
def newest_topics(most: int = MOST) -> list[ShownTopic]:
    """The topics into which an article came last, with their counts. Two queries."""
    return topics.newest_topics(most)


@register.simple_tag
def topics_of(article: Article) -> list[Topic]:
    """The topics with a page in which a public article stands. One query."""
    return topics.topics_of(article)
