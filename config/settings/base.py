"""Settings that every way of running shares. Each knob is read once here; docs/settings.md lists them."""

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config.environment import PROJECT, count, data_folder, flag, inbox, secret_key
from config.sqlite import journal_pragmas

BAOKU_DATA: Path = data_folder()
#: The watched folder, None for none.
BAOKU_INBOX: Path | None = inbox(BAOKU_DATA)
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
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "haystack",
    "archive",
    "search",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.caching",
    "config.languages.arrival",
    "django.middleware.http.ConditionalGetMiddleware",
    "config.revalidation.revalidation",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.middleware.request_limit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
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
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

# Five wrong passwords or codes lock a name to an address for an hour. See archive/accounts/locks.py.
AXES_HANDLER = "archive.accounts.locks.Locks"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=60)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else anybody could keep a colleague out for ever
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "archive.accounts.addresses.address_of"
AXES_LOCKOUT_CALLABLE = "archive.admin.account.locked.answer"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "code"]
AXES_DISABLE_ACCESS_LOG = True  # a person's sessions are listed while they live; nobody's movements are kept
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
#: Minutes: a failure that comes later than this after the one before is counted from one again.
BAOKU_FAILURE_WINDOW = 15
#: How many proxies stand in front and append to X-Forwarded-For; with 0 that header is not read.
BAOKU_PROXIES = count("BAOKU_PROXIES", default=0)

#: Every member of staff must have a second step before the desk opens.
BAOKU_REQUIRE_2FA = flag("BAOKU_REQUIRE_2FA", default=False)
OTP_TOTP_ISSUER = "Baoku"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# China Standard Time is the archive's calendar: the day on which a newspaper is dated.
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"  # set by static/js/language.js when a reader chooses one; see config/languages.py
LOCALE_PATHS = [PROJECT / "config" / "locale"]
FORMAT_MODULE_PATH = "config.formats"

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
SESSION_ENGINE = "archive.accounts.sessions"
SESSION_COOKIE_AGE = 2 * 60 * 60  # seconds without a page of the desk
BAOKU_SESSION_LIMIT = 12 * 60 * 60  # seconds from the login on, however busy
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FILES = 500
# A form without its files: the source of a page may be pasted, and the review page holds a whole article. It holds for
# every form, and costs nothing where less is sent: memory grows with what comes, and request_limit stands before it.
# A longer paste is told on the upload page before it is sent, and answered with 413 where there is no script.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
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

#: The e-mail address that harvesters are told, "" for webmaster@ the host.
BAOKU_CONTACT = os.environ.get("BAOKU_CONTACT", "")
#: A second person must publish: nobody accepts their own upload.
BAOKU_TWO_PERSON = flag("BAOKU_TWO_PERSON", default=False)
