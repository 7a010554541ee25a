"""What is corrected in an article that readers see, with what they are told of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.forms.amend import AmendForm
from archive.forms.fields import LineField
from archive.models import Article


class CorrectionForm(AmendForm):
    """Fields and text together, the note for readers, and whether they may still compare with what stood before."""

    note = LineField(
        label=_("What was corrected"),
        max_length=200,
        help_text=_("One sentence. Readers see it on the article and in its history."),
    )
    seal_before = forms.BooleanField(
        label=_("Readers must not see what stood there before"),
        required=False,
        help_text=_("All earlier versions are sealed: their dates stay in the history, their words do not."),
    )

    def __init__(self, data: Any = None, *, article: Article) -> None:
        super().__init__(data, article=article, with_text=True)

    @property
    def about_text(self) -> list[forms.BoundField]:
        """The fields of the text, in its order."""
        return [self[name] for name in self.fields if name == "body" or name.startswith("block-")]

    @property
    def about_article(self) -> list[forms.BoundField]:
        """The fields beside the text."""
        return [self[name] for name in self.fields if name == "published" or name in self.plain]
