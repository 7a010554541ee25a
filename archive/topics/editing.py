"""Topics are made, changed, shown to readers, taken back and deleted here; each change is an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from archive.models import Event, Topic
from archive.text.storable import storable
from archive.topics.outcomes import Gone, Mistakes, Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: Finds the numbers of people in a text.
Detect = Callable[[str], list[Any]]
FIELDS = ("title", "slug", "introduction")
#: Events that tell that readers saw the topic.
SHOWN = "topic shown"


def make(wanted: Mapping[str, str], *, by: User | None, detect: Detect) -> Topic | Mistakes:
    """Make a topic in preparation. wanted: "title", "slug" ("" for one made of the title), "introduction"."""
    topic = Topic(made_by=by)
    with transaction.atomic():
        if mistakes := _fill(topic, wanted, detect):
            return mistakes
        topic.save()
        Event.objects.record("topic made", topic, actor=by, topic=topic.title)
    return topic


def change(
    topic: Topic, wanted: Mapping[str, str], *, version: int, by: User | None, detect: Detect
) -> Stale | Mistakes | Gone | None:
    """Keep a new title, address or introduction. version: of the topic as it was when the person began to type.

    The address stays as it is once readers have seen it: others may have written it down. On success `topic` is fresh.
    """
    with transaction.atomic():
        if isinstance(now := _locked(topic, version), (Stale, Gone)):
            return now
        before = {name: getattr(now, name) for name in FIELDS}
        if mistakes := _fill(now, {**wanted, "slug": now.slug} if slug_is_fixed(now) else wanted, detect):
            return mistakes
        changed = [name for name in FIELDS if getattr(now, name) != before[name]]
        if changed:
            now.version += 1
            now.save()
            Event.objects.record("topic changed", now, actor=by, topic=now.title, **_told(before, now, changed))
    topic.refresh_from_db()
    return None


def show(topic: Topic, *, version: int, by: User | None) -> Stale | Gone | None:
    """Let readers see the topic, as it was when the person pressed the button. What they see already stays as it is."""
    return _turn(topic, Topic.State.SHOWN, SHOWN, version=version, by=by)


def take_back(topic: Topic, *, by: User | None) -> Stale | Gone | None:
    """Take the topic from the readers, with this very call, whoever changed it meanwhile."""
    return _turn(topic, Topic.State.PREPARED, "topic taken back", version=None, by=by)


def delete(topic: Topic, *, by: User | None, confirmed: bool) -> Gone | None:
    """Delete a topic in preparation; one that holds articles only where that is confirmed. The articles stay."""
    with transaction.atomic():
        now = _locked(topic, None)
        if not isinstance(now, Topic):
            return Gone.DELETED
        if now.state == Topic.State.SHOWN:
            return Gone.SHOWN
        held = list(now.entries.values_list("article", flat=True))
        if held and not confirmed:
            return Gone.FULL
        Event.objects.record("topic deleted", now, actor=by, topic=now.title, articles=len(held), ids=held)
        now.delete()
    return None


def slug_is_fixed(topic: Topic) -> bool:
    """Whether readers have ever seen the topic: its address is permanent from then on."""
    told = Event.objects.filter(subject_type="topic", subject_id=str(topic.pk), action=SHOWN)
    return topic.pk is not None and (topic.state == Topic.State.SHOWN or told.exists())


def _turn(topic: Topic, state: str, action: str, *, version: int | None, by: User | None) -> Stale | Gone | None:
    with transaction.atomic():
        if isinstance(now := _locked(topic, version), (Stale, Gone)):
            return now
        if now.state != state:
            now.state, now.version = state, now.version + 1
            now.save()
            Event.objects.record(action, now, actor=by, topic=now.title, articles=now.entries.count())
    topic.refresh_from_db()
    return None


def _locked(topic: Topic, version: int | None) -> Topic | Stale | Gone:
    """The topic as it is stored now, held until the transaction ends. version: it must have; None for any."""
    now = Topic.objects.select_for_update().filter(pk=topic.pk).first()
    if now is None:
        return Gone.DELETED
    if version is not None and now.version != version:
        last = Event.objects.filter(subject_type="topic", subject_id=str(now.pk), action__startswith="topic ")
        return Stale(last.order_by("-pk").values_list("actor_name", flat=True).first() or "")
    return now


def _fill(topic: Topic, wanted: Mapping[str, str], detect: Detect) -> Mistakes | None:
    """Put the words into the row and check them, uniqueness included."""
    topic.title = " ".join(storable(wanted["title"]).split())
    topic.slug = storable(wanted["slug"]).strip() or slugify(topic.title, allow_unicode=True)[:80].strip("-_")
    topic.introduction = storable(wanted["introduction"]).replace("\r\n", "\n").strip()
    found = _mistakes(topic)
    for name in ("title", "introduction"):
        if detect(getattr(topic, name)):
            found.setdefault(name, []).append(_("These words hold personal data, and readers would see it."))
    return Mistakes(found) if found else None


def _mistakes(topic: Topic) -> dict[str, list[str]]:
    """What the model's fields do not take; of a long text Django asks its forms alone how long it may be."""
    room = Topic._meta.get_field("introduction").max_length or 0
    found: dict[str, list[str]] = {}
    try:
        topic.full_clean(exclude=["made_by", "sort_key"])
        MaxLengthValidator(room)(topic.introduction)
    except ValidationError as error:
        by_field = getattr(error, "error_dict", None)
        found = error.message_dict if by_field else {"introduction": error.messages}
    return found


def _told(before: Mapping[str, str], now: Topic, changed: list[str]) -> dict[str, Any]:
    """Title and address before and after; of the introduction only that it changed: an event cannot be masked."""
    short = [name for name in changed if name != "introduction"]
    told = {"before": {name: before[name] for name in short}, "after": {name: getattr(now, name) for name in short}}
    return (told if short else {}) | {"fields": changed}
