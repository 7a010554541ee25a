"""What was found in an article, as lines of the review page: warnings about the whole page, then what to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models import Article, Finding

Kind = Finding.Kind
STOP = ("bad", pgettext_lazy("finding", "Blocks"))
MIND = ("mind", pgettext_lazy("finding", "Look"))
NOTE = ("idle", pgettext_lazy("finding", "Note"))
DONE = ("good", pgettext_lazy("finding", "Settled"))

#: Doubts about the page as a whole, each with what to do about it.
ADVICE: dict[str, Promise] = {
    Kind.MOJIBAKE: _("The page was saved in a wrong encoding once. Read the text: if it is garbled, decode it again."),
    Kind.CHARSET: _("The page names another encoding than its text is in. If words look wrong, decode it again."),
    Kind.GARBLED: _("Some characters were lost before the page was saved. Compare the marked places."),
    Kind.TRUNCATED: _("The last sentence has no end. Look into the original; return the page if the rest is missing."),
    Kind.ERROR_PAGE: _("The site answered with an error or asked for a login. Return the page: it holds no article."),
    Kind.LIST_PAGE: _("This is a list of links. Return the page unless a part of it is an article."),
    Kind.SEVERAL_ARTICLES: _("Keep one article: cut the blocks of the others, and upload those by themselves."),
    Kind.MACHINE_TITLE: _("The title looks like a file name. Correct it from the text or the original."),
    Kind.NOT_CHINESE: _("The archive holds news in Chinese. Return the page unless it belongs here."),
}
EMPTY_ADVICE = _("Every block was cut, so readers would see an empty page. Restore the article, or refuse the page.")
#: Told elsewhere on the page, each at its own place.
ELSEWHERE = (Kind.NEAR_DUPLICATE, Kind.UNKNOWN_OUTLET)
#: Told once, however many there are.
TOGETHER = (Kind.PINYIN,)


@dataclass(frozen=True, slots=True)
class Notice:
    """A doubt about the page. blocks: numbers from 1 where it shows. recode: decoding again may help."""

    label: str | Promise
    advice: str | Promise
    words: str
    blocks: tuple[int, ...]
    recode: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding, or several of the same words or that only inform. words: shown to those who must judge them,
    empty for others.

    blocks: numbers from 1. stops: nothing is published while it stands. note: a reason typed with a refused press.
    """

    finding: Finding
    look: str
    level: str | Promise
    stops: bool
    words: str
    blocks: tuple[int, ...]
    count: int = 1
    note: str = ""

    @property
    def let_be(self) -> bool:
        """Whether a person decided that readers may see the words, and may think again."""
        return self.finding.state in Finding.LET_BE

    @property
    def key(self) -> str:
        """What names the finding in the values of its buttons."""
        return str(self.finding.pk)


EMPTY = Notice(pgettext_lazy("draft", "No text"), EMPTY_ADVICE, "", (), False)


def notices(article: Article) -> list[Notice]:
    """The doubts about the page, each once."""
    found = [finding for finding in article.findings.all() if finding.kind in ADVICE]
    found.sort(key=lambda finding: (list(ADVICE).index(finding.kind), finding.pk))
    told = [_notice(list(group)) for _kind, group in groupby(found, key=lambda finding: finding.kind)]
    return told if article.body else [EMPTY, *told]


def lines(article: Article, *, reviewer: bool, typed: Mapping[str, str]) -> list[FindingLine]:
    """What stops first, then what to look at, then what is settled or only told. The same words are one line."""
    found = [finding for finding in article.findings.all() if finding.kind not in (*ADVICE, *ELSEWHERE)]
    found.sort(key=lambda finding: (_rank(finding), finding.kind, _same(finding), finding.pk))
    groups = groupby(found, key=lambda finding: (_rank(finding), finding.kind, _same(finding)))
    return [_line(list(group), reviewer, typed) for _key, group in groups]


def _same(finding: Finding) -> str:
    return "" if finding.kind in TOGETHER else finding.text or str(finding.pk)


def _notice(several: list[Finding]) -> Notice:
    first = several[0]
    recode = first.kind in (Kind.MOJIBAKE, Kind.CHARSET, Kind.GARBLED)
    return Notice(first.get_kind_display(), ADVICE[first.kind], first.text, _blocks(several), recode)


def _line(several: list[Finding], reviewer: bool, typed: Mapping[str, str]) -> FindingLine:
    first = several[0]
    look, level = (STOP, MIND, NOTE, DONE)[_rank(first)]
    words = _words(first, reviewer)
    note = typed.get(f"note-{first.pk}", "")
    return FindingLine(first, look, level, first.blocks_publication, words, _blocks(several), len(several), note)


def _blocks(several: list[Finding]) -> tuple[int, ...]:
    return tuple(sorted({finding.block + 1 for finding in several if finding.block is not None}))


def _rank(finding: Finding) -> int:
    if finding.state != Finding.State.OPEN:
        return 3
    if finding.blocks_publication:
        return 0
    return 2 if finding.kind in (*TOGETHER, *Finding.PERSONAL_DATA) else 1


def _words(finding: Finding, reviewer: bool) -> str:
    """The words found; personal data only for a reviewer, and only until it is masked."""
    if finding.kind not in Finding.PERSONAL_DATA or finding.state in Finding.LET_BE:
        return finding.text
    return finding.text if reviewer and finding.state == Finding.State.OPEN else ""
