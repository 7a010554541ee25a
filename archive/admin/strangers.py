"""Outlets that an article names and nobody has confirmed: recorded as new, or known to be another name of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive import authority
from archive.models import Agency, Article
from archive.review.outcomes import Objection

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True, slots=True)
class Stranger:
    """A printed name that is no confirmed outlet's. field: of the article, without `_name`."""

    field: str
    label: str | Promise
    name: str


def strangers(article: Article) -> list[Stranger]:
    """The unknown among source and republishing site; a name that stands for both comes once."""
    found = (
        Stranger("source", _("Source"), _unknown(article.source, article.source_name)),
        Stranger("site", _("Republishing site"), _unknown(article.site, article.site_name)),
    )
    by_name = {stranger.name: stranger for stranger in reversed(found) if stranger.name}
    return [stranger for stranger in found if by_name.get(stranger.name) is stranger]


def is_name_of(article: Article, field: str, typed: str, *, by: User | None) -> Objection | None:
    """Make the article's unknown name a name of the confirmed agency that was typed; all articles with it follow."""
    stranger = next((one for one in strangers(article) if one.field == field), None)
    known = authority.find(typed)
    if stranger is None or known is None or not known.confirmed:
        return Objection.NO_AGENCY
    candidate = authority.propose_outlet(stranger.name)
    if candidate is None or candidate.confirmed:
        return Objection.NO_AGENCY
    authority.merge(candidate, known, by=by)
    article.refresh_from_db()
    return None


def _unknown(agency: Agency | None, name: str) -> str:
    return "" if agency and agency.confirmed else name
