"""Answers of the API: JSON with Chinese as it is, and refusals in the caller's language."""

from __future__ import annotations

from typing import Any, Protocol

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.functional import Promise


class Asked(Protocol):
    """A form over the parameters of an address."""

    def mistakes(self) -> dict[str, str]: ...


def answer(told: dict[str, Any], *, status: int = 200) -> JsonResponse:
    """The answer in UTF-8."""
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})


def wrong(request: HttpRequest, words: str | Promise, *, status: int, **more: Any) -> JsonResponse:
    """{"error": words, …}, in the language that the caller asks for by Accept-Language."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = answer({"error": str(words), **more}, status=status)
    response.headers["Content-Language"] = language
    return response


def refusal(request: HttpRequest, form: Asked) -> JsonResponse | None:
    """A 400 that names each parameter which makes no sense; None where all do."""
    with translation.override(translation.get_language_from_request(request)):
        told = "; ".join(f"{name}: {words}" for name, words in form.mistakes().items())
    return wrong(request, told, status=400) if told else None
