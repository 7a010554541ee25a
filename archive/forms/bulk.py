"""What is to be set in many drafts at once: a field that stays empty changes nothing, unless it is to be emptied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.forms.fields import LineField, MomentField, NamesField

#: Fields of the form whose value is one column of the article; the date is three.
PLAIN = ("source_name", "site_name", "authors", "editors", "desk_note")
NAMES = ("source_name", "site_name", "published", "authors", "editors", "desk_note")


class BulkEditForm(forms.Form):
    source_name = LineField(label=_("Source"), max_length=120)
    site_name = LineField(label=_("Republishing site"), max_length=120)
    published = MomentField(label=_("Date"), max_length=20)
    authors = NamesField(label=_("Authors"), max_length=400)
    editors = NamesField(label=_("Editors"), max_length=400)
    desk_note = LineField(label=_("Note for the desk"), max_length=200)
    only_empty = forms.BooleanField(label=_("Only where nothing is known yet"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name in NAMES:
            self.fields[f"empty-{name}"] = forms.BooleanField(label=_("Empty it"), required=False)
            room = self.fields[name].max_length  # type: ignore[attr-defined]
            self.fields[name].widget = forms.TextInput(attrs={"class": "field", "maxlength": room})

    def offer_names(self, attributes: Mapping[str, Any]) -> None:
        """Let the fields that hold an agency's name offer the known ones while they are filled. attributes: of HTML."""
        for name in ("source_name", "site_name"):
            self.fields[name].widget.attrs |= attributes

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in NAMES:
            if self._typed(name) and given.get(f"empty-{name}"):
                self.add_error(name, _("Set it or empty it, not both."))
        if not self.errors and not self.names:
            raise forms.ValidationError(_("Nothing is to be changed yet: fill in a field."))
        return given

    @property
    def names(self) -> list[str]:
        """The fields that are to be set or emptied."""
        return [name for name in NAMES if self._typed(name) or self.cleaned_data.get(f"empty-{name}")]

    @property
    def wanted(self) -> dict[str, Any]:
        """{column: value}, as `archive.review.bulk_edits` takes it."""
        values = {name: self.cleaned_data[name] for name in PLAIN if name in self.names}
        return values | (self.cleaned_data["published"] if "published" in self.names else {})

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each field with the box that empties it."""
        return [(self[name], self[f"empty-{name}"]) for name in NAMES]

    def _typed(self, name: str) -> bool:
        return bool(self.data.get(name, "").strip())
