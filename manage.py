#!/usr/bin/env python
"""Django's command line. The development settings apply unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from config.terminal import speak_its_language, write_any_character

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    write_any_character()
    django.setup()
    speak_its_language()
    execute_from_command_line(sys.argv)
