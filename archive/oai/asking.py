"""What a harvester asks: the arguments of a request, read strictly as the protocol wants them, or what is wrong."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.http import QueryDict

Code = Literal[
    "badArgument",
    "badResumptionToken",
    "badVerb",
    "cannotDisseminateFormat",
    "idDoesNotExist",
    "noMetadataFormats",
    "noRecordsMatch",
]
PREFIX = "oai_dc"


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer in place of what was asked. code: of the protocol; words: for the people behind the program."""

    code: Code
    words: str


@dataclass(frozen=True, slots=True)
class Verb:
    """Which arguments a verb needs and which it may have. A resumption token comes alone."""

    needs: frozenset[str] = frozenset()
    may_have: frozenset[str] = frozenset()
    is_list: bool = False


_LIST = Verb(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), is_list=True)
VERBS: Mapping[str, Verb] = {
    "GetRecord": Verb(frozenset({"identifier", "metadataPrefix"})),
    "Identify": Verb(),
    "ListIdentifiers": _LIST,
    "ListMetadataFormats": Verb(may_have=frozenset({"identifier"})),
    "ListRecords": _LIST,
    "ListSets": Verb(is_list=True),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Which datestamps are wanted. Both ends are moments; the first counts and the last one does not."""

    first: datetime.datetime | None = None
    last: datetime.datetime | None = None


#: How the protocol's schema has them: it holds for what an answer repeats of the request, too.
_FORMS = {
    "metadataPrefix": re.compile(r"[A-Za-z0-9_.!~*'()-]+"),
    "set": re.compile(r"[A-Za-z0-9_.!~*'()-]+(:[A-Za-z0-9_.!~*'()-]+)*"),
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def verb_of(asked: QueryDict) -> str | Wrong:
    """The verb of a request, if it has one and the protocol knows it."""
    verbs = asked.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        return Wrong("badVerb", f"Give one verb of {', '.join(VERBS)}.")
    return verbs[0]


def arguments_of(verb: str, asked: QueryDict) -> dict[str, str] | Wrong:
    """The arguments beside the verb, each once, if they are those that the verb wants."""
    given, allowed = {name: values[-1] for name, values in asked.lists()}, VERBS[verb]
    del given["verb"]
    if twice := sorted(name for name, values in asked.lists() if len(values) > 1):
        return Wrong("badArgument", f"Given more than once: {', '.join(twice)}.")
    if "resumptionToken" in given and allowed.is_list:
        return given if len(given) == 1 else Wrong("badArgument", "A resumptionToken comes without other arguments.")
    if unknown := sorted(given.keys() - allowed.needs - allowed.may_have):
        return Wrong("badArgument", f"{verb} takes no {', '.join(unknown)}.")
    if missing := sorted(allowed.needs - given.keys()):
        return Wrong("badArgument", f"{verb} needs {', '.join(missing)}.")
    if illegal := sorted(name for name in given.keys() & _FORMS.keys() if not _FORMS[name].fullmatch(given[name])):
        return Wrong("badArgument", f"This cannot be a {', '.join(illegal)}.")
    return given


def span_of(arguments: Mapping[str, str]) -> Span | Wrong:
    """The span that `from` and `until` mark out. Both are UTC, by the day or by the second, and both ends count."""
    given = [arguments[name] for name in ("from", "until") if name in arguments]
    if len({len(one) for one in given}) > 1:
        return Wrong("badArgument", "from and until must be equally exact.")
    first, last = _moment(arguments.get("from")), _moment(arguments.get("until"))
    if isinstance(first, Wrong):
        return first
    if isinstance(last, Wrong):
        return last
    if first and last and first > last:
        return Wrong("badArgument", "from lies after until.")
    return Span(first, _end(last, arguments.get("until", "")))


def _moment(text: str | None) -> datetime.datetime | Wrong | None:
    if text is None:
        return None
    wrong = Wrong("badArgument", "Give moments as 2024-09-12T06:31:00Z or 2024-09-12, in UTC.")
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        return wrong
    try:
        return datetime.datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=datetime.UTC)
    except ValueError:  # a day or an hour that no calendar has
        return wrong


def _end(at: datetime.datetime | None, text: str) -> datetime.datetime | None:
    """The moment right after the second or the day; None where the calendar ends, too."""
    step = datetime.timedelta(seconds=1) if "T" in text else datetime.timedelta(days=1)
    return at + step if at and at < datetime.datetime.max.replace(tzinfo=datetime.UTC) - step else None
