"""The settings of such a site. Its folder comes from the environment."""

import os
from pathlib import Path

_FOLDER = Path(os.environ["BAOKU_BENCH_FOLDER"])

SECRET_KEY = "not-a-secret"  # noqa: S105 - this site serves nobody
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django.contrib.contenttypes", "haystack", "benchmarks.search.tutorial"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(_FOLDER / "site" / "articles.sqlite3")}}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
HAYSTACK_CONNECTIONS = {
    "default": {"ENGINE": "benchmarks.search.tutorial.whoosh_cn.WhooshEngine", "PATH": str(_FOLDER / "index")}
}
