"""The words that readers must no longer find: read anew from the rows whenever they are looked for, kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.models import Article, Finding, Revision
from archive.review import hiding, redlines
from archive.text.folding import fold

#: A clause is told from others by so many characters; shorter ones stand anywhere.
_SHORTEST, _LONGEST = 6, 30
#: A removed word is looked for with the characters around it, or a corrected figure would be found on every page.
_WITH_AROUND = 8
_ENDS = re.compile(r"[。！？；：，、!?;,\s　]+")


@dataclass(frozen=True, slots=True)
class Trace:
    """Folded words to look for. in_history: readers may see them where the versions are compared, and only there."""

    text: str
    in_history: bool = False


def traces_of(article: Article) -> list[Trace]:
    """Return what readers must not find of the article as it stands: all of one that is not public, else what was
    masked, corrected or sealed. Each once, the most telling first."""
    revisions = list(article.revisions.all())
    if article.state != Article.State.PUBLISHED:
        texts = [*_texts(article), *(text for revision in revisions for text in (revision.title, *revision.body))]
        return [Trace(text) for text in dict.fromkeys(clause for text in texts for clause in clauses(text))]
    return [*_masked(article), *replaced(revisions)]


def clauses(text: str) -> Iterator[str]:
    """Yield the clauses of a text that are long enough to tell it from others, folded."""
    for clause in _ENDS.split(fold(text)):
        if len(clause) >= _SHORTEST:
            yield clause[:_LONGEST]


def _texts(article: Article) -> Iterator[str]:
    yield from (article.title, article.original_title, article.kicker, article.subtitle, article.dateline)
    yield from article.body


def _masked(article: Article) -> Iterator[Trace]:
    masked = article.findings.filter(state=Finding.State.MASKED).exclude(text="")
    parts = (part for words in masked.values_list("text", flat=True) for part in hiding.parts(words))
    for part in dict.fromkeys(fold(part) for part in parts if "\n" not in part):
        yield Trace(part)


def replaced(revisions: list[Revision]) -> Iterator[Trace]:
    """What earlier versions say and the newest does not; those that readers can compare may show it in the history.

    revisions: all of an article's, the newest first.
    """
    if not revisions:
        return
    current, *earlier = revisions
    standing = _whole(current)
    shown = "\n".join(_whole(revision) for revision in earlier if not revision.sealed)
    found = (text for revision in earlier for text in _gone(revision, current) if text not in standing)
    for text in dict.fromkeys(found):
        yield Trace(text, in_history=text in shown)


def _whole(revision: Revision) -> str:
    fields = (revision.fields.get(name) for name in ("original_title", "kicker", "subtitle", "dateline"))
    return fold("\n".join([revision.title, *revision.body, *filter(None, fields)]))


def _gone(before: Revision, after: Revision) -> Iterator[str]:
    change = redlines.redline(before, after)
    for runs in (*(line.runs for line in change.lines), *(field.runs for field in change.fields)):
        yield from _windows(runs)


def _windows(runs: Iterable[redlines.Run]) -> Iterator[str]:
    """Each removed run, with as much of the earlier text around it as makes it tell."""
    earlier = [run for run in runs if run.kind != "new"]
    text, start = fold("".join(run.text for run in earlier)), 0
    for run in earlier:
        end = start + len(run.text)
        if run.kind == "gone" and len(run.text) >= _LONGEST:
            yield from clauses(run.text)
        elif run.kind == "gone":
            more = max(0, _WITH_AROUND - len(run.text) + 1) // 2
            window = text[max(0, start - more) : end + more].strip()
            if len(window) >= _SHORTEST:
                yield window
        start = end
