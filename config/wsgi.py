"""The WSGI entry that gunicorn loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

from search.answering.warming import warm_up  # noqa: E402 - models can be imported from here on

warm_up()
