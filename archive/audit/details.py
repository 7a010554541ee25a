"""What an event says, in words: why it was done, what was before and after, and whatever else was written down."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from archive.audit import leak_checks
from archive.models import Agency, Article, Event, Finding, Review, TextBlock, Topic
from archive.review import collation, leak_check

#: Under which pairs of keys events keep what was and what is.
PAIRS = (("before", "after"), ("was", "role"), ("before", "charset"))
LABELS: dict[str, str | Promise] = {
    "agency": _("agency"),
    "article": _("article"),
    "articles": _("articles"),
    "block": _("block"),
    "category": _("category"),
    "fields": _("fields"),
    "files": _("files"),
    "finding": _("finding"),
    "ids": _("their numbers"),
    "into": _("other agency"),
    "item": _("file"),
    "kind": _("kind"),
    "match": _("which blocks"),
    "members": _("files in it"),
    "name": _("name"),
    "names": _("names"),
    "on": _("since when"),
    "outlet": _("outlet"),
    "refused": _("refused files"),
    "revision": _("version"),
    "role": _("become"),
    "rule": _("rule"),
    "sha256": "SHA-256",
    "together": _("published together"),
    "topic": _("topic"),
    "versions": _("versions"),
    "waiting": _("waiting files"),
    "word": _("word"),
}
#: Stored values of these keys, in words.
_CHOICES: dict[str, Mapping[Any, Any]] = {
    "category": dict(Review.Category.choices),
    "kind": dict(Finding.Kind.choices),
    "role": dict(TextBlock.Role.choices),
    "reason": dict(TextBlock.Reason.choices),
}
#: Of use to programs only: a count of saves.
_TECHNICAL = {"version"}
_STATES: Mapping[Any, Any] = dict(Article.State.choices) | dict(TextBlock.Role.choices)


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that was written down."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """All that an event says beside who and when. changes: (field, before, after); the field may be ""."""

    why: str
    changes: tuple[tuple[str, str, str], ...]
    rest: tuple[Detail, ...]

    @property
    def before(self) -> str:
        return _row((label, was) for label, was, _now in self.changes)

    @property
    def after(self) -> str:
        return _row((label, now) for label, _was, now in self.changes)


def told(event: Event, *, hide: Set[str] = frozenset()) -> Told:
    """Read an event's details. A key that nobody gave words to is shown as it is stored.

    hide: words to cover. Events hold no personal data that was known when they were written; it may be found later.
    """
    data = {key: _covered(value, hide) for key, value in event.data.items() if key not in _TECHNICAL}
    if event.action == leak_check.ACTION:
        return Told("", (), tuple(Detail(label, value) for label, value in leak_checks.told(data) if value))
    # The blocks of a page have reasons too, which are keys; people's reasons are sentences.
    is_key = "rule" in data
    why = "" if is_key else str(data.pop("reason", "") or "")
    changes = tuple(_changes(event, data))
    rest = tuple(Detail(_label(key), _value(key, value)) for key, value in data.items() if value not in ("", None, []))
    return Told(why, changes, rest)


def field_label(event: Event, name: str) -> str:
    """What a field is called whose change an event tells of."""
    model = {"agency": Agency, "topic": Topic}.get(event.subject_type, Article)
    own = {"body": gettext("text"), "names": gettext("names"), "paragraphs": gettext("text")}
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return own.get(name, name)
    return own.get(name) or str(getattr(field, "verbose_name", name))


def _changes(event: Event, data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Take what was and what is out of the data."""
    turned = data.pop("changes") if isinstance(data.get("changes"), dict) else _paired(data)
    for name, (was, now) in turned.items():
        yield field_label(event, name), _plain(was), _plain(now)
    others = [name for name in data.pop("fields", ()) if name not in turned]
    if others:
        data["fields"] = [field_label(event, name) for name in others]
    for first, second in PAIRS:
        if first in data and second in data:
            yield "", _state(data.pop(first)), _state(data.pop(second))
            return


def _paired(data: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Take out values before and after that are kept by the names of their fields."""
    if not (isinstance(data.get("before"), dict) and isinstance(data.get("after"), dict)):
        return {}
    before, after = data.pop("before"), data.pop("after")
    return {name: (before.get(name), after.get(name)) for name in [*before, *(after.keys() - before.keys())]}


def _covered(value: Any, hide: Set[str]) -> Any:
    if isinstance(value, str):
        return collation.veil(value, set(hide)) if hide else value
    if isinstance(value, list):
        return [_covered(one, hide) for one in value]
    return {key: _covered(one, hide) for key, one in value.items()} if isinstance(value, dict) else value


def _row(values: Iterator[tuple[str, str]]) -> str:
    colon = pgettext("between a field and its value", ": ")
    return "; ".join(f"{label}{colon}{value}" if label else value for label, value in values)


def _label(key: str) -> str:
    return str(LABELS.get(key, key))


def _value(key: str, value: Any) -> str:
    if key == "sha256":
        return f"{value[:12]}…"  # enough to tell by; the whole is on the event's page
    if key == "block" and isinstance(value, int):
        return str(value + 1)  # people count from one
    if key in _CHOICES and isinstance(value, str):
        return str(_CHOICES[key].get(value, value))
    return _plain(value)


def _state(value: Any) -> str:
    return str(_STATES.get(value, value)) if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    """A JSON value as people write it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if value is None or value == "":
        return "—"
    if isinstance(value, list):
        return pgettext("between names", ", ").join(map(_plain, value)) or "—"
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else str(value)
