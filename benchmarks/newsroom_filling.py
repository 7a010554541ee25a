"""A desk to measure with: drafts by the thousand, with blocks, findings, batches, people and a log."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from archive.models import (
    Agency,
    AgencyAlias,
    Article,
    Capture,
    Event,
    Finding,
    TextBlock,
    UploadBatch,
    UploadItem,
)
from benchmarks.corpus import articles

PEOPLE, OUTLETS, A_BATCH, AT_ONCE = 8, 80, 200, 500
#: Beside the drafts: one for so many of them in each other state.
OTHERS = {"returned": 20, "discarded": 20, "published": 4}
SEED = 7
AROUND = "首页 > 社会 > 法治"
#: No pages: data for scripts, files, the way out.
APART = ("jsi18n", "autocomplete", "logout", "archive_article_original")
KINDS = ("no-date", "no-title", "unknown-outlet", "near-duplicate", "date-conflict", "pinyin", "truncated")


def desk(items: int) -> Client:
    """Make the tables and fill them, unless that is done; return a manager's browser."""
    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        with transaction.atomic():
            _fill(items)
    client = Client()
    client.force_login(User.objects.get(username="manager"))
    return client


def told() -> str:
    models = (Article, TextBlock, Finding, Event)
    counted = {model.__name__: model._base_manager.count() for model in models}
    drafts = Article.objects.filter(state="draft").count()
    return f"{drafts} drafts; in all " + ", ".join(f"{count} {name}" for name, count in counted.items())


def addresses() -> Iterator[tuple[str, str]]:
    """The name and address of every page of the desk that opens without a key, or with that of a stored row."""
    client = desk(0)
    for pattern in admin.site.get_urls():
        for one in getattr(pattern, "url_patterns", [pattern]):
            address = _address(one.name) if one.name and one.name not in APART else None
            answer = client.get(address) if address else None
            if address and answer and answer.status_code == 200 and not answer.streaming:
                yield one.name, address


def _address(name: str) -> str | None:
    model = next((model for model in apps.get_models() if f"_{model._meta.model_name}_" in name), None)
    key = model._base_manager.order_by("pk").values_list("pk", flat=True).first() if model else None
    for arguments in ([], [key]):
        try:
            return reverse(f"admin:{name}", args=arguments)
        except NoReverseMatch:
            continue
    return None


@dataclass(frozen=True, slots=True)
class _Staff:
    """Whose the articles are, and where they appeared; drawn by lot, the same at every run."""

    uploaders: list[User]
    reviewers: list[User]
    outlets: list[Agency]
    chance: random.Random


def _fill(items: int) -> None:
    _people("Managers", ["manager"])
    chance = random.Random(SEED)  # noqa: S311 - the same newsroom at every run
    staff = _Staff(_people("Uploaders"), _people("Reviewers"), _outlets(), chance)
    states = ["draft"] * items + [state for state, share in OTHERS.items() for _ in range(items // share)]
    _source, texts = articles(min(len(states), 5_000))
    given = list(zip(itertools.count(1), states, itertools.cycle(texts), strict=False))
    for begin in range(0, len(given), AT_ONCE):
        rows = [_article(*one, staff) for one in given[begin : begin + AT_ONCE]]
        _keep(Article.objects.bulk_create(rows), staff.chance)


def _people(group: str, names: list[str] | None = None) -> list[User]:
    names = names or [f"{group.lower()}-{number}" for number in range(PEOPLE)]
    people = User.objects.bulk_create(User(username=name, is_staff=True, is_active=True) for name in names)
    for person in people:
        person.groups.add(Group.objects.get(name=group))
    return people


def _outlets() -> list[Agency]:
    outlets = [Agency(name=f"汐城日报{n}", slug=f"o{n}", kind="outlet", confirmed=n % 3 > 0) for n in range(OUTLETS)]
    for outlet in outlets:
        outlet.save()
        AgencyAlias.objects.create(agency=outlet, name=outlet.name)
    return outlets


def _article(number: int, state: str, text: tuple[str, list[str]], staff: _Staff) -> Article:
    (title, body), chance = text, staff.chance
    outlet = chance.choice(staff.outlets)
    return Article(
        state=state,
        title=title[:380],
        body=[f"第{number}件。", *body],
        script="hans",
        published_on=datetime.date(2023, 1, 1) + datetime.timedelta(days=chance.randrange(700)),
        date_precision="day",
        source=outlet if chance.random() < 0.8 else None,
        source_name=outlet.name,
        created_by=chance.choice(staff.uploaders),
        assigned_to=chance.choice(staff.reviewers) if chance.random() < 0.3 else None,
    )


def _keep(rows: list[Article], chance: random.Random) -> None:
    """Write what belongs to these articles."""
    TextBlock.objects.bulk_create(block for row in rows for block in _blocks(row))
    Finding.objects.bulk_create(finding for row in rows for finding in _findings(row, chance))
    for begin in range(0, len(rows), A_BATCH):
        batch = UploadBatch.objects.create(uploaded_by=rows[begin].created_by, note=f"第{rows[begin].pk}号起")
        UploadItem.objects.bulk_create(_item(batch, row) for row in rows[begin : begin + A_BATCH])
    for row in rows:
        Event.objects.record("drafted", row, actor=row.created_by)
    Article.objects.filter(pk__in=[row.pk for row in rows]).weigh()


def _blocks(row: Article) -> Iterator[TextBlock]:
    """The paragraphs, with as many lines around them as pages have."""
    removed: dict[str, Any] = {"role": "removed", "reason": "navigation", "rule": "link-density"}
    for position, text in enumerate(row.body):
        yield TextBlock(article=row, position=position, text=text, cleaned=text, role="paragraph")
    for position in range(len(row.body), len(row.body) + 6):
        yield TextBlock(
            article=row, position=position, text="首页 > 社会 > 法治", cleaned="首页 > 社会 > 法治", **removed
        )


def _findings(row: Article, chance: random.Random) -> Iterator[Finding]:
    """Nothing in four of ten, personal data in one of ten, a doubt or two in the others."""
    drawn = chance.random()
    if drawn < 0.1:
        yield Finding(article=row, kind="mobile-number", text="10012345678", in_body=True)
    if drawn < 0.6:
        yield from (Finding(article=row, kind=kind) for kind in chance.sample(KINDS, chance.choice((1, 1, 2))))


def _item(batch: UploadBatch, row: Article) -> UploadItem:
    capture = Capture.objects.create(sha256=f"{row.pk:064x}", size=48_211, file_name=f"{row.pk}.html")
    return UploadItem(batch=batch, name=f"pages/{row.pk}.html", article=row, capture=capture, state="draft")
