"""Personal data in a page: one module a kind of number, all reading the same canvas.

identity: resident identity cards · overseas: cards of Hong Kong, Taiwan, Macau, passports · phones · cards: bank cards
· plates · mails · addresses. Each yields spans by evidence: a check digit, a form that nothing else has, the words
around it (data/personal_data.toml). context and canvas are what they share.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice

from archive.ingest.detectors.personal_data import addresses, canvas, cards, identity, mails, overseas, phones, plates
from archive.ingest.detectors.personal_data.cards import is_card_number
from archive.ingest.detectors.personal_data.context import Span
from archive.ingest.detectors.personal_data.identity import is_identity_number
from archive.ingest.records import Block, Finding, FindingKind, Role

__all__ = ["detect", "find_numbers", "is_card_number", "is_identity_number"]

MAX_CHARACTERS = 5_000_000
#: Of each kind of finder. A page with more is a list of people; what is found of it keeps it from readers.
MOST_FINDS = 1_000
#: What every find holds, so that a text without it is done with at once.
_ANY = re.compile(r"\d(?:\D{0,3}\d){2}|@|[a-z]\.[a-z]|住|居|户籍|户口|地址|寓所|家在")
#: Where two overlap, the kind that comes first stays: a check digit before a form, a form before words.
_FINDERS = (identity.find, mails.find, cards.find, overseas.find, phones.find, plates.find, addresses.find)


def detect(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """Yield a finding for each piece of personal data in the cleaned text of the blocks, removed ones included.

    The blocks are read in one piece: a label may stand in one and its number in the next, and a number may run over
    the end of a line. Such a one is reported on its first block; its text then holds the line break.
    """
    cleaned = [block.cleaned for block in blocks]
    starts = [0, *accumulate(len(text) + 1 for text in cleaned)]
    page = "\n".join(cleaned)
    for kind, start, end in find_numbers(page[:MAX_CHARACTERS]):
        first, final = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        in_body = any(block.role in (Role.PARAGRAPH, Role.HEADING) for block in blocks[first : final + 1])
        at, room = start - starts[first], len(cleaned[first])
        yield Finding(kind, page[start:end], blocks[first].position, at, min(at + end - start, room), in_body)


def find_numbers(text: str) -> list[tuple[FindingKind, int, int]]:
    """Return kind, start and end of the personal data in a text, in order; no two overlap."""
    page = canvas.read(text)
    if not _ANY.search(page.text):
        return []
    found: list[Span] = []
    for find in _FINDERS:
        for span in islice(find(page), MOST_FINDS):
            at = bisect_left(found, span.start, key=_start)
            if (at == 0 or found[at - 1].end <= span.start) and (at == len(found) or span.end <= found[at].start):
                found.insert(at, span)
    return [(span.kind, *page.original(span.start, span.end)) for span in found]


def _start(span: Span) -> int:
    return span.start
