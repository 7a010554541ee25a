"""The form by which a reader reports a problem, and the one by which the desk answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from archive.models import Article, ProblemReport
from archive.text.cleaning import normalise_lines
from archive.text.storable import storable

#: So long a form may lie open before it is sent: a day, in seconds.
OPEN_FOR = 24 * 60 * 60
_SALT = "archive.forms.report"


class PlainText(forms.CharField):
    """Text without control, direction and zero-width characters, which are taken out without a word."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(storable(normalise_lines(value)) if isinstance(value, str) else value) or "")


class PlainEmail(forms.EmailField):
    """An address, taken out of invisible characters that come along when one is pasted."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(storable(normalise_lines(value)) if isinstance(value, str) else value)


class ReportForm(forms.Form):
    """What is wrong with an article. `homepage` is a field that people do not see: what fills it in is a machine.

    Public pages have no session and set no cookie, so Django's own token has nothing to be compared with. `token`
    takes its place: signed, dated, made for this article. It shows that the form was opened here within a day, so that
    nobody can send a stock of them; and there is no session that a foreign page could ride on.
    """

    kind = forms.ChoiceField(label=_("What is it about?"), choices=ProblemReport.Kind.choices, widget=forms.RadioSelect)
    words = PlainText(
        label=_("What is wrong?"), max_length=2000, widget=forms.Textarea(attrs={"class": "field", "rows": 7})
    )
    paragraph = forms.IntegerField(
        label=_("Paragraph"),
        required=False,
        min_value=1,
        max_value=99_999,
        widget=forms.NumberInput(attrs={"class": "field", "inputmode": "numeric"}),
    )
    contact = PlainEmail(
        label=_("E-mail, for questions"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"class": "field", "autocomplete": "email"}),
    )
    homepage = forms.CharField(required=False)
    token = forms.CharField(required=False, max_length=300)

    def __init__(self, data: Any = None, *, article: Article, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.article = article

    @property
    def new_token(self) -> str:
        """The token of a form that is shown now."""
        return signing.dumps(self.article.public_id, salt=_SALT)

    @property
    def is_by_a_machine(self) -> bool:
        """Whether the field was filled in that nobody sees."""
        return bool(self.data.get("homepage"))

    def clean(self) -> dict[str, Any]:
        if not self._is_from_here():
            raise forms.ValidationError(
                _("The page was open for too long. Your words are still here: send them again.")
            )
        return self.cleaned_data

    def clean_paragraph(self) -> int:
        return self.cleaned_data["paragraph"] or 0

    def _is_from_here(self) -> bool:
        try:
            told = signing.loads(self.cleaned_data.get("token", ""), salt=_SALT, max_age=OPEN_FOR)
        except signing.BadSignature:
            return False
        return bool(told == self.article.public_id)


class AnswerForm(forms.Form):
    """What the desk did about a report."""

    answer = PlainText(
        label=_("What was done"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"class": "field", "rows": 3}),
        help_text=_("For the desk alone: the reader does not see it."),
    )
