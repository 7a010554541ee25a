"""Which language a command speaks: that of the terminal it was typed in."""

from __future__ import annotations

import os

from django.utils.translation import activate

_TRADITIONAL = ("zh_TW", "zh_HK", "zh_MO", "zh_Hant")


def language(locale: str) -> str:
    """Return the interface language for a POSIX locale name such as zh_TW.UTF-8; English where it is not Chinese."""
    if not locale.startswith("zh"):
        return "en"
    return "zh-hant" if locale.startswith(_TRADITIONAL) else "zh-hans"


def speak_its_language() -> None:
    """Answer in the terminal's language (LC_ALL, LC_MESSAGES, LANG, in that order). Call it after django.setup()."""
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    activate(language(next(filter(None, named), "")))
