"""Similar articles for an article's page, out of the index's more-like-this."""

from __future__ import annotations

from archive.models import Article
from search.backends import IndexUnavailable
from search.backends.whoosh import similar
from search.engine.searching import Hit

#: So many are shown at most.
MOST = 5
#: So many are asked for, as several may be reprints of one text.
_ASKED = 3 * MOST
#: What scores less than this part of the best one shares common words only.
_LEAST = 0.5


def similar_articles(article: Article, most: int = MOST) -> list[Article]:
    """Return at most `most` public articles with the words that tell this one from others, the most similar first.

    Other copies of its text are left out, and so are copies of one another. Empty while the index cannot be read.
    """
    try:
        found = similar(article, _ASKED)
    except IndexUnavailable:
        return []
    best = found[0].score if found else 0.0
    families = {_family(one): one.pk for one in reversed(found) if one.score >= best * _LEAST}
    keys = [one.pk for one in found if families.get(_family(one)) == one.pk]
    rows = Article.objects.public().select_related("source", "site").in_bulk(keys[:most])
    return [rows[key] for key in keys if key in rows]


def _family(hit: Hit) -> int:
    return int(hit.segment.number("family")[hit.number])
