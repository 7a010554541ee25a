"""Whether an original file is sealed: it still holds what readers, and most of the desk, must not see any more."""

from __future__ import annotations

from archive.models import Article, Finding, Revision
from archive.review import roles


def is_sealed(article: Article) -> bool:
    """Tell whether the article's original holds masked, sealed or withdrawn words: its own or those of another article
    from the same file."""
    same_file = Article.objects.filter(capture=article.capture_id) if article.capture_id else Article.objects.none()
    return (
        same_file.filter(state=Article.State.WITHDRAWN).exists()
        or Finding.objects.filter(article__in=same_file, state=Finding.State.MASKED).exists()
        or Revision.objects.filter(article__in=same_file, sealed=True).exists()
    )


def may_open(user: roles.AnyUser, article: Article) -> bool:
    """Whoever works on the article opens its original, until it is sealed; from then on only managers do."""
    return roles.may_see(user, article) and (roles.may_open_sealed(user) or not is_sealed(article))
