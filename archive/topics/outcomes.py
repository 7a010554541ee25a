"""What the verbs on topics answer: values with their words, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from archive.models import Article


class Gone(models.TextChoices):
    """Why a verb does not apply to the topic any more."""

    DELETED = "deleted", _("Somebody deleted this topic meanwhile.")
    SHOWN = "shown", _("Readers see this topic. Take it back first.")
    FULL = "full", _("There are articles in it. Confirm that the topic goes and the articles stay.")


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else saved first. by: who, "" where nobody knows."""

    by: str


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Values that cannot be kept, by the name of the field: "title", "slug" or "introduction"."""

    by_field: dict[str, list[str]]


class Outcome(models.TextChoices):
    """What became of a line that was pasted."""

    ADDED = "added", pgettext_lazy("article in a topic", "Added")
    LATER = "later", _("Added; readers see it in the topic once it is published")
    ALREADY = "already", _("In the topic already")
    NOT_FOUND = "not-found", _("No such article")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was pasted, and the article that it names, None where there is none."""

    text: str
    outcome: Outcome
    article: Article | None


@dataclass(frozen=True, slots=True)
class NotesKept:
    """changed: how many notes were kept. By the articles' keys, what was typed and not kept:

    overtaken: somebody else changed the note meanwhile. private: the words hold personal data.
    """

    changed: int
    overtaken: dict[int, str]
    private: dict[int, str]
