"""How long a login lasts, and the page on which a person ends their own."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from archive.accounts import sessions
from archive.models import Event, LoginSession
from tests.archive.accounts.conftest import is_in
from tests.factories import PASSWORD, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def browser(member: User) -> Client:
    """A browser in which the member is logged in and has opened a page."""
    client = Client(headers={"User-Agent": FIREFOX})
    client.force_login(member)
    assert is_in(client)
    return client


def row(client: Client) -> LoginSession:
    return LoginSession.objects.get(session_key=client.session.session_key)


def age(client: Client, *, seen: datetime.timedelta, started: datetime.timedelta | None = None) -> None:
    """Let the session be last used, and begun, so long ago."""
    session = client.session
    session["seen"] -= seen.total_seconds()
    session["started"] -= (started or seen).total_seconds()
    session.save()
    expires = timezone.now() - seen + datetime.timedelta(seconds=session.get_expiry_age())
    LoginSession.objects.filter(session_key=session.session_key).update(expire_date=expires)


def test_a_session_knows_its_person_browser_and_address(browser, member):
    session = row(browser)
    assert (session.user, session.agent, session.address) == (member, FIREFOX, "127.0.0.1")
    assert timezone.now() - session.started_at < HOUR


def test_two_hours_without_a_page_end_it(browser):
    age(browser, seen=2 * HOUR)
    assert not is_in(browser)


def test_a_page_within_two_hours_renews_it(browser):
    for _time in range(3):
        age(browser, seen=datetime.timedelta(minutes=110))
        assert is_in(browser)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Dest": "empty"}, {"Accept": "*/*"}, {"Accept": "application/json"}])
def test_what_a_script_polls_in_an_open_tab_does_not_renew_it(browser, headers):
    age(browser, seen=HOUR)
    before = row(browser).expire_date
    poll = reverse("admin:archive_article_presence", args=[ArticleFactory().pk])
    assert browser.post(poll, {"version": 1}, headers=headers).status_code == 200
    assert row(browser).expire_date == before


def test_what_a_person_opens_renews_it(browser):
    age(browser, seen=HOUR)
    before = row(browser).expire_date
    headers = {"Sec-Fetch-Dest": "document", "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    browser.get(reverse("admin:index"), headers=headers)
    assert row(browser).expire_date > before


def test_twelve_hours_after_the_login_it_ends_however_busy(browser):
    age(browser, seen=datetime.timedelta(minutes=1), started=12 * HOUR + datetime.timedelta(minutes=1))
    assert not is_in(browser)


def test_reading_page_after_page_does_not_write_each_time(browser):
    before = row(browser).expire_date
    assert is_in(browser)
    assert row(browser).expire_date == before


def test_logging_out_leaves_no_row(browser):
    browser.post(reverse("admin:logout"))
    assert not LoginSession.objects.exists()


def test_a_login_takes_a_new_key_and_sweeps_what_is_over(browser, member, type_password):
    age(browser, seen=3 * HOUR)
    old = browser.session.session_key
    type_password(browser)
    assert LoginSession.objects.get().session_key != old


def test_a_closed_account_is_out_at_once(browser, member):
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert not is_in(browser)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(browser, member):
    other = Client()
    other.force_login(member)
    fields = {
        "old_password": PASSWORD,
        "new_password1": "plum rain over the dam",
        "new_password2": "plum rain over the dam",
    }
    assert browser.post(reverse("admin:password_change"), fields).status_code == 302
    assert is_in(browser)
    assert not is_in(other)
    assert LoginSession.objects.filter(user=member).count() == 1
    assert Event.objects.get().action == "password changed"


def test_the_page_lists_my_sessions_and_nobody_elses(browser, member):
    stranger = Client()
    stranger.force_login(UserFactory(groups=["Managers"]))
    stranger.get(reverse("admin:index"), REMOTE_ADDR="203.0.113.77")
    page = browser.get(reverse("admin:account"))
    assert [line.current for line in page.context["sessions"]] == [True]
    assert "Firefox · Linux" in page.content.decode()
    assert "203.0.113.77" not in page.content.decode()


def test_no_page_holds_the_key_of_a_session(browser, member):
    page = browser.get(reverse("admin:account")).content.decode()
    assert browser.session.session_key not in page


def test_one_of_my_sessions_is_ended_by_its_button(browser, member):
    other = Client()
    other.force_login(member)
    is_in(other)
    browser.post(reverse("admin:account"), {"verb": f"end:{row(other).handle}"})
    assert is_in(browser)
    assert not is_in(other)
    assert Event.objects.get().action == "session ended"


def test_nobody_ends_a_strangers_session(browser):
    stranger = Client()
    stranger.force_login(UserFactory(groups=["Uploaders"]))
    is_in(stranger)
    browser.post(reverse("admin:account"), {"verb": f"end:{row(stranger).handle}"})
    assert is_in(stranger)


def test_all_others_are_ended_at_once(browser, member):
    others = [Client(), Client()]
    for other in others:
        other.force_login(member)
    browser.post(reverse("admin:account"), {"verb": "end-others"})
    assert is_in(browser)
    assert not any(is_in(other) for other in others)


def test_readers_get_no_session_and_for_staff_on_public_pages_none_is_asked_for(browser, client):
    assert not client.get("/").cookies
    with CaptureQueriesContext(connection) as asked:
        browser.get("/")
    assert not [query for query in asked if "loginsession" in query["sql"]]


def test_what_a_machine_says_of_itself_is_cut_to_size(member):
    client = Client(headers={"User-Agent": "x" * 5000})
    client.force_login(member)
    assert is_in(client)
    assert len(row(client).agent) == 200


def test_expired_rows_are_deleted_by_the_sweep(browser):
    age(browser, seen=3 * HOUR)
    sessions.forget_expired()
    assert not LoginSession.objects.exists()
