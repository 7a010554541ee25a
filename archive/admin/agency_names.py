"""The names of known agencies, for a field that is filled by typing: asked for by the script, a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import authority
from archive.models import Agency
from archive.review import roles
from archive.text.storable import storable

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

_LONGEST = authority.LONGEST_NAME


def asked_by_the_field() -> dict[str, Any]:
    """Attributes of a field in a form of Django's, as admin/archive/agency/by_typing.html writes them for our own."""
    address = reverse("admin:archive_agency_names")
    label = {"data-suggest-fill": True, "data-suggest-label": _("Known agencies")}
    return {"data-suggest": address, "autocomplete": "off", **label}


@require_safe
def names(request: HttpRequest, site: DeskSite) -> JsonResponse:
    """Answer {"suggestions": [{"text", "note"}]} for ?q=, of outlets alone with ?kind=outlet.

    note: by which other name an agency was found. Any part of a name will do, in either script.
    """
    if not roles.may_upload(request.user):
        raise PermissionDenied
    kind = request.GET.get("kind", "")
    typed = storable(request.GET.get("q", ""))[:_LONGEST]
    found = authority.matching(typed, kind=kind if kind in Agency.Kind else "")
    told = [{"text": match.name, "note": match.known_as} for match in found]
    return JsonResponse({"suggestions": told}, json_dumps_params={"ensure_ascii": False})
