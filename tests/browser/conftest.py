"""A real headless Chromium, driven through Debian's chromedriver."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from selenium import webdriver

from archive.models import Agency, AgencyAlias
from config.environment import PROJECT
from tests.browser.chromium import launch


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[webdriver.Chrome]:
    driver = launch()
    yield driver
    driver.quit()


@cache
def starter_list() -> tuple[list[Agency], list[AgencyAlias]]:
    """The rows that `load_agencies` makes. To make them takes seconds, to write them again a moment."""
    with transaction.atomic():
        call_command("load_agencies", verbosity=0)
        rows = list(Agency.objects.all()), list(AgencyAlias.objects.all())
        transaction.set_rollback(True)
    return rows


def load_starter_list() -> None:
    """Write the agencies that every archive begins with into tables that have none."""
    agencies, aliases = starter_list()
    Agency.objects.bulk_create(agencies)
    AgencyAlias.objects.bulk_create(aliases)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[subprocess.Popen[str]]:
    """The real worker, in a process of its own on the test database."""
    load_starter_list()
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "BAOKU_DATA": str(settings.BAOKU_DATA)}
    command = [sys.executable, "manage.py", "worker"]
    process = subprocess.Popen(command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline(), "the worker did not start"
    yield process
    process.terminate()
    assert process.wait(60) == 0, "the worker did not stop cleanly"
    process.stdout.close()
