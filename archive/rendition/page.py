"""The words of an article put together for its page, in the modes that a reader asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Length

from archive.models import Article, Finding, Revision, TextBlock
from archive.reading import number_paragraphs
from archive.rendition.cuts import Block, Cut, Removal, cuts_between, removals, unfit
from archive.rendition.modes import Modes
from archive.rendition.runs import Run, occurrences, runs_of
from archive.rendition.scripts import Script, names_in, offered
from archive.text.alignment import Aligned
from archive.text.conversion import convert
from archive.text.proper_names import NO_NAMES, Names

#: Roles of blocks that a reader can come to see.
_READ = (*TextBlock.BODY_ROLES, TextBlock.Role.REMOVED)


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a sub-heading or something removed. number: the paragraph's, from 1. heading: from 1."""

    runs: tuple[Run, ...] = ()
    number: int | None = None
    heading: int | None = None
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Rendition:
    """What stands on the page. script: None for the article as it is. lang: BCP 47 tag of the words, "" for unknown.

    title, kicker, subtitle, original_title: in runs. differing: characters that the conversion changed.
    readings: how many the text has. removed: how many blocks were removed, as can be shown in their places.
    """

    script: Script | None
    lang: str
    title: tuple[Run, ...]
    kicker: tuple[Run, ...]
    subtitle: tuple[Run, ...]
    original_title: tuple[Run, ...]
    pieces: tuple[Piece, ...]
    differing: int
    readings: int
    removed: int
    removals: tuple[Removal, ...]

    @property
    def paragraphs(self) -> int:
        return sum(piece.number is not None for piece in self.pieces)

    @property
    def removed_blocks(self) -> int:
        return sum(one.blocks for one in self.removals)

    @property
    def removed_characters(self) -> int:
        return sum(one.characters for one in self.removals)


class Typesetter:
    """Turns one text of the article after another into runs, in one script and with the same words marked."""

    def __init__(self, modes: Modes, script: Script | None, names: Names) -> None:
        self.modes, self.script, self.names = modes, script, names
        self.differing = 0

    def set(self, text: str, readings: dict[int, str] | None = None) -> tuple[Run, ...]:
        """Return a text in runs. readings: by the places of their characters in it."""
        shown = convert(text, self.script.conversion, self.names) if self.script else Aligned(text)
        self.differing += _differing(text, shown)
        marks = occurrences(text, self.modes.find) if self.modes.find else ()
        read = readings if self.modes.ruby else None
        return runs_of(shown, marks=marks, readings=read, upright=self.modes.vertical)


def render(
    article: Article,
    modes: Modes,
    *,
    agencies: Iterable[int | None],
    private: Sequence[Finding],
    revisions: Sequence[Revision],
) -> Rendition:
    """Put the article together. Costs a query, and one more in another script.

    agencies: keys of those that the article is from or names: their names are kept in another script. private: what
    may be personal data; revisions: all there are, the newest first. Both decide what is shown of what was removed.
    """
    script = offered(article).get(modes.script)
    blocks = _blocks(article, with_removed=modes.removed)
    setter = Typesetter(modes, script, names_in(article, agencies) if script else NO_NAMES)
    of_body = [block for block in blocks if not block.removed]
    in_step = [block.text for block in of_body] == article.body
    hidden = unfit(blocks, private, revisions) if modes.removed else set()
    title = setter.set(str(article))
    pieces = tuple(_pieces(article, blocks, setter, hidden) if in_step else _bare_pieces(article, of_body, setter))
    return Rendition(
        script=script,
        lang=script.lang if script else article.lang,
        title=title,
        kicker=setter.set(article.kicker),
        subtitle=setter.set(article.subtitle),
        original_title=setter.set(article.original_title),
        pieces=pieces,
        differing=setter.differing,
        readings=sum(len(block.readings) for block in of_body) if in_step else 0,
        removed=sum(block.removed for block in blocks) if in_step else 0,
        removals=tuple(removals(blocks)),
    )


def _blocks(article: Article, *, with_removed: bool) -> list[Block]:
    """The blocks of the body and the removed ones in their order; the words of those only where they are asked for."""
    wanted = _READ if with_removed else TextBlock.BODY_ROLES
    words = Case(When(role__in=wanted, then=F("cleaned")), default=Value(""), output_field=TextField())
    rows = article.blocks.filter(role__in=_READ).order_by("position")
    found = rows.values_list("position", "role", "reason", "rule", "was", "readings", words, Length("cleaned"))
    return [
        Block(position, role, reason, rule, was is not None, _by_place(readings), text, size)
        for position, role, reason, rule, was, readings, text, size in found
    ]


def _by_place(readings: list[dict[str, object]]) -> dict[int, str]:
    return {int(str(one["at"])): str(one["reading"]) for one in readings}


def _pieces(article: Article, blocks: Sequence[Block], setter: Typesetter, hidden: set[int]) -> Iterator[Piece]:
    """Each block of the body as its passage, and between them what was removed, where that was asked for."""
    headings = [block.text for block in blocks if block.role == TextBlock.Role.HEADING]
    passages, heading = iter(number_paragraphs(article.body, headings)), 0
    cuts = dict(cuts_between(blocks, hidden)) if setter.modes.removed else {}
    for block in blocks:
        if block.position in cuts:
            yield Piece(cut=cuts[block.position])
        if not block.removed:
            passage = next(passages)
            heading += passage.number is None
            runs = setter.set(passage.text, block.readings)
            yield Piece(runs, passage.number, None if passage.number else heading)


def _bare_pieces(article: Article, of_body: Sequence[Block], setter: Typesetter) -> Iterator[Piece]:
    """The body of an article whose blocks are not those of its page: it came without, or was typed anew."""
    headings = [block.text for block in of_body if block.role == TextBlock.Role.HEADING]
    heading = 0
    for passage in number_paragraphs(article.body, headings):
        heading += passage.number is None
        yield Piece(setter.set(passage.text), passage.number, None if passage.number else heading)


def _differing(text: str, shown: Aligned) -> int:
    """How many characters a conversion changed."""
    if len(text) != len(shown.text):
        return len(text)
    return sum(one != other for one, other in zip(text, shown.text, strict=True)) if text != shown.text else 0
