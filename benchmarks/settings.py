"""The project's settings as a developer has them, but without debugging: it slows everything down."""

from config.settings.dev import *  # noqa: F403

DEBUG = False
