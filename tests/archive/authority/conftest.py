"""A look at everything that a decision about agencies may touch, so that two moments can be compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archive.models import Agency, AgencyAlias, Article, ArticleAgency, Finding, OutletRule, UploadBatch


@pytest.fixture
def state(db: None) -> Callable[[], dict[str, Any]]:
    """Take the state of the authority file and of all that points at it, but for keys of rows that are made anew."""

    def look() -> dict[str, Any]:
        links = ArticleAgency.objects.all()
        return {
            "agencies": list(Agency.objects.order_by("pk").values()),
            "names": sorted(AgencyAlias.objects.values_list("agency", "name", "key", "since", "until")),
            "links": sorted((link.article_id, link.agency_id, link.role, repr(link.evidence)) for link in links),
            "articles": list(Article.objects.order_by("pk").values("pk", "source", "site", "source_name", "version")),
            "rules": list(OutletRule.objects.order_by("pk").values("pk", "outlet")),
            "batches": list(UploadBatch.objects.order_by("pk").values("pk", "outlet")),
            "doubts": sorted(Finding.objects.values_list("article", "kind", "text", "block", "start", "end")),
        }

    return look
