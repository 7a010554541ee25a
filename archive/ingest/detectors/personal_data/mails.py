"""E-mail addresses of persons; the boxes that organisations open to everybody are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.detectors.personal_data.canvas import Canvas
from archive.ingest.detectors.personal_data.context import Span, last, lead, listed, words
from archive.ingest.records import FindingKind

_FREE = frozenset(listed("mail", "free"))
_ROLES = frozenset(listed("mail", "roles"))
_HOST = r"(?:[a-z0-9](?:[a-z0-9\-]{0,62}) ?\. ?){1,4}[a-z]{2,10}"
_ADDRESS = re.compile(rf"(?<![a-z0-9._%+\-])(?P<box>[a-z0-9][a-z0-9._%+\-]{{0,63}}) ?@ ?(?P<host>{_HOST})(?![a-z0-9])")
_FREE_HOSTS = "|".join(re.escape(host) for host in sorted(_FREE, key=len, reverse=True))
#: With the @ written otherwise, so that no machine reads it; believed for hosts that everybody knows.
_DISGUISED = re.compile(
    rf"(?<![a-z0-9._%+\-])(?P<box>[a-z0-9][a-z0-9._%+\-]{{1,63}}) ?(?:#|[(\[{{] ?(?:at|@) ?[)\]}}]|艾特| at ) ?"
    rf"(?P<host>{_FREE_HOSTS})(?![a-z0-9])"
)
_ORGANISATIONS = words("mail", "organisations")
_ADDRESSED_BY = words("mail", "addressed_by")
_PERSONS = words("mail", "persons")
_OFFICE = re.compile(r"(?:^|\.)gov?(?:\.[a-z]{2})?$")
_REACH = 20
#: The clause that asks for a message may be a sentence back: 如有侵权请与本网联系。邮箱:
_WIDE = 70


def find(page: Canvas) -> Iterator[Span]:
    """Yield addresses that are a person's by their box, their host or the words before them."""
    text = page.text
    if "@" not in text and "#" not in text and "at" not in text and "艾特" not in text:
        return
    for pattern in (_ADDRESS, _DISGUISED):
        for match in pattern.finditer(text):
            if _is_persons(text, match):
                yield Span(FindingKind.EMAIL, *match.span())


def _is_persons(text: str, match: re.Match[str]) -> bool:
    box, host = match["box"].strip("._-"), match["host"].replace(" ", "")
    before = lead(text, match.start(), _REACH)
    organisation, person = last(_ORGANISATIONS, before), last(_PERSONS, before)
    if person > organisation:
        return True
    wide = text[max(0, match.start() - _WIDE) : match.start()]
    if organisation >= 0 or last(_ADDRESSED_BY, wide) > last(_PERSONS, wide):
        return False
    if host in _FREE:
        return True
    return not _OFFICE.search(host) and not _is_role(box, host)


def _is_role(box: str, host: str) -> bool:
    """Whether the box is called by a task (news, jubao2) or by the organisation's own name."""
    parts = re.split(r"[._\-\d]+", box)
    names = [label for label in host.split(".")[:-1] if len(label) > 2]
    if box in _ROLES or any(box in name or name in box for name in names):
        return True
    return any(part in _ROLES or any(len(role) > 3 and role in part for role in _ROLES) for part in parts)
