"""Tests: a data folder of their own, a fast hasher, real files everywhere else."""

import os
import tempfile

os.environ["BAOKU_DATA"] = tempfile.mkdtemp(prefix="baoku-test-")

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, so that a worker or a server in another thread or process sees the same rows.
DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
