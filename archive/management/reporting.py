"""How commands talk about what they did: counts as a small table, problems in the reader's language, the index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from archive.ingest.problems import MESSAGES
from archive.ingest.records import Problem

if TYPE_CHECKING:
    from django.core.management.base import OutputWrapper


def table(counts: Iterable[tuple[object, int]]) -> str:
    """Return labels with their counts, a line each, the numbers first so that they stand in one column."""
    return "\n".join(f"{count:>9,}  {label}" for label, count in counts)


def reason(problem: Problem) -> str:
    """Return a problem's words in the active language."""
    words = MESSAGES.get(problem.code)
    return _(words) % problem.params if words else problem.code


def bring_index_up_to_date(out: OutputWrapper) -> None:
    """Let the search app's command index what was published. Says so if the running worker holds the index."""
    try:
        call_command("index_articles", if_needed=True, stdout=out)
    except CommandError as error:
        out.write(str(error))
        out.write(_("The worker will bring the index up to date."))
