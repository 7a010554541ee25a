"""Serving readers: DEBUG off, static files hashed, cookies and headers strict.

BAOKU_TLS=0 is for one machine without a TLS proxy in front, as `make run` does on loopback.
"""

import os

from config.environment import flag, words
from config.settings.base import *  # noqa: F403
from config.settings.base import SECURE_CSP

ALLOWED_HOSTS = words("BAOKU_HOSTS", default="localhost,127.0.0.1,[::1]")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("BAOKU_LOG_LEVEL", "WARNING")},
}

TLS = flag("BAOKU_TLS", default=True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = TLS
if TLS:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("BAOKU_HSTS_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_CSP = {**SECURE_CSP, "upgrade-insecure-requests": []}
