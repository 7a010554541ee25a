"""The parameters of an operation as OpenAPI describes them, read off the form that checks them.

Source of the format: https://spec.openapis.org/oas/v3.1.0#parameter-object
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from django import forms


@runtime_checkable
class Described(Protocol):
    """A field that tells its own JSON Schema."""

    def schema(self) -> dict[str, Any]: ...


def parameters_of(form: forms.Form, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Describe each field of the form as a parameter of the query.

    words: what each of them means, in English. Raises KeyError for a field without any, so that none stays unsaid.
    """
    return [
        {"name": name, "in": "query", "required": False, "description": words[name], "schema": schema_of(field)}
        for name, field in form.fields.items()
    ]


def schema_of(field: forms.Field) -> dict[str, Any]:
    """The values that the field takes, as JSON Schema."""
    if isinstance(field, Described):
        return field.schema()
    if isinstance(field, forms.IntegerField):
        bounds = {"minimum": field.min_value, "maximum": field.max_value}
        return {"type": "integer", **{name: bound for name, bound in bounds.items() if bound is not None}}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": [key for key, _label in chosen_from(field) if key]}
    raise TypeError(f"{type(field).__name__} has no schema")


def chosen_from(field: forms.ChoiceField) -> list[tuple[str, str]]:
    """The choices of a field that has a plain list of them."""
    choices: Any = field.choices
    return [(str(key), str(label)) for key, label in choices]
