#!/usr/bin/env python
"""Django's command line. The development settings apply unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from config.first_use import prepare_database
from config.terminal import lacks_tables, speak_its_language, write_any_character

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    write_any_character()
    try:
        django.setup()
        speak_its_language()
        prepare_database(sys.argv)
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except DatabaseError:
        if not lacks_tables():
            raise
        sys.exit("The database is not prepared for this version. Run: python manage.py migrate")
