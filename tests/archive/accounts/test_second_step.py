"""The second step of a login: codes of an app, recovery codes, and where it is required."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts import second_step
from archive.models import Event, LoginSession
from tests.archive.accounts.conftest import code_of, is_in
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def wait() -> None:
    """Let the pause pass that follows a wrong code."""
    past = timezone.now() - timedelta(hours=2)
    TOTPDevice.objects.exclude(throttling_failure_timestamp=None).update(throttling_failure_timestamp=past)


@pytest.fixture
def half_in(recovery_codes, type_password) -> Client:
    """A browser in which the password was typed."""
    client = Client()
    answer = type_password(client)
    assert answer["Location"] == reverse("admin:second_step")
    return client


def test_the_password_alone_does_not_open_the_desk(half_in):
    assert not is_in(half_in)
    assert "_auth_user_id" not in half_in.session
    for page in ("archive_article_queue", "account", "account_set_up", "password_change"):
        assert half_in.get(reverse(f"admin:{page}")).status_code == 302


def test_the_code_opens_it_and_leads_where_the_person_was_going(recovery_codes, member, type_code):
    client = Client()
    onward = reverse("admin:archive_article_queue")
    fields = {"username": "shenyan", "password": PASSWORD, "next": onward}
    client.post(reverse("admin:login"), fields)
    assert type_code(client, code_of(member))["Location"] == onward
    assert is_in(client)


@pytest.mark.parametrize("shape", ["{0:.3} {1}", " {0}{1} ", "{0:.3}-{1}"])
def test_blanks_and_hyphens_in_a_code_do_not_matter(half_in, member, type_code, shape):
    code = code_of(member)
    assert type_code(half_in, shape.format(code[:3], code[3:])).status_code == 302


def test_a_code_opens_the_door_once(half_in, member, type_code, type_password):
    code = code_of(member)
    type_code(half_in, code)
    second = Client()
    type_password(second)
    assert type_code(second, code).status_code == 422
    assert not is_in(second)


def test_an_earlier_code_is_refused_after_a_later_one(half_in, member, type_code, type_password):
    type_code(half_in, code_of(member, steps=1))
    second = Client()
    type_password(second)
    assert type_code(second, code_of(member)).status_code == 422


def test_a_wrong_code_brings_a_pause_in_which_the_right_one_is_not_looked_at(half_in, member, type_code):
    wrong = f"{(int(code_of(member)) + 500_000) % 1_000_000:06d}"
    assert type_code(half_in, wrong).status_code == 422
    assert type_code(half_in, code_of(member)).status_code == 422
    wait()
    assert type_code(half_in, code_of(member)).status_code == 302


def test_five_wrong_codes_lock_the_name_as_wrong_passwords_do(half_in, type_code, type_password):
    for _try in range(4):
        assert type_code(half_in, "aaaa-bbbb").status_code == 422
        wait_for_recovery()
    assert type_code(half_in, "aaaa-bbbb").status_code == 429
    assert type_code(half_in, "aaaa-bbbb").status_code == 429
    assert half_in.get(reverse("admin:second_step")).status_code == 429
    assert type_password(Client()).status_code == 429


def wait_for_recovery() -> None:
    StaticToken.objects.first().device.throttle_reset()


def test_a_recovery_code_opens_the_door_once_and_the_log_tells_of_it(half_in, recovery_codes, type_code, type_password):
    assert type_code(half_in, recovery_codes[3].upper()).status_code == 302
    assert is_in(half_in)
    second = Client()
    type_password(second)
    assert type_code(second, recovery_codes[3]).status_code == 422
    wait_for_recovery()
    assert type_code(second, recovery_codes[4]).status_code == 302
    assert Event.objects.filter(action="recovery code used").count() == 2


def test_recovery_codes_are_kept_as_digests(recovery_codes):
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == len(recovery_codes) == second_step.RECOVERY_CODES
    assert not kept & {code.replace("-", "") for code in recovery_codes}


def test_a_code_of_somebody_else_does_not_fit(half_in, type_code):
    other = UserFactory(username="other", groups=["Reviewers"])
    second_step.start(other)
    codes = second_step.confirm(other, code_of(other), session_key=None)
    assert type_code(half_in, codes[0]).status_code == 422


@pytest.mark.parametrize("change", ["password", "closed", "late"])
def test_between_the_two_steps_nothing_may_change(half_in, member, type_code, change, monkeypatch):
    if change == "password":
        member.set_password("another pass phrase")
    member.is_active = change != "closed"
    member.save()
    if change == "late":
        session = half_in.session
        session["half_in"] = {**session["half_in"], "at": session["half_in"]["at"] - 601}
        session.save()
    assert type_code(half_in, code_of(member))["Location"] == reverse("admin:login")
    assert not is_in(half_in)


def test_the_second_page_without_the_first_leads_back(client, db):
    assert client.get(reverse("admin:second_step"))["Location"] == reverse("admin:login")


def set_up(client, member, *, password=PASSWORD, code=None):
    url = reverse("admin:account_set_up")
    client.post(url, {"verb": "start"})
    return client.post(url, {"code": code or code_of(member), "password": password})


def test_setting_it_up_shows_key_and_picture_and_then_the_recovery_codes_once(client, member):
    client.force_login(member)
    url = reverse("admin:account_set_up")
    client.post(url, {"verb": "start"})
    page = client.get(url)
    assert "data:image/svg+xml" in page.content.decode()
    assert member.totpdevice_set.get().confirmed is False
    done = client.post(url, {"code": code_of(member), "password": PASSWORD})
    assert len(done.context["codes"]) == second_step.RECOVERY_CODES
    assert second_step.is_on(member)
    assert is_in(client)
    assert Event.objects.get().action == "second step switched on"


def test_looking_at_the_page_makes_no_key(client, member):
    client.force_login(member)
    client.get(reverse("admin:account_set_up"))
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize(("password", "code"), [("wrong", None), (PASSWORD, "000")])
def test_neither_a_wrong_password_nor_a_wrong_code_switches_it_on(client, member, password, code):
    client.force_login(member)
    assert set_up(client, member, password=password, code=code).status_code == 422
    assert not second_step.is_on(member)


def test_switching_it_on_ends_the_other_sessions(client, member):
    other = Client()
    for one in (other, client):
        one.force_login(member)
        assert is_in(one)
    set_up(client, member)
    assert is_in(client)
    assert not is_in(other)


def test_moving_to_another_phone_replaces_the_first(client, recovery_codes, member):
    client.force_login(member)
    old = member.totpdevice_set.get()
    set_up(client, member)
    assert member.totpdevice_set.get().pk != old.pk
    assert not StaticToken.objects.filter(token__in=recovery_codes).exists()


def test_where_it_is_required_the_desk_leads_to_setting_it_up(settings, client, member, type_password):
    settings.BAOKU_REQUIRE_2FA = True
    type_password(client)
    answer = client.get(reverse("admin:archive_article_queue"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("admin:account_set_up"))
    assert client.get(reverse("admin:account")).status_code == 302
    done = set_up(client, member)
    assert done.status_code == 200
    assert is_in(client)


def test_where_it_is_required_a_login_with_a_code_goes_straight_in(settings, half_in, member, type_code):
    settings.BAOKU_REQUIRE_2FA = True
    type_code(half_in, code_of(member))
    assert is_in(half_in)


def test_who_has_still_to_set_it_up_can_leave(settings, client, member, type_password):
    settings.BAOKU_REQUIRE_2FA = True
    type_password(client)
    client.post(reverse("admin:logout"))
    assert "_auth_user_id" not in client.session


def test_sessions_from_before_it_was_required_are_asked_too(settings, client, member):
    client.force_login(member)
    settings.BAOKU_REQUIRE_2FA = True
    assert not is_in(client)


def test_switching_it_off_takes_the_password_and_is_refused_where_it_is_required(settings, half_in, member, type_code):
    type_code(half_in, code_of(member))
    url = reverse("admin:account")
    assert half_in.post(url, {"verb": "switch-off", "password": "wrong"}).status_code == 422
    settings.BAOKU_REQUIRE_2FA = True
    half_in.post(url, {"verb": "switch-off", "password": PASSWORD})
    assert second_step.is_on(member)
    settings.BAOKU_REQUIRE_2FA = False
    half_in.post(url, {"verb": "switch-off", "password": PASSWORD})
    assert not second_step.is_on(member)
    assert Event.objects.filter(action="second step switched off", actor=member).exists()


def test_new_recovery_codes_replace_the_old_ones(half_in, recovery_codes, member, type_code, type_password):
    type_code(half_in, code_of(member))
    done = half_in.post(reverse("admin:account"), {"verb": "new-codes", "password": PASSWORD})
    second = Client()
    type_password(second)
    assert type_code(second, recovery_codes[0]).status_code == 422
    wait_for_recovery()
    assert type_code(second, done.context["codes"][0]).status_code == 302


def test_the_owner_of_the_machine_helps_where_phone_and_codes_are_lost(recovery_codes, member, type_password):
    client = Client()
    client.force_login(member)
    call_command("unlock", "shenyan", "--second-step")
    assert not second_step.is_on(member)
    assert not is_in(client)
    assert not LoginSession.objects.exists()
    assert type_password(client)["Location"] == reverse("admin:index")


def test_the_keys_have_no_page_on_the_desk(member):
    assert TOTPDevice not in admin.site._registry
