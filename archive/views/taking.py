"""One article to take away: /a/<id>.txt, .md and .json."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from archive.citing import Facts
from archive.models import Article
from archive.reading import look_up
from archive.takeaway import Shown, as_markdown, as_record, as_text, shown
from archive.views.files import File, answer, gone
from archive.views.permanent import facts_today

_MEDIA_TYPES = {
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8; variant=CommonMark",
    "json": "application/json",
}


@require_safe
def take(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """One public article as a file, as its page shows it now. form: txt, md or json. 410 once it was withdrawn."""
    found = look_up(public_id)
    if not isinstance(found, Article):
        return gone(found, form)
    [one] = shown([found])
    facts = facts_today(request, found, version=one.version)
    return answer(File(_text(one, facts, form), _MEDIA_TYPES[form], f"baoku-{public_id}.{form}"), facts.permalink)


def _text(one: Shown, facts: Facts, form: str) -> str:
    if form == "txt":
        return as_text(one, facts)
    if form == "md":
        return as_markdown(one, facts)
    return json.dumps(as_record(one, facts.permalink), ensure_ascii=False, indent=1) + "\n"
