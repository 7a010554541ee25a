"""Uploads by programs: files in, the address of their ledger out, and the ledger as JSON.

A program shows a token of a person (`Authorization: Bearer baoku_…`) and may do what that person may. No cookie
counts here, so there is nothing that a strange site could make a browser send: the views need no CSRF token.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from archive import ledger
from archive.forms import MOST_FILES, BatchForm
from archive.ingest import intake
from archive.ingest.intake import Handover
from archive.models import UploadBatch, UploadToken
from archive.review import roles

logger = logging.getLogger(__name__)

PER_PAGE = 500
#: A program that asks again and again writes the time of its token's last use this often.
NOTED_EVERY = timedelta(minutes=1)
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, UploadToken, P], JsonResponse]


def with_token(view: View[P]) -> Callable[Concatenate[HttpRequest, P], JsonResponse]:
    """Let in who shows the token of a person that may upload, before a byte of the body is read.

    The view gets the token. The answer is in the caller's language (Accept-Language) and kept by no cache.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        with translation.override(translation.get_language_from_request(request)):
            token = _token_of(request)
            if token is None:
                answer = _wrong(_("Show a valid token: “Authorization: Bearer baoku_…”."), status=401)
                answer.headers["WWW-Authenticate"] = 'Bearer realm="baoku"'
            elif not roles.may_upload(token.user):
                answer = _wrong(_("This person may not upload."), status=403)
            else:
                answer = view(request, token, *args, **kwargs)
            answer.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        answer.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(answer, ("Accept-Language", "Authorization"))
        return answer

    return guarded


@require_POST
@with_token
def uploads(request: HttpRequest, token: UploadToken) -> JsonResponse:
    """Take the files of a form (`files`, as often as wanted; `note`, `outlet`) as one batch."""
    form = _form(request)
    if isinstance(form, JsonResponse):
        return form
    if not form.is_valid():
        wrong = {name: [str(words) for words in messages] for name, messages in form.errors.items()}
        return _wrong(_("Nothing was taken."), status=400, fields=wrong)
    batch = _receive(form, token)
    if batch is None:
        return _wrong(_("The archive could not store the files, so nothing was taken."), status=503)
    answer = _answer(_as_json(request, batch, token.user), status=201)
    answer.headers["Location"] = answer.headers["Content-Location"] = _address(request, batch)
    return answer


@require_safe
@with_token
def upload(request: HttpRequest, token: UploadToken, pk: int) -> JsonResponse:
    """The ledger of a batch that the person may see, 500 files a page; 404 for any other."""
    batch = UploadBatch.objects.select_related("outlet").filter(pk=pk).first()
    if batch is None or not roles.may_see_batch(token.user, batch):
        return _wrong(_("There is no such batch."), status=404)
    return _answer(_as_json(request, batch, token.user))


def _token_of(request: HttpRequest) -> UploadToken | None:
    scheme, _blank, plain = request.headers.get("Authorization", "").partition(" ")
    token = UploadToken.objects.of(plain.strip()) if scheme.lower() == "bearer" else None
    if token and (token.last_used_at is None or timezone.now() - token.last_used_at > NOTED_EVERY):
        token.used()
    return token


def _form(request: HttpRequest) -> BatchForm | JsonResponse:
    """Read the request's body as a form, or say what is wrong with it."""
    try:
        return BatchForm(request.POST, request.FILES)
    except TooManyFilesSent:
        return _wrong(_("Send at most %(most)d files at once.") % {"most": MOST_FILES}, status=400)
    except RequestDataTooBig:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // intake.MEGABYTE
        return _wrong(_("The fields beside the files hold more than %(most)d MB.") % {"most": most}, status=413)
    except (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return _wrong(_("The body is no form as multipart/form-data."), status=400)


def _receive(form: BatchForm, token: UploadToken) -> UploadBatch | None:
    sent, origin = form.cleaned_data, UploadBatch.Origin.API
    handover = Handover(by=token.user, origin=origin, note=sent["note"], outlet=sent["outlet"], token=token)
    try:
        return intake.receive(form.given, handover)
    except OSError:
        logger.exception("An upload by a program could not be stored")
        return None


def _as_json(request: HttpRequest, batch: UploadBatch, user: User) -> dict[str, Any]:
    """The batch and one page of its lines. ledger: where people see it. next: where its next page is, or null."""
    progress = ledger.progress_of(batch)
    page = Paginator(batch.items.values("pk"), PER_PAGE).get_page(request.GET.get("page"))
    items = ledger.in_order(batch.items.filter(pk__in=[row["pk"] for row in page]))
    following = page.next_page_number() if page.has_next() else None
    return {
        "id": batch.pk,
        "uploaded_at": timezone.localtime(batch.created_at).isoformat(timespec="seconds"),
        "note": batch.note,
        "outlet": batch.outlet.name if batch.outlet else None,
        "undone_at": batch.undone_at and timezone.localtime(batch.undone_at).isoformat(timespec="seconds"),
        "ledger": request.build_absolute_uri(batch.get_absolute_url()),
        "status": _address(request, batch),
        "done": progress.done,
        "left": progress.left,
        "files": [ledger.as_row(line) for line in ledger.lines(items, user)],
        "next": f"{_address(request, batch)}?page={following}" if following else None,
    }


def _address(request: HttpRequest, batch: UploadBatch) -> str:
    return request.build_absolute_uri(reverse("api-upload", args=[batch.pk]))


def _wrong(words: str, *, status: int, **more: Any) -> JsonResponse:
    return _answer({"error": words, **more}, status=status)


def _answer(told: dict[str, Any], *, status: int = 200) -> JsonResponse:
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
