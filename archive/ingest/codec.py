"""Extraction and Problem as JSON and back, for the pipe between sandbox and worker and for stored results.

Generic over the dataclasses of records.py by their annotations, so that a new field needs no second edit here.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union

D = TypeVar("D")


def encode(value: Any) -> Any:
    """Return `value` (a dataclass of records.py or a part of one) as what json.dumps takes."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    return value


def decode(kind: type[D], data: Any) -> D:
    """Return the `kind` that `encode` made `data` of. Raises TypeError, KeyError or ValueError on anything else."""
    decoded: D = _decode(kind, data, {})
    return decoded


def _decode(kind: Any, data: Any, variables: Mapping[Any, Any]) -> Any:
    kind = variables.get(kind, kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        chosen = next(argument for argument in arguments if argument is not type(None))
        return None if data is None else _decode(chosen, data, variables)
    if origin is tuple:
        return tuple(_decode(arguments[0], item, variables) for item in data)
    if origin is dict:
        return {str(key): item for key, item in data.items()}
    if origin is not None:  # Fact[...]
        return _decode_dataclass(origin, data, dict(zip(origin.__parameters__, arguments, strict=True)))
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(kind, data, {})
    return _decode_plain(kind, data)


def _decode_dataclass(kind: Any, data: Mapping[str, Any], variables: Mapping[Any, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: _decode(hint, data[name], variables) for name, hint in hints.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return {field.name: typing.get_type_hints(kind)[field.name] for field in dataclasses.fields(kind)}


def _decode_plain(kind: Any, data: Any) -> Any:
    if kind in (datetime, date):
        return kind.fromisoformat(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if not isinstance(data, (int, float) if kind is float else kind):
        raise TypeError(f"expected {kind.__name__}, got {type(data).__name__}")
    return data
