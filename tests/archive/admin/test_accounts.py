"""The owner's page of an account: each change is logged, a closed account is out at once."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from archive.models import Event, LoginSession
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NEW = "plum rain over the dam"


@pytest.fixture
def owner(client) -> Client:
    client.force_login(UserFactory(username="owner", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def member(db) -> User:
    return UserFactory(username="shenyan", groups=["Uploaders"])


def save(owner, member, **changes):
    joined = member.date_joined
    fields = {
        "username": member.username, "date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}",
        "is_active": "on", "is_staff": "on", "groups": [group.pk for group in member.groups.all()],
    }  # fmt: skip
    fields = {name: value for name, value in (fields | changes).items() if value is not None}
    return owner.post(reverse("admin:auth_user_change", args=[member.pk]), fields)


def test_new_groups_are_told_before_and_after(owner, member):
    assert save(owner, member, groups=[Group.objects.get(name="Managers").pk]).status_code == 302
    event = Event.objects.get(action="account changed")
    assert event.data["groups"] == [["Uploaders"], ["Managers"]]
    assert event.actor_name == "owner"


def test_of_a_name_or_address_the_log_says_only_that_it_changed(owner, member):
    save(owner, member, first_name="沈砚", email="shenyan@example.org")
    event = Event.objects.get(action="account changed")
    assert {"first_name", "email"} <= set(event.data["fields"])
    assert "沈砚" not in str(event.data)
    assert "example.org" not in str(event.data)


@pytest.mark.parametrize("box", ["is_active", "is_staff"])
def test_who_is_closed_or_no_staff_any_more_has_no_session_left(owner, member, box):
    theirs = Client()
    theirs.force_login(member)
    theirs.get(reverse("admin:index"))
    save(owner, member, **{box: None})
    assert not LoginSession.objects.filter(user=member).exists()
    assert Event.objects.get(action="account changed").data[box] is False


def test_a_new_account_and_a_password_set_for_somebody_are_events(owner, member):
    fields = {"username": "new", "password1": NEW, "password2": NEW, "usable_password": "true"}
    owner.post(reverse("admin:auth_user_add"), fields)
    owner.post(reverse("admin:auth_user_password_change", args=[member.pk]), fields)
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == ["account made", "password changed"]


@pytest.mark.parametrize("action", ["unlock", "forget_second_step"])
def test_only_who_keeps_the_accounts_helps_somebody_in(client, member, action):
    client.force_login(UserFactory(groups=["Managers"]))
    chosen = {"action": action, "_selected_action": [member.pk]}
    assert client.post(reverse("admin:auth_user_changelist"), chosen).status_code == 403
