"""The original beside the cleaned text, block by block, as data for the review page.

Personal data that nobody has judged harmless is hidden in every text here: a template cannot show it by mistake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from archive.models import Article, Finding, TextBlock
from archive.review import diffs, hiding, lighting
from archive.review.diffs import Piece
from archive.review.hiding import MASK
from archive.review.lighting import Lights

#: A removed block longer than this is folded after its first characters.
FOLD_AFTER = 120
#: Findings whose words are not marked in the text: they are covered there, or stand over it.
UNMARKED = (*Finding.PERSONAL_DATA, Finding.Kind.PINYIN, Finding.Kind.NEAR_DUPLICATE)


@dataclass(frozen=True, slots=True)
class Shown:
    """Characters of the cleaned text. reading: pinyin over them. hidden: a bar. masked: stands for masked words.

    found: a finding's own words, to be marked.
    """

    text: str
    reading: str = ""
    hidden: bool = False
    masked: bool = False
    found: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One block. number: what people call it, from 1. raw, rest: the original, the part to fold away last.

    read_into: names of the evidence that was read from it.
    """

    block: TextBlock
    number: int
    raw: tuple[Piece, ...]
    rest: tuple[Piece, ...]
    shown: tuple[Shown, ...]
    same: bool
    read_into: tuple[str, ...] = ()


def rows(article: Article, *, hide: set[str]) -> list[Row]:
    """Every block of the article in its order, the words of findings marked in it."""
    found = defaultdict(list)
    for finding in article.findings.all():
        found[finding.block].append(finding)
    blocks = list(article.blocks.all())
    lit = lighting.lights_of(article, blocks)
    return [_row(block, hide, found[block.position], lit.get(block.position, {})) for block in blocks]


def body_rows(article: Article, *, hide: set[str]) -> list[tuple[Shown, ...]]:
    """The paragraphs of an article that came without blocks."""
    return [_shown(text, [], hide) for text in article.body]


def words_to_hide(article: Article) -> set[str]:
    """Personal data found in the article, unless a person settled that it is none."""
    return {
        words
        for finding in article.findings.all()  # in Python, so that a list can prefetch them
        if finding.text and finding.kind in Finding.PERSONAL_DATA and finding.state not in Finding.LET_BE
        for words in hiding.parts(finding.text)
    }


def covered_title(article: Article) -> str:
    """What the article is called in lists of the desk, with personal data covered."""
    return veil(str(article), words_to_hide(article))


def veil(text: str, hide: set[str]) -> str:
    """Return the text with each word of `hide` replaced by a bar of the same length."""
    return "".join("█" * len(piece.text) if piece.hidden else piece.text for piece in diffs.veiled(text, hide=hide))


def _row(block: TextBlock, hide: set[str], found: list[Finding], lit: Lights) -> Row:
    marks = _marks(block, found)
    pieces = lighting.light(diffs.against(block.text, block.cleaned if block.in_body else block.text, hide=hide), lit)
    raw, rest = _fold(pieces) if block.role == TextBlock.Role.REMOVED else (pieces, [])
    return Row(
        block=block,
        number=block.position + 1,
        raw=tuple(raw),
        rest=tuple(rest),
        shown=_shown(block.cleaned, block.readings, hide, marks) if block.in_body or block.role == "title" else (),
        same=block.in_body and block.text == block.cleaned and not block.readings and not marks,
        read_into=tuple(sorted(lit)),
    )


def _marks(block: TextBlock, found: list[Finding]) -> set[int]:
    """Characters of the cleaned text that findings point at; by their words where the text has moved since.

    Pinyin shows itself, and numbers of people are covered.
    """
    marked: set[int] = set()
    for finding in found:
        if finding.kind in UNMARKED or finding.state != Finding.State.OPEN:
            continue
        start, end = finding.start, finding.end
        if not (start < end <= len(block.cleaned) and block.cleaned[start:end] in (finding.text or block.cleaned)):
            start = block.cleaned.find(finding.text) if finding.text else -1
            end = start + len(finding.text)
        marked |= set(range(start, end)) if start >= 0 else set()
    return marked


def _fold(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Part the pieces behind the first FOLD_AFTER characters, without cutting through what is hidden."""
    head: list[Piece] = []
    room = FOLD_AFTER
    for at, piece in enumerate(pieces):
        if len(piece.text) > room:
            first, last = (piece.text, "") if piece.hidden else (piece.text[:room], piece.text[room:])
            tail = [replace(piece, text=last)] if last else []
            return [*head, replace(piece, text=first)], [*tail, *pieces[at + 1 :]]
        head.append(piece)
        room -= len(piece.text)
    return head, []


def _shown(
    text: str, readings: list[dict[str, Any]], hide: set[str], marks: Set[int] = frozenset()
) -> tuple[Shown, ...]:
    """The text in runs: read characters alone under their pinyin, masks and hidden words by themselves."""
    pinyin = {reading["at"]: reading["reading"] for reading in readings}
    runs: list[Shown] = []
    at = 0
    for piece in diffs.veiled(text, hide={*hide, MASK}):
        if piece.hidden:
            runs += _covered(piece.text)
        else:
            runs += _annotated(piece.text, at, pinyin, marks)
        at += len(piece.text)
    return tuple(runs)


def _covered(text: str) -> list[Shown]:
    return [Shown(text, masked=True)] if set(text) <= set(MASK) else [Shown(text, hidden=True)]


def _annotated(text: str, start: int, pinyin: dict[int, str], marks: Set[int]) -> Iterator[Shown]:
    """Runs of a text that begins at `start`: each read character by itself, marked and other characters apart."""
    for key, run in groupby(
        range(start, start + len(text)), key=lambda at: (at if at in pinyin else None, at in marks)
    ):
        words = "".join(text[at - start] for at in run)
        yield Shown(words, pinyin.get(key[0], "") if key[0] is not None else "", found=key[1])
