"""Development: what `manage.py` uses by itself. Errors are shown, nothing else is wanted but BAOKU_DATA."""

from config.settings.base import *  # noqa: F403

DEBUG = True
ALLOWED_HOSTS = ["*"]
