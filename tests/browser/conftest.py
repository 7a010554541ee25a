"""A real headless Chromium, driven through Debian's chromedriver."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from archive.models import Agency, AgencyAlias
from config.environment import PROJECT

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,900",
    "--no-proxy-server", "--accept-lang=zh-CN",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


def launch(*arguments: str, **logs: str) -> webdriver.Chrome:
    """Start a Chromium of its own. It asks no other machine anything: their names cannot be resolved.

    arguments: of the command line, beside ARGUMENTS. logs: which are kept beside the console's, `performance="ALL"`.
    """
    if not CHROMIUM or not DRIVER:
        pytest.skip("needs Debian's packages chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (*ARGUMENTS, *arguments):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"} | logs)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.implicitly_wait(0)
    return driver


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
