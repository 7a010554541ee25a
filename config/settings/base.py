"""Settings that every way of running shares. Each knob is read once here; docs/settings.md lists them."""

import sqlite3
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config.environment import PROJECT, data_folder, flag, secret_key
from config.sqlite import journal_pragmas

BAOKU_DATA: Path = data_folder()
SECRET_KEY = secret_key(BAOKU_DATA)
DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "config.apps.ProjectConfig",
    "config.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "haystack",
    "archive",
    "search",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.caching",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.middleware.request_limit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": BAOKU_DATA / "baoku.sqlite3",
        "OPTIONS": {
            "init_command": journal_pragmas(sqlite3.sqlite_version_info),
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "config.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "admin:login"

# China Standard Time is the archive's calendar: the day on which a newspaper is dated.
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PROJECT / "config" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = BAOKU_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [PROJECT / "static"]

# Named and shaped as in Django 6, so that our middleware can go when Django brings its own.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
}
LOGIN_REDIRECT_URL = "admin:index"  # where a login goes whose ?next= leads elsewhere
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FILES = 500
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the review page edits one paragraph a field
FILE_UPLOAD_TEMP_DIR = BAOKU_DATA / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o750, exist_ok=True)
#: One request; archive.ingest.intake has limits of its own for each file.
BAOKU_MAX_REQUEST_BYTES = 300_000_000

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "search.backends.whoosh.WhooshEngine",
        "PATH": BAOKU_DATA / "index",
        "SILENTLY_FAIL": False,  # a lost deletion would leave a withdrawn article findable
    }
}
HAYSTACK_DOCUMENT_FIELD = "body"
HAYSTACK_LIMIT_TO_REGISTERED_MODELS = False

#: A second person must publish: nobody accepts their own upload.
BAOKU_TWO_PERSON = flag("BAOKU_TWO_PERSON", default=False)
