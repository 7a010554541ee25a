"""Tests: a data folder of their own, a fast hasher, real files everywhere else."""

import atexit
import os
import shutil
import tempfile


def folder_of_all() -> str:
    """The folder of this run's data folders, those of workers and other children too; whoever made it removes it."""
    known = os.environ.get("TEST_FOLDERS")
    if known and os.path.isdir(known):  # noqa: PTH112
        return known
    made = os.environ["TEST_FOLDERS"] = tempfile.mkdtemp(prefix="baoku-test-")
    atexit.register(remove, made, maker=os.getpid())
    return made


def remove(folder: str, maker: int) -> None:
    """Remove the folder, unless this is a fork of the process that made it."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


os.environ["BAOKU_DATA"] = tempfile.mkdtemp(dir=folder_of_all())

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import DATABASES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, so that a worker or a server in another thread or process sees the same rows.
DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
