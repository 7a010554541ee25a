"""Resumption tokens: where a list went on, signed, so that the archive need remember nothing about its harvesters."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from archive.oai.asking import Span

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)
#: Longer ones are not ours.
_MAX_LENGTH = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Position:
    """A list and a place in it: after the record of this moment and number.

    size: how many records the list had at its beginning; before: how many of them have been given.
    """

    span: Span
    set_name: str
    at: datetime.datetime
    number: int
    size: int
    before: int


def written(position: Position, verb: str) -> str:
    """Return the token for the rest of a list, good for this verb alone."""
    ends = [_number(position.span.first), _number(position.span.last), _number(position.at)]
    told = [*ends, position.set_name, position.number, position.size, position.before]
    return _signer(verb).sign_object(told)


def read(token: str, verb: str) -> Position | None:
    """Return what the token says; None unless this archive wrote it for this verb."""
    if len(token) > _MAX_LENGTH:
        return None
    try:
        first, last, at, set_name, number, size, before = _signer(verb).unsign_object(token)
    except BadSignature:
        return None
    moment = _EPOCH + at * _MICROSECOND
    return Position(Span(_moment(first), _moment(last)), set_name, moment, number, size, before)


def _signer(verb: str) -> Signer:
    return Signer(salt=f"archive.oai.{verb}")


def _number(at: datetime.datetime | None) -> int | None:
    return None if at is None else (at - _EPOCH) // _MICROSECOND


def _moment(number: int | None) -> datetime.datetime | None:
    return None if number is None else _EPOCH + number * _MICROSECOND
