"""The desk: Django's admin, extended for upload and review. Importing the modules registers them."""

from archive.admin import accounts, agencies, articles, events, outlet_rules, reports, topics, uploads  # noqa: F401
