"""Five wrong passwords lock a name to an address for an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.db.models import F
from django.test import Client

from archive.models import Event
from tests.archive.accounts.conftest import is_in
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def later(minutes: int) -> None:
    """Let time pass: what was counted is so much older."""
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=minutes))


@pytest.fixture
def fail(member, type_password):
    def try_wrong(times: int, client: Client | None = None, **extra):
        return [type_password(client or Client(), "wrong", **extra) for _try in range(times)][-1]

    return try_wrong


def test_the_fifth_wrong_password_locks_and_the_right_one_is_refused_too(fail, type_password):
    assert fail(4).status_code == 200
    assert fail(1).status_code == 429
    client = Client()
    assert type_password(client).status_code == 429
    assert not is_in(client)


def test_four_wrong_ones_do_not_lock_and_are_forgotten_with_the_right_one(fail, type_password):
    for _round in range(2):
        fail(4)
        client = Client()
        assert type_password(client).status_code == 302
        assert is_in(client)


def test_others_at_the_same_address_and_the_same_person_elsewhere_get_in(fail, type_password):
    UserFactory(username="yansong", groups=["Uploaders"])
    fail(5)
    assert type_password(Client(), name="yansong").status_code == 302
    assert type_password(Client(), REMOTE_ADDR="203.0.113.7").status_code == 302


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip", "Forwarded", "Client-Ip"])
def test_an_invented_address_does_not_begin_a_new_count(fail, type_password, header):
    for number in range(5):
        answer = type_password(Client(), "wrong", headers={header: f"203.0.113.{number}"})
    assert answer.status_code == 429


def test_another_browser_does_not_begin_a_new_count(fail, type_password):
    for number in range(5):
        answer = type_password(Client(), "wrong", headers={"User-Agent": f"browser {number}"})
    assert answer.status_code == 429
    assert AccessAttempt.objects.get().user_agent == ""


def test_behind_a_known_proxy_each_client_has_a_count_of_its_own(settings, fail, type_password):
    settings.BAOKU_PROXIES = 1
    fail(5, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.1"})
    assert type_password(Client(), headers={"X-Forwarded-For": "203.0.113.2"}).status_code == 302
    assert type_password(Client(), headers={"X-Forwarded-For": "203.0.113.1"}).status_code == 429


def test_the_lock_ends_after_an_hour_and_is_not_prolonged_by_trying(fail, type_password):
    fail(5)
    later(55)
    assert fail(3).status_code == 429
    later(6)
    assert type_password(Client()).status_code == 302


def test_a_failure_long_after_the_one_before_is_the_first_again(fail):
    fail(4)
    later(16)
    assert fail(4).status_code == 200
    assert fail(1).status_code == 429


def test_the_page_tells_how_long_in_the_readers_language_and_nothing_of_the_account(fail, type_password):
    words = fail(5, headers={"Accept-Language": "en"})
    strangers = [type_password(Client(), "wrong", "nobody") for _try in range(5)][-1]
    assert words["Retry-After"] == "3600"
    assert "60" in words.content.decode()
    assert words.content == strangers.content
    english = Client().post("/en/admin/login/", {"username": "shenyan", "password": PASSWORD})
    assert (english.status_code, "Too many attempts" in english.content.decode()) == (429, True)


def test_a_lock_of_an_account_is_an_event_once_and_an_invented_name_none(fail, type_password):
    fail(7)
    for _try in range(6):
        type_password(Client(), "wrong", "nobody")
    assert [event.action for event in Event.objects.all()] == ["login locked"]


def test_no_password_and_no_name_stays_in_what_is_kept_of_an_attempt(fail, type_password):
    type_password(Client(), "a secret of mine")
    row = AccessAttempt.objects.get()
    assert "secret" not in row.post_data
    assert "shenyan" not in row.post_data


def test_failures_that_no_longer_count_are_deleted(fail):
    fail(5)
    later(61)
    fail(1, REMOTE_ADDR="203.0.113.7")
    assert AccessAttempt.objects.get().ip_address == "203.0.113.7"


def test_a_name_with_a_nul_or_as_long_as_a_book_is_an_ordinary_mistake(member, type_password):
    assert type_password(Client(), "x", "a\0b").status_code == 200
    assert type_password(Client(), "x", "字" * 100_000).status_code == 200


def test_the_owner_of_the_machine_lifts_a_lock(fail, type_password, capsys):
    fail(5)
    call_command("unlock", "shenyan")
    assert type_password(Client()).status_code == 302
    assert Event.objects.filter(action="login unlocked", actor=None).count() == 1
