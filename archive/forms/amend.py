"""Everything that a person may correct in an article."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.forms.fields import LineField, MomentField, NamesField, moment_as_text
from archive.models import Article

#: Words above the text that are in its own language.
TITLES = ("title", "original_title", "kicker", "subtitle", "dateline")


class AmendForm(forms.Form):
    """Everything that a person may correct in an article, with what they had in front of them.

    version: of the article as it was shown. seen: marks of the fields as they were shown, so that after a colleague's
    save one can tell what this person changed from what was only shown to them.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = LineField(label=_("Title"), max_length=400)
    original_title = LineField(label=_("Original title"), max_length=400)
    kicker = LineField(label=_("Kicker"), max_length=400)
    subtitle = LineField(label=_("Subtitle"), max_length=400)
    dateline = LineField(label=_("Dateline"), max_length=120)
    source_name = LineField(label=_("Source"), max_length=120)
    site_name = LineField(label=_("Republishing site"), max_length=120)
    published = MomentField(label=_("Date"), max_length=20)
    authors = NamesField(label=_("Authors"), max_length=400)
    editors = NamesField(label=_("Editors"), max_length=400)
    url = forms.URLField(
        label=_("Original address"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput(attrs={"class": "field", "inputmode": "url"}),
    )

    def __init__(self, data: Any = None, *, article: Article, with_text: bool = False) -> None:
        """with_text: the paragraphs are being edited too, each block in a field of its own.

        An article that has no blocks has one field, `body`, with a paragraph a line.
        """
        super().__init__(data, initial=_stored(article))
        if with_text:
            self.fields.update(_text_fields(article))
        for name in (*TITLES, "source_name", "site_name"):
            self.fields[name].widget.attrs["lang"] = article.lang or None

    @property
    def wanted(self) -> dict[str, Any]:
        """What differs from what is stored, as `archive.review.decisions.amend` takes it.

        A field that did not come with the form changes nothing: only one that came empty was emptied.
        """
        given = {name: self.cleaned_data[name] for name in self.changed_data if name in self.data}
        values: dict[str, Any] = {name: given[name] for name in self.plain if name in given}
        values |= given.get("published", {})
        if "body" in given:
            values["body"] = given["body"].splitlines()
        texts = {int(name.removeprefix("block-")): text for name, text in given.items() if name.startswith("block-")}
        return values | ({"blocks": texts} if texts else {})

    plain = (*TITLES, "source_name", "site_name", "authors", "editors", "url")

    @property
    def seen(self) -> str:
        """The marks of all fields as they are stored, for a hidden field of the page."""
        return json.dumps({name: _mark(self.stored_text(name)) for name in self.fields if name != "version"})

    def stored_text(self, name: str) -> str:
        """What a field shows of the value that is stored."""
        field = self.fields[name]
        return str(field.prepare_value(self.get_initial_for_field(field, name)) or "")


def brought_up_to_date(typed: QueryDict, form: AmendForm) -> QueryDict:
    """Return what was typed into an older page, as typed into one that shows what is stored now.

    form: of the article as it is stored. A field that the person left as it was shown to them takes its stored value;
    what they changed stays as they typed it.
    """
    data, marks = typed.copy(), _marks(typed.get("seen", ""))
    for name in form.fields:
        if name in data and marks.get(name) == _mark(str(data[name])):
            data[name] = form.stored_text(name)
    data["version"] = str(form.get_initial_for_field(form.fields["version"], "version"))
    data.pop("seen", None)
    return data


def left_over(typed: QueryDict, form: AmendForm) -> dict[int, str]:
    """Return the texts that a person changed in blocks that `form` has no more, by position, so that none is lost."""
    marks = _marks(typed.get("seen", ""))
    names = [name for name in typed if name.startswith("block-") and name not in form.fields]
    texts = {name.removeprefix("block-"): str(typed[name]) for name in names}
    changed = {number: text for number, text in texts.items() if marks.get(f"block-{number}") != _mark(text)}
    return {int(number): text for number, text in changed.items() if number.isdecimal() and len(number) < 16}


def _mark(text: str) -> str:
    """A short mark of a text; the line ends that a browser sends make no difference."""
    return hashlib.sha256("\n".join(text.splitlines()).strip().encode()).hexdigest()[:16]


def _marks(text: str) -> dict[str, str]:
    try:
        marks = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return marks if isinstance(marks, dict) else {}


def _stored(article: Article) -> dict[str, Any]:
    names = ("version", *AmendForm.plain)
    return {name: getattr(article, name) for name in names} | {"published": moment_as_text(article)}


def _text_fields(article: Article) -> dict[str, forms.Field]:
    blocks = list(article.blocks.all())
    if not blocks:
        return {"body": _text_field(article.text, article.lang)}
    return {f"block-{block.position}": _text_field(block.cleaned, article.lang) for block in blocks if block.in_body}


def _text_field(text: str, lang: str) -> forms.CharField:
    attrs = {"class": "field", "rows": 3, "lang": lang or None}
    return forms.CharField(initial=text, required=False, strip=False, widget=forms.Textarea(attrs=attrs))
