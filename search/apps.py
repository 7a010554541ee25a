"""The search app: finding articles. Its index can always be thrown away and built again."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from search import checks, index_admin, signals  # noqa: F401 - Django's own place for it: models are loaded by now
