"""From a query string to a SearchRequest. What was asked wrongly comes back as messages by parameter, not as errors."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.models import Agency, Article
from search.answering.executor import ORDERS
from search.answering.facets import place_name
from search.asking import cursors
from search.asking.conditions import CHOICES
from search.asking.requests import DEFAULT_SIZE, FEW, MAX_SIZE, SearchRequest

#: Nobody reads on so far, and a larger number is a mistake.
MAX_PAGE = 1_000_000
#: Values of one facet that can be chosen at once.
MAX_CHOSEN = 20
SORTS = [("relevance", _("Most relevant")), ("-date", _("Newest")), ("date", _("Oldest"))]
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


class WordsField(forms.Field):
    """The reader's words as they are: any text at all is a query."""

    def to_python(self, value: Any) -> str:
        return value or ""


class FlagField(forms.Field):
    """1 or true, anything else is no; where nothing is said, as `initial` has it."""

    def to_python(self, value: Any) -> bool:
        return bool(self.initial) if not value else value.lower() in ("1", "true")


class DayField(forms.Field):
    """A day, or a month or year that stands for its first or last day. Cleans to a date, None when empty."""

    default_error_messages = {"invalid": _("Give a date as 2024-09-12, 2024-09 or 2024.")}

    def __init__(self, *, last: bool) -> None:
        super().__init__(required=False)
        self.last = last

    def to_python(self, value: Any) -> datetime.date | None:
        text = (value or "").strip()
        if not text:
            return None
        parts = _DAY.fullmatch(text)
        try:
            return self._day(parts) if parts else self._refuse()
        except ValueError:
            return self._refuse()

    def _day(self, parts: re.Match[str]) -> datetime.date:
        """Raises ValueError for a day that no calendar has; monthrange()'s own error is one, too."""
        year = int(parts[1])
        month = int(parts[2]) if parts[2] else 12 if self.last else 1
        last = calendar.monthrange(year, month)[1] if self.last else 1
        return datetime.date(year, month, int(parts[3]) if parts[3] else last)

    def _refuse(self) -> datetime.date | None:
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class ChoicesField(forms.Field):
    """Values of one facet, the parameter given once for each; "-" before a value shuts it out."""

    default_error_messages = {"many": _("At most %(most)d values can be chosen at once.")}
    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(one for one in value or () if one))
        if len(chosen) > MAX_CHOSEN:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": MAX_CHOSEN})
        return chosen


class SearchForm(forms.Form):
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

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order: nothing lies between them, which reads as if nothing were there."""
        asked: dict[str, Any] = self.cleaned_data
        first, last = asked.get("from"), asked.get("to")
        if first and last and last < first:
            self.add_error("to", _("The last day lies before the first one."))
        return asked

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

    def mistakes(self) -> dict[str, str]:
        """What was asked wrongly, by parameter."""
        return {name: " ".join(map(str, messages)) for name, messages in self.errors.items()}

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


def _plain(value: str) -> str:
    return value.removeprefix("-")
