"""The parameters of lists in the API, and what each means in the document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive import holdings
from archive.api.paging import ORDERS, Place, decoded
from archive.models import Agency, ArticleAgency
from archive.models.articles import ArticleQuerySet
from archive.rest.forms import AddressForm, ChoicesField, DayField, WordsField

MAX_SIZE = 100
DEFAULT_SIZE = 20
CURSOR = "Goes on behind the last answer, whose `cursor` it is, with all else as it was."
HOW_MANY = f"How many are wanted, {DEFAULT_SIZE} unless told."


class PageForm(AddressForm):
    """A page of articles in some order."""

    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in ORDERS])
    size = forms.IntegerField(required=False, min_value=1, max_value=MAX_SIZE)
    cursor = WordsField(required=False)

    WORDS = {
        "sort": "The order: `-released` (what was added here last comes first), `-date` or `date` of publication. "
        "Articles of unknown date come last.",
        "size": HOW_MANY,
        "cursor": CURSOR,
    }
    #: The order where none is asked for.
    usual = "-released"

    def clean_cursor(self) -> str:
        """Refuse also one of another order: the list would silently begin anew, and a script never come to its end."""
        cursor: str = self.cleaned_data["cursor"]
        if cursor and not decoded(self.order, cursor):
            raise ValidationError(_("This cursor is not one that a list gave."), code="invalid")
        return cursor

    @property
    def order(self) -> str:
        """The order that is asked for, a key of ORDERS."""
        return self.cleaned_data.get("sort") or self.usual

    @property
    def size_asked(self) -> int:
        """How many articles are wanted."""
        return self.cleaned_data.get("size") or DEFAULT_SIZE

    @property
    def after(self) -> Place | None:
        """The place behind which the page begins, None for the first one."""
        return decoded(self.order, self.cleaned_data.get("cursor", ""))


class ArticlesForm(PageForm):
    """A page of the articles that meet some conditions."""

    source = ChoicesField(required=False)
    agency = ChoicesField(required=False)

    WORDS = {
        **PageForm.WORDS,
        "source": "The slug of the agency that is their source. Given several times: any of them.",
        "agency": "The slug of an agency that they name in any part. Given several times: any of them.",
        "from": "Published on this day or later; `2024` and `2024-09` stand for their first day.",
        "to": "Published on this day or before; `2024` and `2024-09` stand for their last day.",
    }

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        # "from" is a word of Python's and cannot be declared above.
        self.fields["from"] = DayField(last=False)
        self.fields["to"] = DayField(last=True)

    def clean_source(self) -> list[Agency]:
        return self._agencies("source", _("There is no such source."))

    def clean_agency(self) -> list[Agency]:
        return self._agencies("agency", _("There is no such agency."))

    def clean(self) -> None:
        self.refuse_days_in_the_wrong_order()

    def narrowed(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Those of the articles that meet the conditions."""
        asked = self.cleaned_data
        if asked["source"]:
            articles = articles.filter(source__in=asked["source"])
        if asked["agency"]:
            links = ArticleAgency.objects.filter(agency__in=asked["agency"])
            articles = articles.filter(pk__in=links.values("article"))
        if asked["from"]:
            articles = articles.filter(published_on__gte=asked["from"])
        return articles.filter(published_on__lte=asked["to"]) if asked["to"] else articles

    def _agencies(self, name: str, unknown: Any) -> list[Agency]:
        """The agencies with these slugs. One that no public article names is answered like one that never was."""
        chosen = [slug for slug in self.cleaned_data[name] if slug.isprintable()]
        found = [one for one in Agency.objects.confirmed().filter(slug__in=chosen) if holdings.has_page(one)]
        if len(found) < len(self.cleaned_data[name]):
            raise ValidationError(unknown, code="unknown")
        return found


class TopicPageForm(PageForm):
    """A page of a topic's articles, by the date of publication unless told otherwise."""

    usual = "-date"


class AgenciesForm(AddressForm):
    """A page of the list of agencies."""

    kind = forms.ChoiceField(required=False, choices=Agency.Kind.choices)
    name = WordsField(required=False)
    size = forms.IntegerField(required=False, min_value=1, max_value=MAX_SIZE)
    cursor = WordsField(required=False)

    WORDS = {
        "kind": "News outlets or government bodies alone.",
        "name": "What their name contains, in characters of either script.",
        "size": HOW_MANY,
        "cursor": CURSOR,
    }


class PeriodForm(AddressForm):
    """The year, or the month in a year, whose articles are counted."""

    year = forms.IntegerField(required=False, min_value=1, max_value=9999)
    month = forms.IntegerField(required=False, min_value=1, max_value=12)

    WORDS = {
        "year": "Count the months of this year.",
        "month": "Count the days of this month; wants a `year`.",
    }

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = self.cleaned_data
        if asked.get("month") and "year" in asked and not asked["year"]:
            self.add_error("month", _("Say of which year."))
        return asked
