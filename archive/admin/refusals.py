"""Why an article is not published, in words that name what stands in the way."""

from __future__ import annotations

from django.utils.translation import gettext as _

from archive.models import Article, Finding
from archive.publishing import Refusal
from archive.review import collation
from archive.review.outcomes import Objection


def in_words(article: Article, answer: Refusal | Objection) -> str:
    """Say why, and of what: which findings are open and where, whose upload it is. Never the words found."""
    if answer is Refusal.OPEN_FINDINGS:
        return f"{answer.label} {_open_findings(article)}"
    if answer is Refusal.OWN_UPLOAD:
        title = collation.covered_title(article) or "—"
        yours = _("You uploaded “%(title)s”.") % {"title": title}
        return f"{answer.label} {yours}"
    return str(answer.label)


def _open_findings(article: Article) -> str:
    blocking = [finding for finding in article.findings.all() if finding.blocks_publication]
    return f"({'; '.join(dict.fromkeys(_place(finding) for finding in blocking))})"


def _place(finding: Finding) -> str:
    kind = finding.get_kind_display()
    if finding.block is None:
        return kind
    place = _("Block %(number)d") % {"number": finding.block + 1}
    return f"{kind}, {place}"
