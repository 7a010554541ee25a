"""The archive app: articles from upload to public page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        from archive.tallies import listening  # noqa: F401 - Django's own place for it: models are loaded by now
