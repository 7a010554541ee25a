"""Why a decision about an agency could not be taken: values with their words, never exceptions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Obstacle(models.TextChoices):
    NO_AGENCY = "no-agency", _("No confirmed agency is known by this name.")
    ITSELF = "itself", _("This is a name of the agency itself.")
    NO_NAME = "no-name", _("Write a name of 1 to 120 characters.")
    NAME_TAKEN = "name-taken", _("Another agency is called that already.")
    NO_NAMES = "no-names", _("Choose the names that belong to the new agency.")
    OWN_NAME = "own-name", _("The agency keeps its own name: rename it first.")
    BAD_DATE = "bad-date", _("Write 2018, 2018-03 or 2018-03-19.")
    LATER_FIRST = "later-first", _("A later decision about one of these agencies has to be undone first.")
    UNDONE = "undone", _("This was undone already.")
    GONE = "gone", _("One of these agencies is no longer there.")
