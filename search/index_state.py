"""Tells whether the live index is one that this version of the project would build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from search.engine.contents import latest_generation
from search.engine.damage import IndexDamaged
from search.engine.folders import IndexMissing, is_damaged, live_folder, read_stamp
from search.engine.stamp import current_stamp

#: What mends a missing, stale or damaged index; notices and checks name it.
REMEDY = "python manage.py index_articles --rebuild"


def index_root() -> Path:
    """The folder that holds the index's generations."""
    return Path(str(settings.HAYSTACK_CONNECTIONS["default"]["PATH"]))


def needs_rebuild() -> str | None:
    """Return why the index must be built anew, in the language now active; None if it need not. Reads two files."""
    try:
        folder = live_folder(index_root())
    except IndexMissing:
        return _("There is no index yet.")
    if is_damaged(folder):
        return _("The index cannot be read.")
    return _difference(read_stamp(folder))


def is_missing() -> bool:
    """Tell whether no index was ever built here, as on a new installation."""
    try:
        live_folder(index_root())
    except IndexMissing:
        return True
    return False


def newest_commit() -> tuple[str, int]:
    """What names the state of the index: the live generation and its newest commit; ("", 0) where there is none.

    Another one whenever an article came into the index or left it. Costs a small file and a list of names.
    """
    try:
        folder = live_folder(index_root())
        return folder.name, latest_generation(folder)
    except (IndexMissing, IndexDamaged, OSError):
        return "", 0


def _difference(stamp: dict[str, Any] | None) -> str | None:
    if stamp is None:
        return _("The index does not say how it was built.")
    changed = sorted(name for name, value in current_stamp().items() if stamp.get(name) != value)
    if not changed:
        return None
    return _("The index was built by another version: %(parts)s changed.") % {"parts": ", ".join(changed)}
