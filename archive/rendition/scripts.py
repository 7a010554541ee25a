"""In which scripts an article can be read beside its own, and what a conversion has to leave as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.models import AgencyAlias, Article
from archive.text.conversion import Conversion
from archive.text.proper_names import Names


@dataclass(frozen=True, slots=True)
class Script:
    """name: in its own characters, so that who needs it can read it. lang: BCP 47 tag of a text in it."""

    key: str
    name: str
    lang: str
    conversion: Conversion


_SIMPLIFIED = Script("hans", "简体", "zh-Hans", Conversion.T2S)
_TRADITIONAL = Script("hant", "繁體", "zh-Hant", Conversion.S2T)
_TAIWAN = Script("tw", "臺灣", "zh-Hant-TW", Conversion.S2TW)
_HONG_KONG = Script("hk", "香港", "zh-Hant-HK", Conversion.S2HK)
# A traditional text is not sent through the tables for simplified ones: they would take its 后 and 干 for short forms.
_IN_TAIWAN = Script("tw", "臺灣", "zh-Hant-TW", Conversion.T2TW)
_IN_HONG_KONG = Script("hk", "香港", "zh-Hant-HK", Conversion.T2HK)

_OFFERED = {
    Article.Script.HANS: (_TRADITIONAL, _TAIWAN, _HONG_KONG),
    Article.Script.HANT: (_SIMPLIFIED, _IN_TAIWAN, _IN_HONG_KONG),
    Article.Script.MIXED: (_SIMPLIFIED, _TRADITIONAL, _TAIWAN, _HONG_KONG),
}


def offered(article: Article) -> Mapping[str, Script]:
    """Return the scripts that an article can be converted to, by their keys in addresses; none if it tells none."""
    return {script.key: script for script in _OFFERED.get(Article.Script(article.script), ())}


def names_in(article: Article, agencies: Iterable[int | None]) -> Names:
    """Return the names that a conversion keeps: of the article's people and of its bodies. Costs a query.

    agencies: keys of the agencies that the article is from or names.
    """
    keys = {key for key in agencies if key}
    registered = AgencyAlias.objects.filter(agency__in=keys).values_list("name", flat=True) if keys else ()
    return Names.of((*article.authors, *article.editors), registered)
