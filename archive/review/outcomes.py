"""What a verb answers when it did not do what was asked: values with their words, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else saved first. version: what is stored now. by: who saved it, empty for the machine."""

    version: int
    by: str


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Values that cannot be kept, by the name of the field."""

    by_field: dict[str, list[str]]


class Objection(models.TextChoices):
    """Why a verb does not apply."""

    NO_REASON = "no-reason", _("Say why: the reason is kept with the decision.")
    NO_BLOCK = "no-block", _("This block is no longer as you saw it. Reload the page.")
    NO_AGENCY = "no-agency", _("No confirmed agency is known by this name.")
    SETTLED = "settled", _("This finding is settled already.")
    WORDS_GONE = "words-gone", _("The words are not in the text, so nothing was masked. Correct it by hand.")
