"""The original beside the cleaned text, block by block, as data for the review page.

Personal data that nobody has judged harmless is hidden in every text here: a template cannot show it by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.models import Article, Finding, TextBlock
from archive.review import diffs
from archive.review.diffs import Piece
from archive.review.masking import MASK

#: A removed block longer than this is folded after its first characters.
FOLD_AFTER = 120


@dataclass(frozen=True, slots=True)
class Shown:
    """Characters of the cleaned text. reading: pinyin over them. hidden: a bar. masked: stands for masked words."""

    text: str
    reading: str = ""
    hidden: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One block. number: what people call it, from 1. raw, rest: the original, the part to fold away last."""

    block: TextBlock
    number: int
    raw: tuple[Piece, ...]
    rest: tuple[Piece, ...]
    shown: tuple[Shown, ...]
    same: bool


def rows(article: Article, *, hide: set[str]) -> list[Row]:
    """Every block of the article in its order."""
    return [_row(block, hide) for block in article.blocks.all()]


def body_rows(article: Article, *, hide: set[str]) -> list[tuple[Shown, ...]]:
    """The paragraphs of an article that came without blocks."""
    return [_shown(text, [], hide) for text in article.body]


def words_to_hide(article: Article) -> set[str]:
    """Personal data found in the article, unless a person settled that it is none."""
    return {
        finding.text
        for finding in article.findings.all()  # in Python, so that a list can prefetch them
        if finding.text and finding.kind in Finding.PERSONAL_DATA and finding.state != Finding.State.KEPT
    }


def covered_title(article: Article) -> str:
    """What the article is called in lists of the desk, with personal data covered."""
    return veil(str(article), words_to_hide(article))


def veil(text: str, hide: set[str]) -> str:
    """Return the text with each word of `hide` replaced by a bar of the same length."""
    return "".join("█" * len(piece.text) if piece.hidden else piece.text for piece in diffs.veiled(text, hide=hide))


def _row(block: TextBlock, hide: set[str]) -> Row:
    pieces = diffs.against(block.text, block.cleaned if block.in_body else block.text, hide=hide)
    raw, rest = _fold(pieces) if block.role == TextBlock.Role.REMOVED else (pieces, [])
    return Row(
        block=block,
        number=block.position + 1,
        raw=tuple(raw),
        rest=tuple(rest),
        shown=_shown(block.cleaned, block.readings, hide) if block.in_body or block.role == "title" else (),
        same=block.in_body and block.text == block.cleaned and not block.readings,
    )


def _fold(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Part the pieces behind the first FOLD_AFTER characters, without cutting through what is hidden."""
    head: list[Piece] = []
    room = FOLD_AFTER
    for at, piece in enumerate(pieces):
        if len(piece.text) > room:
            first, last = (piece.text, "") if piece.hidden else (piece.text[:room], piece.text[room:])
            tail = [Piece(last, piece.cut)] if last else []
            return [*head, Piece(first, piece.cut, piece.hidden)], [*tail, *pieces[at + 1 :]]
        head.append(piece)
        room -= len(piece.text)
    return head, []


def _shown(text: str, readings: list[dict[str, Any]], hide: set[str]) -> tuple[Shown, ...]:
    """The text in runs: read characters alone under their pinyin, masks and hidden words by themselves."""
    pinyin = {reading["at"]: reading["reading"] for reading in readings}
    runs: list[Shown] = []
    at = 0
    for piece in diffs.veiled(text, hide={*hide, MASK}):
        if piece.hidden:
            runs += _covered(piece.text)
        else:
            runs += _annotated(piece.text, {place - at: reading for place, reading in pinyin.items()})
        at += len(piece.text)
    return tuple(runs)


def _covered(text: str) -> list[Shown]:
    return [Shown(text, masked=True)] if set(text) <= set(MASK) else [Shown(text, hidden=True)]


def _annotated(text: str, pinyin: dict[int, str]) -> list[Shown]:
    runs, start = [], 0
    for at in sorted(place for place in pinyin if 0 <= place < len(text)):
        runs += [Shown(text[start:at]), Shown(text[at], pinyin[at])]
        start = at + 1
    return [run for run in (*runs, Shown(text[start:])) if run.text]
