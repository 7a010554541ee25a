"""The project: settings, roots, and what sees both apps. Importing it puts a sound SQLite under Django."""

from config.sqlite import use_sound_sqlite

use_sound_sqlite()  # before anything can import sqlite3 through Django
