"""How a command speaks: in the language of the terminal it was typed in, with characters that this can show."""

from __future__ import annotations

import codecs
import os
import sys
from io import TextIOWrapper

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
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


def write_any_character() -> None:
    """Let the standard streams write what their charset lacks as \\uXXXX, which JSON reads, instead of failing."""
    codecs.register_error("baoku.escape", escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="baoku.escape")


def escape(error: UnicodeError) -> tuple[str, int]:
    """Return what to write for characters that cannot be encoded, as codecs.register_error() wants it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", errors="surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


def lacks_tables() -> bool:
    """Tell whether migrations are still to be run, which explains why a command has failed at the database."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
