"""An article as Markdown (CommonMark) with front matter in YAML, which an upload of the file reads back into fields."""

from __future__ import annotations

import json
import re

from archive.citing import Facts, one_line
from archive.citing.dates import iso
from archive.takeaway.shown import Shown

_MARKUP = re.compile(r"([\\`*_\[\]<>&~|])")
#: What begins a list, a heading or a quotation where it stands first.
_FIRST = re.compile(r"^(\s*)([#+=-]|\d{1,9}(?=[.)]))")
#: JSON is YAML, but for the controls that YAML wants escaped, too.
_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def as_markdown(shown: Shown, facts: Facts) -> str:
    """Return the file in full. facts: of the same article."""
    article = shown.article
    passages = (text if number else f"## {text}" for number, text in _escaped(shown))
    parts = (_front_matter(shown, facts), f"# {escape(one_line(str(article)))}", *passages)
    return "\n\n".join(parts) + "\n"


def _front_matter(shown: Shown, facts: Facts) -> str:
    article = shown.article
    values = {
        "title": one_line(article.title),
        "original_title": one_line(article.original_title),
        "kicker": one_line(article.kicker),
        "subtitle": one_line(article.subtitle),
        "source": facts.outlet,
        "site": facts.republisher,
        "date": iso(facts.date),
        "authors": list(facts.authors),
        "editors": list(facts.editors),
        "url": facts.original_url,
        "archived_at": facts.permalink,
        "version": shown.version,
    }
    lines = "\n".join(f"{name}: {_yaml(value)}" for name, value in values.items() if value)
    return f"---\n{lines}\n---"


def _yaml(value: object) -> str:
    """A value as JSON writes it, which YAML reads the same."""
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _escaped(shown: Shown) -> list[tuple[int | None, str]]:
    return [(passage.number, escape(passage.text)) for passage in shown.passages]


def escape(text: str) -> str:
    """Return text as one Markdown paragraph that shows just these characters."""
    quiet = _MARKUP.sub(r"\\\1", " ".join(text.splitlines()))
    return _FIRST.sub(_at_the_start, quiet)


def _at_the_start(match: re.Match[str]) -> str:
    blank, mark = match.groups()
    if mark.isdecimal():
        return f"{blank}{mark}\\"  # the full stop behind it follows
    return f"{blank}\\{mark}"
