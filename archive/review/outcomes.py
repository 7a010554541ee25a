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
    NO_NAME = "no-name", _("Write the agency's name.")
    SEVERAL_AGENCIES = "several-agencies", _("More than one agency bears this name, or it was dismissed.")
    NO_LINK = "no-link", _("The agency is no longer named here. Reload the page.")
    SETTLED = "settled", _("This finding is settled already.")
    NOT_LET_BE = "not-let-be", _("Only what was kept or cleared can be opened again.")
    PUBLIC = "public", _("Readers see the article: mask the words, or withdraw it first.")
    BATCH_UNDONE = "batch-undone", _("The whole batch was undone. Take that back on the page of the batch.")
    NO_NOTE = "no-note", _("Write what was corrected: readers see the note.")
    PRIVATE_NOTE = "private-note", _("The note itself holds personal data, and readers would see it.")
    NO_CHANGE = "no-change", _("Nothing is different from what readers see now.")
    NO_VERSION = "no-version", _("There is no such version, or it is the one that stands now.")
    BLOCKS_GONE = "blocks-gone", _("The page was read anew since that version. Correct the text by hand.")
    TOO_SHORT = "too-short", _("Two characters at least: one alone stands in too many words.")
    WORDS_GONE = "words-gone", _("The words are not in the text, so nothing was masked. Correct it by hand.")
