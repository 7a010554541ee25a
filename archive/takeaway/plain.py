"""An article as plain text: title, head lines, then paragraphs with an empty line between them."""

from __future__ import annotations

from archive.citing import Facts, one_line
from archive.takeaway.head_lines import head_lines
from archive.takeaway.shown import Shown


def as_text(shown: Shown, facts: Facts) -> str:
    """Return the text in full. facts: of the same article."""
    article = shown.article
    titles = [one_line(line) for line in (article.kicker, str(article), article.subtitle) if line]
    head = "\n".join((*titles, *head_lines(facts)))
    return "\n\n".join((head, *(passage.text for passage in shown.passages))) + "\n"
