"""Staff see what waits for the index, why something was set aside, and the proofs of purges; nobody edits these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive import publishing
from archive.models import Article
from search.indexing import indexer
from search.models import IndexChange, IndexPurge
from tests.factories import UserFactory

LISTS = ["admin:search_indexchange_changelist", "admin:search_indexpurge_changelist"]


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_a_change_that_was_set_aside_is_shown_with_its_error_and_can_be_tried_again(desk: Client) -> None:
    later = timezone.now() + timedelta(hours=1)
    change = IndexChange.objects.create(article_pk=77, action="index", error="ValueError('odd')", retry_at=later)
    assert "ValueError(&#x27;odd&#x27;)" in desk.get(reverse(LISTS[0])).content.decode()
    assert list(IndexChange.objects.due()) == []
    desk.post(reverse(LISTS[0]), {"action": "try_again", "_selected_action": [change.pk]})
    assert list(IndexChange.objects.due()) == [change]


def test_what_is_settled_is_not_listed(desk: Client) -> None:
    now = timezone.now()
    IndexChange.objects.create(article_pk=123_456, action="index", done_at=now, purged_at=now)
    IndexChange.objects.create(article_pk=123_457, action="index", done_at=now)
    page = desk.get(reverse(LISTS[0])).content.decode()
    assert "123457" in page and "123456" not in page


def test_a_purge_is_shown_with_what_it_searched(
    desk: Client, publish: Callable[..., Article], index_folder: Path
) -> None:
    publishing.withdraw(publish(), by=None, reason="test")
    indexer.drain()
    record = IndexPurge.objects.get()
    assert str(record.traces) in desk.get(reverse(LISTS[1])).content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_nothing_can_be_added_changed_or_deleted(address: str, desk: Client) -> None:
    page = desk.get(reverse(address))
    model = page.context["cl"].model_admin
    request = page.wsgi_request
    assert not model.has_add_permission(request) and not model.has_change_permission(request)
    assert not model.has_delete_permission(request) and "delete_selected" not in page.content.decode()


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(("group", "status"), [("Reviewers", 200), ("Managers", 200), ("Uploaders", 403)])
def test_reviewers_may_look_and_uploaders_not(group: str, status: int, address: str, client: Client, db: None) -> None:
    client.force_login(UserFactory(groups=[group]))
    assert client.get(reverse(address)).status_code == status
