"""What is given to the archive: files, a pasted page, and what holds for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive import authority
from archive.ingest.containers import ACCEPTED
from archive.ingest.pasting import pasted_page
from archive.models import Agency

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from archive.ingest.intake import GivenFile

MEGABYTE = 1024 * 1024
MOST_FILES = settings.DATA_UPLOAD_MAX_NUMBER_FILES  # Django refuses a request with more
MOST_BYTES = settings.BAOKU_MAX_REQUEST_BYTES
LONGEST_TEXT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE  # bytes; Django refuses a form with more
TOO_MANY = format_lazy(_("Choose at most {most} files at once."), most=MOST_FILES)
TOO_LARGE = format_lazy(
    _("One upload can hold {most} MB. Upload the files in several parts."), most=MOST_BYTES // 1_000_000
)
TOO_LONG = format_lazy(
    _("A pasted text can hold {most} MB. Save the page as a file and choose it."), most=LONGEST_TEXT // MEGABYTE
)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class SeveralFilesField(forms.FileField):
    """Any number of uploaded files; empty ones are accepted, their fate is told on the batch page."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(files)


class OutletField(forms.CharField):
    """A confirmed agency by any of its names; None where nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=authority.LONGEST_NAME, required=False, **kwargs)

    def clean(self, value: Any) -> Agency | None:
        name = super().clean(value)
        agency = authority.find(name) if name else None
        if name and not (agency and agency.confirmed):
            raise ValidationError(_("No confirmed agency is known by this name."), code="unknown")
        return agency


class BatchForm(forms.Form):
    """Files for one batch, as a program sends them; with a note and the outlet of pages that name none."""

    files = SeveralFilesField(  # type: ignore[assignment]
        label=_("Choose web pages, texts or an archive"),
        widget=SeveralFilesInput(
            attrs={
                "accept": ",".join(ACCEPTED),
                "data-most": MOST_FILES,
                "data-too-many": TOO_MANY,
                "data-most-bytes": MOST_BYTES,
                "data-too-large": TOO_LARGE,
            }
        ),
        error_messages={"required": _("Choose at least one file.")},
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    outlet = OutletField(label=_("Outlet of pages that name none"))

    @property
    def given(self) -> list[GivenFile]:
        """The files in the order given, as `archive.ingest.intake.receive` takes them. For a valid form."""
        return list(self.cleaned_data["files"])


class UploadForm(BatchForm):
    """What the upload page sends: files, or the text or the source of a page, or both.

    from_browser: set where the bookmark sent the page, which so is as it stood today.
    """

    text = forms.CharField(
        label=_("Text or source of the page"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "class": "field",
                "rows": 8,
                "spellcheck": "false",
                "data-most-bytes": LONGEST_TEXT,
                "data-too-long": TOO_LONG,
            }
        ),
    )
    address = forms.URLField(
        label=_("Address of the page"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput(attrs={"class": "field", "inputmode": "url"}),
    )
    from_browser = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("files") and not cleaned.get("text", "").strip():
            self.add_error("files", _("Choose at least one file, or paste a page."))
        return cleaned

    @property
    def given(self) -> list[GivenFile]:
        files, sent = super().given, self.cleaned_data
        if not sent["text"].strip():
            return files
        saved_on = timezone.localdate() if sent["from_browser"] else None
        return [*files, pasted_page(sent["text"], address=sent["address"], saved_on=saved_on)]
