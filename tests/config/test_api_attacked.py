"""The API under requests that schemathesis makes of its document: fitting ones, and ones that break every rule of it.

None may end in a 500, and every answer must be as the document says: its status, its kind, its headers, its schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from archive.models import UploadBatch, UploadToken
from config.api_document import document
from tests.factories import UserFactory

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Parameters whose generated values hardly ever fit, so that what they guard would not be reached.
FAITHLESS = ("source", "agency", "place", "script", "kind", "cursor")
READING = [path for path, methods in document()["paths"].items() if "get" in methods and "uploads" not in path]
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
QUICK, LONG = 4, 500  # examples of each operation in each mode


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Leave the connection of the test open behind each request, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def api() -> Any:
    """The document as it is read by programs, asked in this process."""
    loaded = schemathesis.openapi.from_dict(json.loads(json.dumps(document())))
    loaded.app = WSGIHandler()
    return loaded


def attack(operation: Any, mode: GenerationMode, most: int, known: dict[str, str], **headers: str) -> dict[int, int]:
    """Ask the operation so often; return how often each status was the answer. known: values of paths that exist."""
    told: dict[int, int] = {}

    @settings(max_examples=most, derandomize=most < LONG, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), lucky=st.booleans())
    def ask(case: Any, lucky: bool) -> None:
        if lucky:
            hit(case, known)
        response = case.call_and_validate(checks=CHECKS, headers=headers or None)
        told[response.status_code] = told.get(response.status_code, 0) + 1

    with suppress(Unsatisfiable):  # where any text is taken, no request can break the rules
        ask()
    return told


def hit(case: Any, known: dict[str, str]) -> None:
    """Make the request one for what is there."""
    for name in set(case.path_parameters or ()) & known.keys():
        case.path_parameters[name] = known[name]
    for name in FAITHLESS:
        if isinstance(case.query, dict):
            case.query.pop(name, None)


@pytest.mark.parametrize("path", READING)
def test_no_request_that_reads_breaks_it(api: Any, furnished: dict[str, str], path: str) -> None:
    told = [attack(api[path]["GET"], mode, QUICK, furnished) for mode in MODES]
    assert any(told)


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES, ids=["fitting", "breaking"])
@pytest.mark.parametrize("path", READING)
def test_no_request_of_many_breaks_it(api: Any, furnished: dict[str, str], path: str, mode: GenerationMode) -> None:
    told = attack(api[path]["GET"], mode, LONG, furnished)
    print(path, mode.name, told)
    assert max(told, default=0) < 500


@pytest.fixture
def tokens(data: Any, db: None) -> dict[str, str]:
    """What may stand in the header: of somebody who may upload, and a batch of theirs."""
    uploader = UserFactory(groups=["Uploaders"])
    batch = UploadBatch.objects.create(uploaded_by=uploader, origin="api")
    return {"token": UploadToken.objects.issue(uploader, "cron")[1], "pk": str(batch.pk)}


def attack_uploads(api: Any, tokens: dict[str, str], most: int) -> dict[str, dict[int, int]]:
    """Ask both operations with the token and without; return how often each status was the answer."""
    shown = {"Authorization": f"Bearer {tokens['token']}"}
    found = {}
    for name, operation in (("take", api["/uploads"]["POST"]), ("follow", api["/uploads/{pk}"]["GET"])):
        for mode in MODES:
            found[f"{name} {mode.name} open"] = attack(operation, mode, most, {"pk": tokens["pk"]}, **shown)
            found[f"{name} {mode.name} shut"] = attack(operation, mode, most, {}, Authorization="Bearer baoku_no")
    return found


def test_no_upload_breaks_it(api: Any, tokens: dict[str, str]) -> None:
    found = attack_uploads(api, tokens, 3 * QUICK)
    assert {status for name, told in found.items() if "shut" in name for status in told} <= {401, 404}
    assert 201 in found["take POSITIVE open"] and 200 in found["follow POSITIVE open"]


@pytest.mark.slow
def test_no_upload_of_many_breaks_it(api: Any, tokens: dict[str, str]) -> None:
    found = attack_uploads(api, tokens, LONG)
    print(found)
    assert max(status for told in found.values() for status in told) < 500
