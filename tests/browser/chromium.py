"""Starts a real headless Chromium, driven through Debian's chromedriver."""

from __future__ import annotations

import shutil

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,900",
    "--no-proxy-server", "--accept-lang=zh-CN",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)  # fmt: skip


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
