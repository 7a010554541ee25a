"""The project as an app, for the commands that see both archive and search, and the desk as Django's admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from config import checks  # noqa: F401 - importing registers them


class ProjectConfig(AppConfig):
    name = "config"


class DeskConfig(AdminConfig):
    default_site = "archive.admin.site.the_desk"
