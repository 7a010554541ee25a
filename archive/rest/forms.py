"""Forms over the parameters of an address. What was asked wrongly comes back as messages by parameter."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Values of one parameter that can be given at once.
MAX_CHOSEN = 20
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


class AddressForm(forms.Form):
    """The parameters of an address, none of them required. Those that it does not know are passed over."""

    def mistakes(self) -> dict[str, str]:
        """What was asked wrongly, by parameter."""
        return {name: " ".join(map(str, messages)) for name, messages in self.errors.items()}

    def refuse_days_in_the_wrong_order(self) -> None:
        """Nothing lies between them, which would read as if nothing were there."""
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            self.add_error("to", _("The last day lies before the first one."))


class WordsField(forms.Field):
    """Any text, as it is; "" where nothing is said."""

    def to_python(self, value: Any) -> str:
        return value or ""

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "string"}


class FlagField(forms.Field):
    """1 or true, anything else is no; where nothing is said, as `initial` has it."""

    def to_python(self, value: Any) -> bool:
        return bool(self.initial) if not value else value.lower() in ("1", "true")

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "integer", "enum": [0, 1], "default": int(bool(self.initial))}


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

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "string", "pattern": f"^{_DAY.pattern}$"}

    def _day(self, parts: re.Match[str]) -> datetime.date:
        """Raises ValueError for a day that no calendar has; monthrange()'s own error is one, too."""
        year = int(parts[1])
        month = int(parts[2]) if parts[2] else 12 if self.last else 1
        last = calendar.monthrange(year, month)[1] if self.last else 1
        return datetime.date(year, month, int(parts[3]) if parts[3] else last)

    def _refuse(self) -> datetime.date | None:
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class ChoicesField(forms.Field):
    """Several values, the parameter given once for each. Cleans to a tuple, each value once."""

    default_error_messages = {"many": _("At most %(most)d values can be chosen at once.")}
    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(one for one in value or () if one))
        if len(chosen) > MAX_CHOSEN:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": MAX_CHOSEN})
        return chosen

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "array", "items": {"type": "string"}, "maxItems": MAX_CHOSEN}
