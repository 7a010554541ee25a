"""Agencies as JSON: outlets and government bodies that public articles name, with their counts."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router

from archive import holdings
from archive.api import cursors, examples, schemas
from archive.api.articles import dated
from archive.api.forms import DEFAULT_SIZE, AgenciesForm
from archive.holdings import Holding
from archive.models import Agency
from archive.rest.answers import answer, refusal, wrong
from archive.rest.operations import reading
from archive.rest.parameters import parameters_of
from archive.text.folding import fold

router = Router()
#: Where an agency stands in the list: how many articles name it, the most first; then as a Chinese index orders names.
Place = tuple[int, str, str]


@reading(
    router,
    "agencies",
    name="api-agencies",
    shape=schemas.Agencies,
    summary="List agencies",
    tag="Agencies",
    parameters=parameters_of(AgenciesForm(), AgenciesForm.WORDS),
    example=examples.AGENCIES,
    sample="agencies?kind=outlet&size=5",
)
def agencies(request: HttpRequest) -> JsonResponse:
    """Outlets and government bodies that public articles name, those that most articles name first."""
    form = AgenciesForm(request.GET)
    if refused := refusal(request, form):
        return refused
    if form.cleaned_data["cursor"] and not decoded(form.cleaned_data["cursor"]):
        return wrong(request, _("This cursor is not one that a list gave."), status=400)
    asked, size = form.cleaned_data, form.cleaned_data["size"] or DEFAULT_SIZE
    listed = sorted(named(holdings.holdings_by_agency(kind=asked["kind"]), asked["name"]), key=_place)
    listed = behind(listed, asked["cursor"])
    told = {
        "agencies": [_holding(request, one) for one in listed[:size]],
        "cursor": cursor_of(listed[size - 1]) if len(listed) > size else None,
    }
    return dated(answer(told))


@reading(
    router,
    "agencies/{str:slug}",
    name="api-agency",
    shape=schemas.Agency,
    summary="Read about one agency",
    tag="Agencies",
    example=examples.AGENCY,
    sample="agencies/{agency}",
    others=("301", "404"),
)
def agency(request: HttpRequest, slug: Annotated[str, Path(description="The agency's `slug`.")]) -> HttpResponse:
    """One agency with its names and its counts by part and by year. A merged one leads to the other (301)."""
    readable = slug.isprintable()  # PostgreSQL refuses a NUL in any text
    found = Agency.objects.confirmed().select_related("parent").filter(slug=slug).first() if readable else None
    if found and holdings.has_page(found):
        return dated(answer(as_json(request, found)))
    if readable and (successor := holdings.successor(slug)):
        return redirect("api-agency", successor.slug, permanent=True)
    return wrong(request, _("There is no such agency."), status=404)


def as_json(request: HttpRequest, agency: Agency) -> dict[str, Any]:
    """All that readers may know of an agency."""
    years = holdings.agency_by_year(agency)
    parent = agency.parent if agency.parent and holdings.has_page(agency.parent) else None
    others = [alias for alias in agency.aliases.all() if alias.name != agency.name]
    return {
        "slug": agency.slug,
        "name": agency.name,
        "kind": agency.kind,
        "level": agency.level,
        "region": agency.region,
        "parent": {"slug": parent.slug, "name": parent.name} if parent else None,
        "names": [alias.name for alias in others if not alias.until],
        "former": [{"name": alias.name, "until": alias.until} for alias in sorted(others, key=_until) if alias.until],
        "counts": holdings.count_by_role(agency),
        "years": [{"period": f"{year:04}", "count": count} for year, count in years.items()],
        "page": request.build_absolute_uri(agency.get_absolute_url()),
        "feed": request.build_absolute_uri(reverse("archive:agency-feed", args=[agency.slug])),
    }


def named(listed: list[Holding], words: str) -> list[Holding]:
    """Those whose name contains the words, in either script."""
    wanted = fold(words.strip())
    return [one for one in listed if wanted in fold(one.name)] if wanted else listed


def behind(listed: list[Holding], cursor: str) -> list[Holding]:
    """Those behind the place of the cursor in the order of the list, whatever came or went meanwhile."""
    place = decoded(cursor)
    return [one for one in listed if _place(one) > place] if place else listed


def cursor_of(holding: Holding) -> str:
    """The cursor of a page that ended with this agency."""
    return cursors.encoded([holding.count, holding.reading_order, holding.slug])


def decoded(cursor: str) -> Place | None:
    """The place that the cursor tells, None if it is none of ours."""
    told = cursors.decoded(cursor, 3)
    if told is None or not isinstance(told[0], int) or not all(isinstance(one, str) for one in told[1:]):
        return None
    return -told[0], told[1], told[2]


def _place(holding: Holding) -> Place:
    return -holding.count, holding.reading_order, holding.slug


def _until(alias: Any) -> str:
    return alias.until or ""


def _holding(request: HttpRequest, holding: Holding) -> dict[str, Any]:
    return {
        "slug": holding.slug,
        "name": holding.name,
        "kind": holding.kind,
        "level": holding.level,
        "region": holding.region,
        "count": holding.count,
        "page": request.build_absolute_uri(reverse("archive:agency", args=[holding.slug])),
    }
