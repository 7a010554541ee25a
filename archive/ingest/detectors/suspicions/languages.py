"""Pages in another language than Chinese, told by counting letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.detectors.suspicions.words import body_of
from archive.ingest.page import Page
from archive.ingest.records import Finding, FindingKind

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_WORD = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f\u0590-\u06ff\u0e01-\u0e5b]{2,}")
_KANA_SHARE = 0.2  # of kana and Chinese characters; Japanese news has about half
_LEAST = 30  # signs that tell
_SHOWN = 60


def detect(page: Page) -> Iterator[Finding]:
    """Yield a finding with the first words of a body that is mostly not Chinese."""
    body = body_of(page) or [line for line in page.lines if line.text and line.raw.link_density < 0.5]
    text = "\n".join(line.text for line in body)
    han, kana, hangul, words = (len(signs.findall(text)) for signs in (_HAN, _KANA, _HANGUL, _WORD))
    if han + kana + hangul + words < _LEAST:
        return
    # An English word says about as much as a Chinese word of one and a half characters.
    if kana >= _KANA_SHARE * (han + kana) or hangul > han or words > han:
        first = max(body, key=lambda line: len(line.text))
        shown = first.text[:_SHOWN]
        yield Finding(FindingKind.NOT_CHINESE, shown, first.position, 0, len(shown), first.in_body)
