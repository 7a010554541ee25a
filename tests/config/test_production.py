"""The production settings, started as an operator would: in a process of their own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from config.environment import PROJECT


def manage(*arguments: str, data: object, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("BAOKU_", "DJANGO_"))}
    env |= {"BAOKU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings.production", **environment}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=180, check=False)


def test_the_deployment_check_is_clean_debug_is_off_and_cookies_are_strict(tmp_path):
    tmp_path.chmod(0o750)
    code = (
        "from django.conf import settings as s; from django.core.management import call_command;"
        "call_command('check', deploy=True, fail_level='WARNING', stdout=sys.stderr);"
        "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_HTTPONLY)"
    )
    done = manage("shell", "--no-imports", "-c", f"import sys; {code}", data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "True", "__Host-sessionid", "True"]


def test_an_unreadable_knob_stops_the_start_with_one_clear_line(tmp_path):
    done = manage("check", data=tmp_path, BAOKU_TLS="perhaps")
    assert done.returncode != 0
    assert "BAOKU_TLS must be 1 or 0" in done.stderr


def test_tests_do_not_write_into_the_project():
    assert PROJECT not in settings.BAOKU_DATA.parents


@pytest.mark.django_db
def test_every_answer_bears_the_security_headers(client):
    response = client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
