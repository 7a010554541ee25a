"""A person's tokens: shown once, listed by their beginnings, revoked by their owner alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts import tokens
from archive.models import Event, UploadToken
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def press(client, verb, **typed):
    return client.post(reverse("admin:account"), {"verb": verb, **typed})


def test_a_new_token_is_shown_once_and_opens_the_door(browser, member):
    token = press(browser, "issue", name="桌面上的脚本").context["new_token"]
    assert UploadToken.objects.of(token).user == member
    page = browser.get(reverse("admin:account")).content.decode()
    assert token not in page
    assert token[:10] in page
    assert "桌面上的脚本" in page


def test_a_token_needs_a_name_and_there_are_at_most_twenty(browser, member):
    assert press(browser, "issue", name=" ").status_code == 422
    for number in range(tokens.MOST):
        press(browser, "issue", name=str(number))
    assert press(browser, "issue", name="one more").status_code == 422
    assert tokens.of(member).count() == tokens.MOST


def test_a_revoked_token_opens_nothing_and_leaves_the_list(browser, member):
    token = press(browser, "issue", name="x").context["new_token"]
    press(browser, f"revoke:{UploadToken.objects.get().pk}")
    assert UploadToken.objects.of(token) is None
    assert token[:10] not in browser.get(reverse("admin:account")).content.decode()
    assert [event.action for event in Event.objects.order_by("pk")] == ["token issued", "token revoked"]


def test_the_log_never_holds_a_token_or_its_name(browser):
    token = press(browser, "issue", name="secret plan").context["new_token"]
    told = str(list(Event.objects.values_list("data", flat=True)))
    assert token not in told
    assert "secret plan" not in told


@pytest.mark.parametrize("number", ["{pk}", "x", "-1", "9" * 30, ""])
def test_nobody_revokes_a_strangers_token(browser, number):
    stranger = UserFactory(groups=["Uploaders"])
    row, plain = UploadToken.objects.issue(stranger, "theirs")
    assert press(browser, f"revoke:{number.format(pk=row.pk)}").status_code == 302
    assert UploadToken.objects.of(plain) is not None


def test_staff_who_may_not_upload_get_no_token(client):
    client.force_login(UserFactory(is_staff=True))
    assert press(client, "issue", name="x").status_code == 302
    assert not UploadToken.objects.exists()


def test_a_button_that_does_not_exist_is_refused(browser):
    assert press(browser, "make-me-manager").status_code == 400
