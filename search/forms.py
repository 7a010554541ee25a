"""From a query string to a SearchRequest. What was asked wrongly comes back as messages by parameter, not as errors."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.models import Agency, Article
from search.executor import DEFAULT_SIZE, MAX_SIZE, SearchRequest

#: Nobody reads on so far, and a larger number is a mistake.
MAX_PAGE = 1_000_000
SORTS = [("relevance", _("Most relevant")), ("-date", _("Newest")), ("date", _("Oldest"))]
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


class WordsField(forms.Field):
    """The reader's words as they are: any text at all is a query."""

    def to_python(self, value: Any) -> str:
        return value or ""


class FlagField(forms.Field):
    """1 or true, anything else is no."""

    def to_python(self, value: Any) -> bool:
        return (value or "").lower() in ("1", "true")


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


class SearchForm(forms.Form):
    """The parameters of the results page and of the API, under the same names. Unknown ones are ignored."""

    q = WordsField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE)
    size = forms.IntegerField(required=False, min_value=1, max_value=MAX_SIZE)
    sort = forms.ChoiceField(required=False, choices=SORTS)
    source = forms.SlugField(required=False, allow_unicode=True, max_length=80)
    script = forms.ChoiceField(required=False, choices=Article.Script.choices)
    facets = FlagField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        # "from" is a word of Python's and cannot be declared above.
        self.fields["from"] = DayField(last=False)
        self.fields["to"] = DayField(last=True)

    def clean_source(self) -> str:
        """Refuse an outlet that does not exist, so that a misspelt one is not taken for one without articles."""
        slug: str = self.cleaned_data["source"]
        if slug and not Agency.objects.filter(slug=slug).exists():
            raise ValidationError(_("There is no such source."), code="unknown")
        return slug

    def search_request(self, *, facets: bool | None = None) -> SearchRequest:
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
            source=asked.get("source", ""),
            script=asked.get("script", ""),
            facets=asked.get("facets", False) if facets is None else facets,
        )

    def mistakes(self) -> dict[str, str]:
        """What was asked wrongly, by parameter."""
        return {name: " ".join(map(str, messages)) for name, messages in self.errors.items()}
