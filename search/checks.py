"""System checks: `manage.py check` and every start tell of a stale index."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import override

from search.index_state import REMEDY, is_missing, needs_rebuild


@register()
def index_is_current(**_: Any) -> list[CheckMessage]:
    """Warn when the index is damaged or stale; on a new installation there is none yet, and nothing is wrong.

    The worker mends it by itself; a server alone does not.
    """
    if is_missing():
        return []
    with override("en"):
        reason = needs_rebuild()
    return [Warning(reason, hint=f"Run `{REMEDY}` or start the worker.", id="search.W001")] if reason else []
