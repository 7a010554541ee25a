"""Searches from the command line, as a reader does."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from search.answering.executor import SearchPage, execute
from search.api.results import as_json
from search.asking.requests import MAX_SIZE, SearchRequest
from search.forms import SORTS
from search.index_state import REMEDY
from search.mistakes import explained


class Command(BaseCommand):
    help = "Search the public articles. --json prints what the API answers."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", help="words, “a phrase”, -word")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--size", type=int, default=10, choices=range(1, MAX_SIZE + 1), metavar=f"1..{MAX_SIZE}")
        parser.add_argument("--sort", default="relevance", choices=[key for key, _label in SORTS])

    def handle(self, *, query: str, page: int, size: int, sort: Any, **options: Any) -> None:
        found = execute(SearchRequest(q=query, page=max(page, 1), size=size, sort=sort, facets=options["json"]))
        if options["json"]:
            with override(settings.LANGUAGE_CODE):  # addresses as the API gives them, whatever the terminal speaks
                self.stdout.write(dumped(found))
        else:
            self.tell(found)

    def tell(self, found: SearchPage) -> None:
        mended = _("To mend it: %(command)s") % {"command": REMEDY} if found.notice else ""
        for message in filter(None, [found.notice, mended, *map(explained, found.mistakes)]):
            self.stderr.write(message)
        words = ngettext("%(count)d article, %(ms)s ms", "%(count)d articles, %(ms)s ms", found.count)
        self.stdout.write(words % {"count": found.count, "ms": found.took_ms})
        for hit in found.hits:
            day = hit.article.published_on or "----------"
            self.stdout.write(f"{day}  {hit.article}  {hit.article.get_absolute_url()}")


def dumped(found: SearchPage) -> str:
    """The API's answer as text; <mark> stays, so that what was found can be seen."""
    return json.dumps(as_json(found), ensure_ascii=False, indent=2)
