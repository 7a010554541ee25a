"""Uploads by programs: files in, the address of their ledger out, and the ledger as JSON.

A program shows a token of a person (`Authorization: Bearer baoku_…`) and may do what that person may. No cookie
counts here, so there is nothing that a strange site could make a browser send: the views need no CSRF token.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Annotated, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import HttpBearer

from archive import ledger
from archive.api import upload_document
from archive.api.schemas import Batch
from archive.forms import MOST_FILES, BatchForm
from archive.ingest import intake
from archive.ingest.intake import Handover
from archive.models import UploadBatch, UploadToken
from archive.rest.answers import answer, wrong
from archive.review import roles

logger = logging.getLogger(__name__)

PER_PAGE = 500
#: A program that asks again and again writes the time of its token's last use this often.
NOTED_EVERY = timedelta(minutes=1)
View = Callable[..., HttpResponseBase]

router = Router()


class UploadBearer(HttpBearer):
    """Lets in who shows the token of a person that may upload, before a byte of the body is read."""

    def authenticate(self, request: HttpRequest, token: str) -> UploadToken | None:
        """The token's row; None for one that opens nothing. Raises AuthorizationError for whom may not upload."""
        found = UploadToken.objects.of(token.strip())
        if found is None:
            return None
        if found.last_used_at is None or timezone.now() - found.last_used_at > NOTED_EVERY:
            found.used()
        if not roles.may_upload(found.user):
            raise AuthorizationError
        return found


class WithToken(HttpRequest):
    """A request that UploadBearer let in."""

    auth: UploadToken


def unauthenticated(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """401 to who shows no valid token."""
    response = wrong(request, _("Show a valid token: “Authorization: Bearer baoku_…”."), status=401)
    response.headers["WWW-Authenticate"] = 'Bearer realm="baoku"'
    return response


def unauthorized(request: HttpRequest, _error: AuthorizationError) -> HttpResponse:
    """403 to a person who may not upload."""
    return wrong(request, _("This person may not upload."), status=403)


def for_programs(view: View) -> View:
    """Answer in the caller's language (Accept-Language), and let no cache keep the answer."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        with translation.override(translation.get_language_from_request(request)):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        return response

    return spoken


@router.post(
    "uploads",
    url_name="api-uploads",
    auth=UploadBearer(),
    response={201: Batch},
    operation_id="upload",
    summary="Hand in files",
    tags=["Uploads"],
    openapi_extra=upload_document.TAKING,
)
def uploads(request: WithToken) -> HttpResponse:
    """Take the files of a form as one batch. 201 once every byte is on disk; reading goes on.

    A file that is too large is no error of the request: it is in the ledger as refused, and the others are taken.
    """
    form = _form(request)
    if isinstance(form, JsonResponse):
        return form
    if not form.is_valid():
        told = {name: [str(words) for words in messages] for name, messages in form.errors.items()}
        return wrong(request, _("Nothing was taken."), status=400, fields=told)
    batch = _receive(form, request.auth)
    if batch is None:
        return wrong(request, _("The archive could not store the files, so nothing was taken."), status=503)
    response = answer(_as_json(request, batch, request.auth.user), status=201)
    response.headers["Location"] = response.headers["Content-Location"] = _address(request, batch)
    return response


@router.api_operation(
    ["GET", "HEAD"],
    "uploads/{int:pk}",
    url_name="api-upload",
    auth=UploadBearer(),
    response={200: Batch},
    operation_id="uploadBatch",
    summary="Follow a batch",
    tags=["Uploads"],
    openapi_extra=upload_document.FOLLOWING,
)
def upload(request: WithToken, pk: Annotated[int, Path(description="The batch's `id`.", ge=0)]) -> HttpResponse:
    """The ledger of a batch as it stands now, for the token of anybody who sees the batch on the desk; else 404.

    500 files a page; `next` is the address of the next page. When `left` is 0, all is read.
    """
    batch = UploadBatch.objects.select_related("outlet").filter(pk=pk).first()
    if batch is None or not roles.may_see_batch(request.auth.user, batch):
        return wrong(request, _("There is no such batch."), status=404)
    return answer(_as_json(request, batch, request.auth.user))


def _form(request: HttpRequest) -> BatchForm | JsonResponse:
    """Read the request's body as a form, or say what is wrong with it."""
    try:
        return BatchForm(request.POST, request.FILES)
    except TooManyFilesSent:
        return wrong(request, _("Send at most %(most)d files at once.") % {"most": MOST_FILES}, status=400)
    except RequestDataTooBig:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // intake.MEGABYTE
        words = _("The fields beside the files hold more than %(most)d MB.") % {"most": most}
        return wrong(request, words, status=413)
    except (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return wrong(request, _("The body is no form as multipart/form-data."), status=400)


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
