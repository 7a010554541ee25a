"""The batches that a person at the desk may open."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from archive.models import UploadBatch, UploadItem
from archive.review import roles


def visible_batches(request: HttpRequest) -> QuerySet[UploadBatch]:
    """The batches that this person may open, the newest first, with their numbers of files and of those left."""
    batches = UploadBatch.objects.select_related("uploaded_by", "undone_by")
    if not roles.may_review(request.user):
        batches = batches.filter(uploaded_by=request.user.pk)
    items = UploadItem.objects.filter(batch=OuterRef("pk"))
    return batches.annotate(files=_count(items), left=_count(items.filter(state=UploadItem.State.WAITING)))


def batch_of(request: HttpRequest, pk: int) -> UploadBatch:
    """The batch of an address. Raises Http404 where there is none, PermissionDenied where it is a stranger's."""
    batch = get_object_or_404(UploadBatch.objects.select_related("uploaded_by", "undone_by", "outlet"), pk=pk)
    if not roles.may_see_batch(request.user, batch):
        raise PermissionDenied
    return batch


def _count(items: QuerySet[UploadItem]) -> Coalesce:
    """Counted for the batches that are shown alone, and not by joining every file of the archive."""
    counted = items.order_by().values("batch").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
