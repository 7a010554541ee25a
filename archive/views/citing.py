"""The cite page of an article, and the files of its citation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.citing import (
    Citation,
    Facts,
    apa,
    bibtex,
    chicago,
    csl,
    footnote,
    gbt7714,
    ris,
)
from archive.models import Article
from archive.reading import look_up
from archive.takeaway import Shown, shown
from archive.views.articles import not_there
from archive.views.files import File, answer, gone
from archive.views.permanent import facts_today


@dataclass(frozen=True, slots=True)
class Style:
    """A citation in words, as the page shows it. key: names its place on the page."""

    key: str
    name: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class DataFormat:
    """A citation for programs. form: the ending of its file."""

    form: str
    name: str
    text: str


@require_safe
def cite(request: HttpRequest, public_id: str) -> HttpResponse:
    """All citations of one public article, or of one paragraph in it (?paragraph=3). 410 once it was withdrawn."""
    found = look_up(public_id)
    if not isinstance(found, Article):
        return not_there(request, found)
    [one] = shown([found])
    facts = _facts(request, found, one)
    context = {
        "article": found,
        "facts": facts,
        "shown": one,
        "quoted": _quoted(one, facts.paragraph),
        "last": max((passage.number or 0 for passage in one.passages), default=0),
        "styles": _styles(facts),
        "formats": [DataFormat(form, name, _CITATIONS[form].text(facts)) for form, name in _NAMES.items()],
    }
    return render(request, "archive/cite.html", context)


@require_safe
def cite_file(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The citation of one public article, or of ?paragraph=3 in it, as a file. form: bib, ris or json (CSL)."""
    found = look_up(public_id)
    if not isinstance(found, Article):
        return gone(found, form)
    facts = _facts(request, found, shown([found])[0])
    kind = _CITATIONS[form]
    return answer(File(kind.text(facts), kind.media_type, f"baoku-{public_id}-cite.{form}"), facts.permalink)


@dataclass(frozen=True, slots=True)
class _Kind:
    text: Callable[[Facts], str]
    media_type: str


_CITATIONS = {
    "bib": _Kind(bibtex.entry, "application/x-bibtex; charset=utf-8"),
    "ris": _Kind(ris.record, "application/x-research-info-systems; charset=utf-8"),
    "json": _Kind(csl.text, "application/vnd.citationstyles.csl+json"),
}
_NAMES = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}


def _styles(facts: Facts) -> list[Style]:
    return [
        Style("gbt", "GB/T 7714—2015", gbt7714.reference(facts)),
        Style("footnote", _("Footnote, plain text"), footnote.footnote(facts)),
        Style("chicago-note", _("Chicago 17, note"), chicago.note(facts)),
        Style("chicago", _("Chicago 17, bibliography"), chicago.bibliography(facts)),
        Style("apa", "APA 7", apa.reference(facts)),
    ]


def _facts(request: HttpRequest, article: Article, one: Shown) -> Facts:
    """The facts of the article or of the paragraph that was asked for, if there is such a one."""
    numbers = {str(passage.number): passage.number for passage in one.passages if passage.number}
    paragraph = numbers.get(request.GET.get("paragraph", ""))
    return facts_today(request, article, version=one.version, paragraph=paragraph)


def _quoted(one: Shown, paragraph: int | None) -> str:
    return next((passage.text for passage in one.passages if paragraph and passage.number == paragraph), "")
