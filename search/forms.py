"""From a query string to a SearchRequest. What was asked wrongly comes back as messages by parameter, not as errors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models import Agency, Article
from archive.rest.forms import AddressForm, ChoicesField, DayField, FlagField, WordsField
from search.answering.executor import ORDERS
from search.answering.facets import place_name
from search.asking import cursors
from search.asking.conditions import CHOICES
from search.asking.requests import DEFAULT_SIZE, FEW, MAX_SIZE, SearchRequest

#: Nobody reads on so far, and a larger number is a mistake.
MAX_PAGE = 1_000_000
SORTS = [("relevance", _("Most relevant")), ("-date", _("Newest")), ("date", _("Oldest"))]
#: How results are laid out.
VIEWS = [
    ("list", pgettext_lazy("view of results", "With passages")),
    ("titles", pgettext_lazy("view of results", "Titles")),
    ("days", pgettext_lazy("view of results", "By day")),
]
#: Hits on a page of a view, where the address does not say; of a list that holds no passages more can be taken in.
_SIZES = {"list": DEFAULT_SIZE, "titles": 50, "days": 50}


class SearchForm(AddressForm):
    """The parameters of the results page and of the API, under the same names. Unknown ones are ignored."""

    q = WordsField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE)
    size = forms.IntegerField(required=False, min_value=1, max_value=MAX_SIZE)
    sort = forms.ChoiceField(required=False, choices=SORTS)
    source = ChoicesField(required=False)
    agency = ChoicesField(required=False)
    place = ChoicesField(required=False)
    script = ChoicesField(required=False)
    kind = ChoicesField(required=False)
    facets = FlagField(required=False)
    collapse = FlagField(required=False)
    fresh = FlagField(required=False, initial=True)
    related = FlagField(required=False)
    cursor = WordsField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.asked = data
        # "from" is a word of Python's and cannot be declared above.
        self.fields["from"] = DayField(last=False)
        self.fields["to"] = DayField(last=True)

    def clean_source(self) -> tuple[str, ...]:
        """Refuse an outlet that does not exist, so that a misspelt one is not taken for one without articles."""
        return self._agencies("source", _("There is no such source."))

    def clean_agency(self) -> tuple[str, ...]:
        return self._agencies("agency", _("There is no such agency."))

    def clean_place(self) -> tuple[str, ...]:
        chosen: tuple[str, ...] = self.cleaned_data["place"]
        if not all(_plain(one).isascii() and _plain(one).isdigit() and place_name(int(_plain(one))) for one in chosen):
            raise ValidationError(_("There is no such place."), code="unknown")
        return chosen

    def clean_script(self) -> tuple[str, ...]:
        return self._listed("script", Article.Script.values)

    def clean_kind(self) -> tuple[str, ...]:
        return self._listed("kind", Agency.Kind.values)

    def clean_cursor(self) -> str:
        """Refuse also one of another order: the list would silently begin anew, and a script never come to its end."""
        cursor: str = self.cleaned_data["cursor"]
        order = ORDERS[self.cleaned_data.get("sort") or "relevance"]
        if cursor and not cursors.decoded(cursor, len(order)):
            raise ValidationError(_("This cursor is not one that a search gave."), code="invalid")
        return cursor

    def clean(self) -> None:
        self.refuse_days_in_the_wrong_order()

    def search_request(
        self, *, facets: bool | None = None, collapse: bool | None = None, related: int | None = None
    ) -> SearchRequest:
        """Return the request for what was understood; parameters with a mistake are left out."""
        self.is_valid()
        asked = self.cleaned_data
        return SearchRequest(
            q=asked.get("q", ""),
            page=asked.get("page") or 1,
            size=asked.get("size") or DEFAULT_SIZE,
            sort=asked.get("sort") or "relevance",
            first_day=asked.get("from"),
            last_day=asked.get("to"),
            chosen={name: asked[name] for name in CHOICES if asked.get(name)},
            facets=asked.get("facets", False) if facets is None else facets,
            collapse=asked.get("collapse", False) if collapse is None else collapse,
            fresh=asked.get("fresh", True),
            related=(FEW if asked.get("related") else 1) if related is None else related,
            cursor=asked.get("cursor", ""),
        )

    def _agencies(self, name: str, unknown: Any) -> tuple[str, ...]:
        chosen: tuple[str, ...] = self.cleaned_data[name]
        slugs = {_plain(one) for one in chosen}
        if slugs and Agency.objects.filter(slug__in=[one for one in slugs if "\0" not in one]).count() < len(slugs):
            raise ValidationError(unknown, code="unknown")
        return chosen

    def _listed(self, name: str, values: Collection[str]) -> tuple[str, ...]:
        chosen: Sequence[str] = self.cleaned_data[name]
        wrong = next((one for one in chosen if _plain(one) not in values), None)
        if wrong is not None:
            message = _("“%(value)s” is none of the values there are: %(values)s.")
            raise ValidationError(message, code="unknown", params={"value": wrong, "values": ", ".join(values)})
        return tuple(chosen)


class PageForm(SearchForm):
    """The parameters of the results page: how results are laid out, beside those that all who search may give."""

    view = forms.ChoiceField(required=False, choices=VIEWS)

    @property
    def chosen_view(self) -> str:
        """The name of the layout, once the form is read."""
        return self.cleaned_data.get("view") or "list"

    def page_request(self) -> SearchRequest:
        """Return the request of a page. By day there is no order of relevance: the newest day comes first."""
        found = self.search_request(facets=True, collapse=self.asked.get("collapse") != "0", related=FEW)
        view = self.chosen_view
        by_day = view == "days" and found.sort == "relevance"
        return replace(
            found,
            size=self.cleaned_data.get("size") or _SIZES[view],
            sort="-date" if by_day else found.sort,
            passages=view == "list",
        )


def _plain(value: str) -> str:
    return value.removeprefix("-")
