"""Forms of the desk: what was typed, checked and turned into values. Nothing is saved here."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive.ingest.containers import ACCEPTED
from archive.models import Article, OutletRule, TextBlock
from archive.text.wording import Match, key_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES = settings.DATA_UPLOAD_MAX_NUMBER_FILES  # Django refuses a request with more
TOO_MANY = format_lazy(_("Choose at most {most} files at once."), most=MOST_FILES)
_MOMENT = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2}))?)?)?")
_BETWEEN_NAMES = re.compile(r"[、，,；;\n]+")
Precision = Article.Precision
#: Words above the text that are in its own language.
TITLES = ("title", "original_title", "kicker", "subtitle", "dateline")
#: The shortest words of a rule, in characters: shorter ones would take half of every page.
SHORTEST = {Match.EXACT: 2, Match.BEGINS: 4, Match.CONTAINS: 4}
#: Reasons that only ingest or a reviewer's own cut can have.
NOT_A_RULES_REASON = (TextBlock.Reason.REVIEWER, TextBlock.Reason.DUPLICATE_TITLE)


class LoginForm(AdminAuthenticationForm):
    """Django's, with words that fit the page. They never tell which of the two was wrong."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("No account of the desk has this name and password. Capitals count."),
    }


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class SeveralFilesField(forms.FileField):
    """Any number of uploaded files, at least one; empty ones are accepted, their fate is told on the batch page."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(files)


class UploadForm(forms.Form):
    files = SeveralFilesField(  # type: ignore[assignment]
        label=_("Choose web pages, texts or an archive"),
        widget=SeveralFilesInput(
            attrs={"accept": ",".join(ACCEPTED), "data-most": MOST_FILES, "data-too-many": TOO_MANY}
        ),
        error_messages={"required": _("Choose at least one file.")},
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


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


class AmendForm(forms.Form):
    """Everything that a person may correct in an article, with the version that they had in front of them."""

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


class RuleForm(forms.Form):
    """A rule for an outlet, proposed from one block of a page. becomes: a role, or "removed:" and a reason."""

    match = forms.ChoiceField(label=_("Which blocks"), choices=OutletRule.Kind.choices)
    words = forms.CharField(
        label=_("Words"), max_length=400, required=False, widget=forms.Textarea(attrs={"class": "field", "rows": 2})
    )
    element = forms.ChoiceField(label=_("Element"), required=False, widget=forms.Select(attrs={"class": "field"}))
    becomes = forms.ChoiceField(label=_("They become"), widget=forms.Select(attrs={"class": "field"}))

    def __init__(self, data: Any = None, *, block: TextBlock) -> None:
        super().__init__(data, initial=_first_proposal(block))
        self.block = block
        names = list(dict.fromkeys(reversed(block.path)))
        self.fields["element"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["becomes"].choices = _roles_by_rule()  # type: ignore[attr-defined]
        if not names:
            kinds = [choice for choice in OutletRule.Kind.choices if choice[0] != Match.ELEMENT]
            self.fields["match"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add `role` and `reason`; `words` are those of the element where the rule looks at one."""
        given: dict[str, Any] = super().clean() or {}
        if "match" in given and "becomes" in given:
            match = Match(given["match"])
            given["words"] = given.get("element", "") if match is Match.ELEMENT else given.get("words", "")
            shortest = SHORTEST.get(match, 1)
            if len(key_of(given["words"])) < shortest:
                self.add_error("words", format_lazy(_("Give at least {count} characters."), count=shortest))
            given["role"], _colon, given["reason"] = given["becomes"].partition(":")
        return given


def moment_as_text(article: Article) -> str:
    """The date of publication as MomentField reads it, no more exact than it is known."""
    if article.published_at:
        return timezone.localtime(article.published_at).strftime("%Y-%m-%d %H:%M")
    if not article.published_on:
        return ""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(article.date_precision), 10)
    return article.published_on.isoformat()[:length]


def _first_proposal(block: TextBlock) -> dict[str, Any]:
    """This block's own text, and what it is now; a block in the body would be removed."""
    kept = block.in_body and block.was is not None
    known = block.reason and block.reason not in NOT_A_RULES_REASON
    reason = block.reason if known else TextBlock.Reason.WIDGET
    text = (block.cleaned or block.text).strip()[:400]
    return {"match": Match.EXACT, "words": text, "becomes": block.role if kept else f"removed:{reason}"}


def _roles_by_rule() -> list[Any]:
    removed = [(f"removed:{reason}", reason.label) for reason in TextBlock.Reason if reason not in NOT_A_RULES_REASON]
    kept = [TextBlock.Role.PARAGRAPH, TextBlock.Role.HEADING, TextBlock.Role.CAPTION]
    return [(TextBlock.Role.REMOVED.label, removed), (_("Kept as"), [(role.value, role.label) for role in kept])]


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
