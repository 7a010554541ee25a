"""Fields that several forms of the desk share: lines, names, and dates as exact as they are known."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Article

_MOMENT = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2}))?)?)?")
_BETWEEN_NAMES = re.compile(r"[、，,；;\n]+")
Precision = Article.Precision


class LineField(forms.CharField):
    """One line of text in a field that grows: line breaks and runs of blanks become one blank."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"class": "field", "rows": 1}), required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return re.sub(r"[\r\n]+", " ", super().to_python(value) or "").strip()


class NamesField(LineField):
    """People's names, parted by 、 or a comma or semicolon of either width."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [name.strip() for name in _BETWEEN_NAMES.split(super().clean(value)) if name.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return list(initial or []) != self.clean(data)
        except ValidationError:
            return True


class MomentField(LineField):
    """A date as exact as it is known: 2026, 2026-11, 2026-11-18 or 2026-11-18 08:12, China Standard Time."""

    def clean(self, value: Any) -> dict[str, Any]:
        """Return published_on, published_at and date_precision; all unknown for an empty field."""
        text = super().clean(value)
        if not text:
            return {"published_on": None, "published_at": None, "date_precision": Precision.UNKNOWN}
        match = _MOMENT.fullmatch(text)
        if match is None:
            raise ValidationError(_("Write the date as 2026-11-18, with a time as 2026-11-18 08:12."))
        try:
            return _moment(*(None if part is None else int(part) for part in match.groups()))
        except ValueError as error:
            raise ValidationError(_("There is no such date.")) from error


def moment_as_text(article: Article) -> str:
    """The date of publication as MomentField reads it, no more exact than it is known."""
    if article.published_at:
        return timezone.localtime(article.published_at).strftime("%Y-%m-%d %H:%M")
    if not article.published_on:
        return ""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(article.date_precision), 10)
    return article.published_on.isoformat()[:length]


def _moment(
    year: int | None, month: int | None, day: int | None, hour: int | None, minute: int | None
) -> dict[str, Any]:
    """Raises ValueError where the calendar has no such day or the clock no such minute."""
    on = datetime.date(year or 0, month or 1, day or 1)
    if hour is not None and minute is not None:
        clock = datetime.time(hour, minute)
        at = timezone.make_aware(datetime.datetime.combine(on, clock))
        return {"published_on": on, "published_at": at, "date_precision": Precision.MINUTE}
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return {"published_on": on, "published_at": None, "date_precision": precision}
