"""Reads knobs from the environment, once each, with a clear word when a value makes no sense."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PROJECT = Path(__file__).resolve().parent.parent
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def flag(name: str, *, default: bool) -> bool:
    """Read a yes-or-no knob. Raises ImproperlyConfigured when the value is neither."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value.lower() in TRUE


def count(name: str, *, default: int) -> int:
    """Read a knob that counts something. Raises ImproperlyConfigured when the value is no whole number from 0 on."""
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, *, default: str) -> list[str]:
    """Read a knob that lists words, parted by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def data_folder() -> Path:
    """Return the folder of everything written (BAOKU_DATA), made with mode 0750 if missing.

    Raises ImproperlyConfigured if it cannot be made.
    """
    folder = Path(os.environ.get("BAOKU_DATA") or PROJECT / "var").resolve()
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"BAOKU_DATA: {folder} cannot be made: {error.strerror}.") from error
    return folder


def inbox(data: Path) -> Path | None:
    """Return the watched folder (BAOKU_INBOX), None where none is named. It need not be there yet.

    data: the folder of everything written. Raises ImproperlyConfigured if one of the two lies in the other.
    """
    named = os.environ.get("BAOKU_INBOX")
    if not named:
        return None
    folder = Path(named).resolve()
    if folder.is_relative_to(data) or data.is_relative_to(folder):
        raise ImproperlyConfigured(f"BAOKU_INBOX: {folder} must lie apart from BAOKU_DATA ({data}).")
    return folder


def secret_key(folder: Path) -> str:
    """Return BAOKU_SECRET_KEY or the key kept in the data folder, made on first use with mode 0600."""
    if key := os.environ.get("BAOKU_SECRET_KEY"):
        return key
    path = folder / "secret_key"
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Create the file readable by its owner alone; of two processes that start together the first one wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
