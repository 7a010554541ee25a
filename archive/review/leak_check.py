"""Looks for removed words wherever a reader or the index could still have them, and says what it looked at.

After a withdrawal, a mask or a correction the newsroom asks here. What was found is kept as an event, without the
words: where, how often, and what was looked at. The words themselves are read anew from the rows each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive import duplicates, topics
from archive.models import Article, Event
from archive.review import removed, surfaces
from archive.review.removed import Trace
from archive.review.surfaces import Address, Answer
from archive.signals import Remains, remains_sought

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ACTION = "leak check"
#: So many words of a text are looked for, evenly out of all of it. Masked ones come first and are all among them.
MOST_TRACES = 60
#: So many pages of articles with the same text are read, which could list this one as similar.
_NEIGHBOURS = 5
#: So many other articles that hold the words are named.
_ELSEWHERE = 20
#: The one page on which readers may compare what was corrected.
_HISTORY = "archive:history"
#: Where harvesters are told that an article is gone, by its id and nothing else.
_TOMBSTONES = "oai"


class Result(models.TextChoices):
    CLEAN = "clean", _("Nothing left")
    WAITING = "waiting", _("Hidden; the index follows")
    LEAK = "leak", _("Still to be found")


@dataclass(frozen=True, slots=True)
class Leak:
    """Where something was found, and how many of the words."""

    at: str
    words: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a check looked at and found. It names no word.

    traces: words looked for. pages: addresses asked, by the name of their route. failed: those that gave an error.
    passed_over: routes that nothing of the article fills. remains: what keepers of copies answered, by their names:
    "asked", "found", "waiting", "since". elsewhere: keys of other public articles that hold the words.
    """

    result: str
    traces: int
    pages: Mapping[str, int]
    leaks: tuple[Leak, ...]
    failed: tuple[str, ...]
    passed_over: tuple[str, ...]
    remains: Mapping[str, Mapping[str, Any]]
    elsewhere: tuple[int, ...]

    @property
    def addresses(self) -> int:
        """How many addresses were asked."""
        return sum(self.pages.values())

    def as_json(self) -> dict[str, Any]:
        """What the event keeps."""
        return {
            "result": self.result,
            "traces": self.traces,
            "pages": dict(self.pages),
            "leaks": [[leak.at, leak.words] for leak in self.leaks],
            "failed": list(self.failed),
            "passed_over": list(self.passed_over),
            "remains": {place: dict(told) for place, told in self.remains.items()},
            "elsewhere": list(self.elsewhere),
        }


def check(article: Article, *, by: User | None, host: str, secure: bool) -> Report:
    """Look for what readers must not find of this article, and record the outcome. Call it outside a transaction.

    host, secure: under which name of this site and how readers come, as `surfaces.Reader.ask` takes them.
    """
    report = look(article, host=host, secure=secure)
    Event.objects.record(ACTION, article, actor=by, **report.as_json())
    return report


def look(article: Article, *, host: str, secure: bool) -> Report:
    """Look, and record nothing."""
    traces = _sample(removed.traces_of(article))
    answers = _asked_keepers(article, traces)
    elsewhere = {word: keys for answer in answers for word, keys in answer.elsewhere.items() if keys}
    answers.append(_asked_topics(traces, elsewhere))
    asked: Counter[str] = Counter()
    failed, leaks = [], []
    for address in _addresses(article):
        answer = surfaces.reader().ask(address.path, host=host, secure=secure)
        asked[address.name] += 1
        if answer.status >= 500:
            failed.append(address.path)
        if words := _found(article, address, answer, traces, elsewhere):
            leaks.append(Leak(address.path, words))
    leaks += [Leak(answer.place, len(answer.found)) for answer in answers if answer.found and not answer.waiting]
    return Report(
        result=_result(leaks, failed, answers),
        traces=len(traces),
        pages=dict(asked),
        leaks=tuple(leaks),
        failed=tuple(failed),
        passed_over=tuple(surfaces.unfilled(article)),
        remains={answer.place: _told(answer) for answer in answers},
        elsewhere=tuple(sorted({key for keys in elsewhere.values() for key in keys})[:_ELSEWHERE]),
    )


def _sample(traces: list[Trace]) -> list[Trace]:
    """At most MOST_TRACES, evenly out of all."""
    step = max(1, -(-len(traces) // MOST_TRACES))
    return traces[::step]


def _asked_keepers(article: Article, traces: Iterable[Trace]) -> list[Remains]:
    words = [trace.text for trace in traces]
    answers: list[tuple[Any, Any]] = remains_sought.send(sender=Article, article=article, words=words)
    return [remains for _receiver, answer in answers for remains in answer]


def _asked_topics(traces: Iterable[Trace], elsewhere: Mapping[str, Any]) -> Remains:
    """What staff wrote about topics for readers may quote an article, and the words of another one as well."""
    words = [trace.text for trace in traces if trace.text not in elsewhere]
    return Remains("topics", len(words), topics.words_left(words))


def _addresses(article: Article) -> Iterator[Address]:
    yield from surfaces.addresses(article)
    likes = (like.other for like in duplicates.likenesses_of(article))
    public = [other for other in likes if other.state == Article.State.PUBLISHED]
    for other in public[:_NEIGHBOURS]:
        yield Address("archive:article", other.get_absolute_url(), own=False)


def _found(
    article: Article, address: Address, answer: Answer, traces: Iterable[Trace], elsewhere: Mapping[str, Any]
) -> int:
    """How many of the words stand there. On a page of many articles those do not count that others hold as well."""
    wanted = {trace.text for trace in traces if not (trace.in_history and address.name == _HISTORY)}
    if not address.own:
        wanted -= elsewhere.keys()
        hidden = article.state != Article.State.PUBLISHED and address.name != _TOMBSTONES
        wanted |= {article.public_id} if hidden else set()
    return sum(word in answer.words for word in wanted)


def _result(leaks: list[Leak], failed: list[str], answers: Iterable[Remains]) -> str:
    if leaks or failed:
        return Result.LEAK
    return Result.WAITING if any(answer.waiting for answer in answers) else Result.CLEAN


def _told(answer: Remains) -> dict[str, Any]:
    since = answer.since.isoformat() if answer.since else None
    return {"asked": answer.asked, "found": len(answer.found), "waiting": answer.waiting, "since": since}
