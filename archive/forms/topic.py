"""A topic's title, address and introduction as they are typed. Whether they can be kept, archive.topics says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.forms.fields import LineField
from archive.models import Topic

FIELDS = ("title", "slug", "introduction")


class TopicForm(forms.Form):
    title = LineField(label=_("Title"), max_length=120)
    slug = LineField(
        label=_("Word in the address"),
        max_length=80,
        help_text=_("Made of the title if left empty. It stays for good once readers have seen the topic."),
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        max_length=8000,
        required=False,
        help_text=_("Plain text; an empty line begins a paragraph."),
        widget=forms.Textarea(attrs={"class": "field", "rows": 10}),
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, topic: Topic | None = None, fixed: bool = False) -> None:
        """fixed: whether the address stays as it is."""
        stored = {name: getattr(topic, name) for name in (*FIELDS, "version")} if topic else {}
        super().__init__(data, initial=stored)
        for name in ("title", "slug"):
            room = self.fields[name].max_length  # type: ignore[attr-defined]
            self.fields[name].widget = forms.TextInput(attrs={"class": "field", "maxlength": room})
        self.fields["slug"].disabled = fixed

    @property
    def wanted(self) -> dict[str, str]:
        """{field: value}, as archive.topics takes it."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def paragraphs(self) -> list[str]:
        """The introduction that was typed, as readers would see it."""
        return Topic(introduction=self["introduction"].value() or "").paragraphs

    @property
    def seen(self) -> int:
        """The version of the topic that the person saw; 0, which none has, where the form does not say."""
        return self.cleaned_data["version"] or 0

    def refuse(self, by_field: dict[str, list[str]]) -> None:
        """Put what archive.topics answered beside the fields."""
        for name, words in by_field.items():
            self.add_error(name, ValidationError(words))
