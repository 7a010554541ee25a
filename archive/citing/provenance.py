"""One line on what a citation rests on: which republication, from which address, saved when, in which version."""

from __future__ import annotations

from archive.citing import dates
from archive.citing.facts import Facts
from archive.citing.words import words


def provenance(facts: Facts) -> str:
    """Return the line in the article's language, "" where there is nothing to say."""
    say, told = words(facts.language), []
    if facts.republisher:
        told.append(say.from_republication.format(site=facts.republisher))
    if facts.title_here:
        told.append(say.title_here.format(title=facts.title_here))
    if facts.original_url:
        told.append(say.original_url.format(url=facts.original_url))
    if facts.captured:
        told.append(say.captured.format(day=dates.iso(dates.parts(facts.captured))))
    if facts.version:
        told.append(say.version.format(number=facts.version))
    return say.between.join(told)
