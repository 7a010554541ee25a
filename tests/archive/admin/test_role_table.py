"""Every line of the table in docs/review.md is tried over HTTP, by each role, at their own things and at others'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, resolve, reverse

from archive.admin.account.own import VERBS as OWN
from archive.admin.ledger import VERBS as LEDGER
from archive.admin.publication import ACTS
from archive.admin.reports import VERBS as ANSWERS
from archive.admin.topic_pages import VERBS as TOPIC
from archive.admin.verbs import VERBS
from archive.review import surfaces
from tests.archive.admin.role_table import agencies, articles, desk, publication, topics, uploads
from tests.archive.admin.role_table.reading import table
from tests.archive.admin.role_table.world import Asked, Try, World
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

TABLE = table()
TRIES: dict[str, Try] = articles.TRIES | publication.TRIES | uploads.TRIES | agencies.TRIES | topics.TRIES | desk.TRIES
GROUPS = {"uploader": "Uploaders", "reviewer": "Reviewers", "manager": "Managers"}
#: What looking leaves behind: the session, who is at an article, when a token was used, how often a login failed.
TRACES = ("archive_loginsession", "archive_presence", "archive_uploadtoken", "axes_")
#: Fields that no form has. Whoever takes them gives away rights, states and owners.
FOREIGN = "zqx-extra"
EXTRA: dict[str, Any] = {
    **dict.fromkeys(["state", "public_id", "external_id", "origin", "decision", "beginning", "digest"], FOREIGN),
    **dict.fromkeys(["is_superuser", "is_staff", "groups"], "1"),
}
#: Closed to all of them, whatever is sent: nothing is written by hand that the machine writes, nothing is deleted.
CLOSED = {
    *(f"archive_{model}_add" for model in ("article", "uploadbatch", "event", "outletrule", "problemreport")),
    *(
        f"archive_{model}_delete"
        for model in ("article", "uploadbatch", "event", "outletrule", "agency", "topic", "problemreport")
    ),
    *(f"search_{model}_{page}" for model in ("indexchange", "indexpurge") for page in ("add", "delete")),
    *("search_missedquery_add", "auth_user_changelist", "auth_user_delete"),
    *(f"auth_group_{page}" for page in ("changelist", "add", "change", "delete")),
}
#: The door, before anybody is known; helpers of Django's pages; and Django's own history, where there is a better one.
BESIDE = {
    *("login", "logout", "second_step", "password_change_done", "jsi18n", "autocomplete", "view_on_site", "app_list"),
    "archive_uploadbatch_change",  # leads to the ledger
    *(f"archive_{model}_history" for model in ("agency", "event", "outletrule", "topic", "uploadbatch")),
    "archive_problemreport_history",
    *(f"search_{model}_history" for model in ("dictionaryword", "missedquery", "indexchange", "indexpurge")),
    *("auth_user_history", "auth_group_history"),
}
#: Each page with buttons, the field that names the button, and the buttons that its view knows.
BUTTONS = [
    ("archive_article_review", "verb", VERBS),
    ("archive_article_publication", "act", ACTS),
    ("archive_uploadbatch_ledger", "verb", LEDGER),
    ("archive_topic_change", "verb", TOPIC),
    ("account", "verb", OWN),
    ("archive_problemreport_change", "verb", ANSWERS),
]
#: Buttons that do what another one does, at another role of a block.
SAME_AS = {"as-paragraph", "as-caption"}
OWNERS = ("created_by", "uploaded_by", "released_by", "updated_by", "made_by", "decided_by", "user", "assigned_to")


class Undone(Exception):
    """Takes back what a try did."""


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside has not happened."""
    try:
        with transaction.atomic():
            yield
            raise Undone
    except Undone:
        return


@pytest.fixture
def people(db: None) -> dict[str, User]:
    made = {role: UserFactory(username=role, groups=[group]) for role, group in GROUPS.items()}
    other = UserFactory(username="other", groups=["Reviewers"])
    return {**made, "reader": UserFactory(username="reader"), "other": other}


def world_of(people: dict[str, User], role: str, whose: str) -> World:
    client = Client()
    if role in people:
        client.force_login(people[role])
    actor = people.get(role, people["reader"])
    return World(actor, actor if whose == "own" else people["other"], client)


def attempt(world: World, one: Try) -> tuple[bool, int]:
    """Try it as a browser would, with fields that nobody asked for. Returns whether it was done, and the status."""
    asked = one.ask(world)
    if asked.fields is not None:
        outsider = world.stranger()
        asked = Asked(asked.url, EXTRA | dict.fromkeys(OWNERS, outsider.pk) | asked.fields, asked.headers)
    before = rights()
    with CaptureQueriesContext(connection) as captured:
        answer = world.send(asked)
    assert answer.status_code < 500
    assert asked.fields is None or not taken(outsider, captured), f"{asked.url}: a field that no form has was taken"
    assert before == rights(), f"{asked.url}: rights were given away"
    return one.proof(answer, changed(captured)), answer.status_code


def changed(captured: CaptureQueriesContext) -> bool:
    """Whether a row was written, apart from the traces of looking."""
    writes = (query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE")))
    return any(not any(trace in sql[:60] for trace in TRACES) for sql in writes)


def rights() -> list[Any]:
    """What every account may do."""
    return list(User.objects.order_by("pk").values_list("is_active", "is_staff", "is_superuser", "groups")[:40])


def taken(outsider: User, captured: CaptureQueriesContext) -> list[str]:
    """The tables in which a value stands that only an extra field can have brought there: of those written to."""
    writes = [query["sql"] for query in captured if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    written = (one for one in apps.get_models() if any(f'"{one._meta.db_table}"' in sql for sql in writes))
    rows = ((model._meta.label, model._default_manager.filter(foreign(model, outsider))) for model in written)
    return [label for label, found in rows if found.exists()]


def foreign(model: type[models.Model], outsider: User) -> Q:
    wanted = Q(pk__in=[])
    for one in model._meta.concrete_fields:
        if isinstance(one, (models.CharField, models.TextField)):
            wanted |= Q(**{one.name: FOREIGN})
        elif one.related_model is User:
            wanted |= Q(**{one.name: outsider.pk})
    return wanted


@pytest.fixture(autouse=True)
def short_leak_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A leak check asks hundreds of pages; here it is enough that it looks at all."""
    monkeypatch.setattr(surfaces, "addresses", lambda article: [])


@pytest.mark.parametrize("what", TABLE)
def test_the_table_tells_the_truth_and_who_is_no_staff_can_do_none_of_it(people, settings, what):
    one, expected = TRIES[what], dict(TABLE[what])
    for name, value in one.settings.items():
        setattr(settings, name, value)
    if "program" not in what:  # a program shows a token and no cookie
        expected |= {("nobody", "foreign"): False, ("reader", "foreign"): False}
    found = {}
    for role, whose in expected:
        with taken_back():
            found[role, whose] = attempt(world_of(people, role, whose), one)
    wrong = {key: found[key] for key, allowed in expected.items() if found[key][0] != allowed}
    assert not wrong, f"{what}: {wrong}"
    assert all(found[key][1] == 302 for key in found if key[0] in ("nobody", "reader")), found


def test_every_line_of_the_table_is_tried_and_every_try_is_a_line():
    assert sorted(TABLE) == sorted(TRIES)


@pytest.mark.parametrize("role", GROUPS)
def test_what_is_closed_is_closed_to_every_role(people, role):
    client = world_of(people, role, "own").client
    for name in sorted(CLOSED):
        url = reverse(f"admin:{name}", args=[1] if name.endswith(("_delete", "_change")) else [])
        assert (client.get(url).status_code, client.post(url, {"post": "yes"}).status_code) == (403, 403), name


@pytest.fixture
def asked(people: dict[str, User]) -> list[Asked]:
    """What every try would send."""
    found = []
    for one in TRIES.values():
        with taken_back():
            found.append(one.ask(world_of(people, "manager", "own")))
    return found


def test_every_page_and_every_button_of_the_desk_stands_in_the_table(asked):
    tried = {resolve(one.url.partition("?")[0]).url_name for one in asked}
    assert set(names(admin.site.get_urls())) - tried - CLOSED - BESIDE == set()
    for page, field, buttons in BUTTONS:
        pressed = {
            str(one.fields[field]).partition(":")[0]
            for one in asked
            if one.fields and field in one.fields and resolve(one.url.partition("?")[0]).url_name == page
        }
        assert set(buttons) - pressed - SAME_AS == set(), page


def names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of the addresses, those of sub-patterns included."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name
