"""The family of one text: the public articles that share it, laid out from where it seems to come from to its reprints.

What the pages say comes first: a page that names another outlet as its source is a reprint of that outlet's page. Where
none says so, the dates decide, no further than they are known; among equals the longer text stands first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from archive.duplicates.clauses import telling_clause
from archive.duplicates.origins import carrier_of, is_earlier, latest, letters, same_letters, source_named
from archive.models import Article, Likeness
from archive.models.likenesses import whole_percent

#: So many lines are shown; the others are counted.
SHOWN = 20
#: So many of the articles that are most alike are looked at.
LOOKED_AT = 100
#: Lines stand no deeper than this: a telephone is narrow, and long chains of names are mistakes more often than not.
_DEEPEST = 3

_SEEN_FROM_THE_OTHER = {
    Likeness.Kind.CONTAINED: Likeness.Kind.CONTAINS,
    Likeness.Kind.CONTAINS: Likeness.Kind.CONTAINED,
}


class Basis(StrEnum):
    """Why an article stands at the head of others."""

    NAMED = "named"  # they name its outlet as their source
    EARLIEST = "earliest"  # all of them are dated later
    OPEN = "open"  # the dates do not tell


@dataclass(frozen=True, slots=True)
class Alike:
    """How an article is like the one whose family it is. kind: seen from that one, so `contained` is: part of this."""

    kind: Likeness.Kind
    percent: int


@dataclass(slots=True, eq=False)
class Branch:
    """One line of the family, and those that stand below it.

    article: None for an outlet that others name as their source, and whose own page is not here. outlet: who carried
    it. source: whom the page names as its source, "" where that is the outlet itself. alike: None for the very article
    that was asked about. retitled, converted: beside the line above it. basis: of one that has others below it.
    """

    outlet: str
    article: Article | None = None
    title: str = ""
    source: str = ""
    alike: Alike | None = None
    retitled: bool = False
    converted: bool = False
    basis: Basis | None = None
    below: list[Branch] = field(default_factory=list)
    above: Branch | None = field(default=None, repr=False)

    @property
    def depth(self) -> int:
        return self.above.depth + 1 if self.above else 0

    @property
    def here(self) -> bool:
        """Whether it is the article that was asked about."""
        return self.article is not None and self.alike is None


@dataclass(frozen=True, slots=True)
class Family:
    """The lines that stand at the top. size: of the whole family. others: those that are not shown.

    words: a clause that they most likely share, to search for.
    """

    top: tuple[Branch, ...]
    size: int
    others: int
    keys: frozenset[int]
    words: str


def family_of(article: Article) -> Family | None:
    """Return the public family of a public article; None where it has none. One query then, else three or four."""
    alike = _alike(article)
    if not alike:
        return None
    public = Article.objects.public()
    looked_at = list(alike)[:LOOKED_AT]
    kin = {one.pk: one for one in _lean(public.filter(pk__in=[article.pk, *looked_at]))}
    if kin.keys() <= {article.pk}:
        return None
    pairs = _pairs(kin)
    pointed_at = _pointed_at(list(kin.values()), pairs)
    ordered = sorted(kin.values(), key=lambda one: (one.pk not in pointed_at, latest(one), -_length(one), one.pk))
    shown = [one for one in ordered if one.pk != article.pk][: SHOWN - 1]
    kept = [one for one in ordered if one.pk == article.pk or one in shown]
    unseen = public.filter(pk__in=list(alike)[LOOKED_AT:]).count() if len(alike) > LOOKED_AT else 0
    size = len(kin) + unseen
    top = tuple(_tree(kept, pairs, pointed_at, {**alike, article.pk: None}))
    return Family(top, size, size - len(kept), frozenset(kin), telling_clause(article.body))


def are_alike(one: Article, other: Article) -> bool:
    """Whether two articles were found to share the text of the shorter one."""
    later, earlier = max(one.pk, other.pk), min(one.pk, other.pk)
    return Likeness.objects.filter(article=later, other=earlier).exists()


def _alike(article: Article) -> dict[int, Alike]:
    """How the others are like it, by their keys, the most alike first. Whether they are public is not looked at."""
    rows = Likeness.objects.filter(Q(article=article) | Q(other=article))
    found = sorted(
        rows.values_list("article_id", "other_id", "kind", "share", "other_share"),
        key=lambda row: (-max(row[3:]), -min(row[3:]), row[0] + row[1]),
    )
    return {
        (other if later == article.pk else later): Alike(
            _kind(kind, later == article.pk), _percent(kind, share, other_share)
        )
        for later, other, kind, share, other_share in found
    }


def _percent(kind: str, share: float, other_share: float) -> int:
    """Of two that are nearly the same, how much of either one is in the other; else how much of the shorter one is."""
    return whole_percent((min if kind == Likeness.Kind.NEAR else max)(share, other_share))


def _kind(stored: str, from_the_later: bool) -> Likeness.Kind:
    kind = Likeness.Kind(stored)
    return kind if from_the_later else _SEEN_FROM_THE_OTHER.get(kind, kind)


def _lean(articles: QuerySet[Article]) -> QuerySet[Article]:
    """What a line needs: no body, but the first paragraph, which an untitled article is called by."""
    told = {"beginning": F("body__0"), "length": F("sketch__size")}
    return articles.select_related("source", "site").defer("body", "evidence", "authors", "editors").annotate(**told)


def _pairs(kin: Mapping[int, Article]) -> set[tuple[int, int]]:
    """Which two of them are alike, both ways round."""
    rows = Likeness.objects.filter(article__in=list(kin), other__in=list(kin)).values_list("article_id", "other_id")
    return {pair for later, other in rows for pair in ((later, other), (other, later))}


def _pointed_at(kin: Iterable[Article], pairs: set[tuple[int, int]]) -> set[int]:
    """Pages of outlets that others with their text name as the source."""
    named = {one.pk: letters(source_named(one)) for one in kin}
    carriers = {one.pk: letters(carrier_of(one)) for one in kin}
    return {key for key, other in pairs if named[other] and not named[key] and named[other] == carriers[key]}


def _length(article: Article) -> int:
    return getattr(article, "length", None) or 0


def _tree(
    ordered: Sequence[Article], pairs: set[tuple[int, int]], pointed_at: set[int], alike: Mapping[int, Alike | None]
) -> Iterator[Branch]:
    """Yield the lines at the top once each line hangs below the one that it seems to come from."""
    lines: dict[int, Branch] = {}
    absent: dict[str, Branch] = {}
    top: list[Branch] = []
    for one in ordered:
        before = [lines[key] for key in lines if (key, one.pk) in pairs]
        line = _line(one, alike.get(one.pk))
        above = _above(one, before, absent, top)
        lines[one.pk] = line
        if above is None:
            top.append(line)
            continue
        _hang(line, above)
    for line in lines.values():
        line.basis = _basis(line, pointed_at)
    yield from top


def _line(article: Article, alike: Alike | None) -> Branch:
    beginning = str(getattr(article, "beginning", "") or "")
    title = article.title or (beginning if len(beginning) <= 30 else f"{beginning[:30]}…")
    return Branch(carrier_of(article), article, title, source_named(article), alike)


def _above(one: Article, before: Sequence[Branch], absent: dict[str, Branch], top: list[Branch]) -> Branch | None:
    """The line that an article comes from: the outlet it names, present or not; else the first with its text."""
    named = source_named(one)
    if not named:
        return before[0] if before else None
    carried = next((line for line in before if same_letters(line.outlet, named)), None)
    if carried is None and named not in absent:
        absent[named] = Branch(named)
        top.append(absent[named])
    return carried or absent[named]


def _hang(line: Branch, above: Branch) -> None:
    line.above = above if above.depth < _DEEPEST else above.above
    line.retitled, line.converted = _is_retitled(line, above), _is_converted(line, above)
    (line.above or above).below.append(line)


def _is_retitled(line: Branch, above: Branch) -> bool:
    before = above.title if above.article else line.article.original_title if line.article else ""
    return bool(before and line.title) and not same_letters(before, line.title)


def _is_converted(line: Branch, above: Branch) -> bool:
    scripts = {one.article.script for one in (line, above) if one.article}
    return scripts == {Article.Script.HANS, Article.Script.HANT}


def _basis(line: Branch, pointed_at: set[int]) -> Basis | None:
    if line.article is None or not line.below:
        return None
    if line.article.pk in pointed_at:
        return Basis.NAMED
    later = (one.article for one in line.below if one.article)
    return Basis.EARLIEST if all(is_earlier(line.article, one) for one in later) else Basis.OPEN
