"""Shows how a query is answered: how it was read, what it asks of the index, what that costs, why hits rank so."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.answering.executor import asked_of, understood
from search.answering.explanation import lines_of
from search.asking.requests import SearchRequest
from search.asking.searched import searched
from search.backends import IndexUnavailable
from search.backends.whoosh import session
from search.engine.explaining import explain
from search.index_state import REMEDY
from search.mistakes import explained
from search.query.parser import parse
from search.query.rendering import describe


class Command(BaseCommand):
    help = "Print the tree of a query, its terms, candidates and verified counts, and the scores of its first hits."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", help="as a reader types it")
        parser.add_argument("--size", type=int, default=5, help="Hits whose scores are shown.")

    def handle(self, *, query: str, size: int, **options: Any) -> None:
        request = SearchRequest(q=query, size=size)
        read = understood(request)
        for mistake in read.mistakes:
            self.stderr.write(explained(mistake))
        try:
            at = session()
        except IndexUnavailable as error:
            raise CommandError(_("There is no index to ask. To mend it: %(command)s") % {"command": REMEDY}) from error
        self.stdout.write(_("read as: %(query)s") % {"query": describe(parse(query, today=timezone.localdate()).tree)})
        for forms in searched(read.tree):
            self.stdout.write(_("searched: %(forms)s") % {"forms": "｜".join(forms)})
        told = explain(at.snapshot, replace(asked_of(request, read, at), visible=at.visible))
        words = ngettext("%(count)d article, %(ms)s ms", "%(count)d articles, %(ms)s ms", told.found.count)
        self.stdout.write(words % {"count": told.found.count, "ms": round(told.ms, 1)})
        for line in lines_of(told):
            self.stdout.write(line)
