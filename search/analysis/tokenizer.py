"""The analysis as a Whoosh tokenizer, so that Whoosh's own writer would make the very index that we write."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.analysis import Token, Tokenizer

from archive.text.folding import fold
from search.analysis.analyzer import Analyzer
from search.analysis.segmentation import segmenter


class TermTokenizer(Tokenizer):  # type: ignore[misc]  # Whoosh has no types
    """Yields the terms of a text, written in any script and width, as Analyzer.occurrences() does.

    Whoosh keeps its tokenizers in its table of contents; what comes back from there segments without staff names.
    """

    def __init__(self, analyzer: Analyzer | None = None) -> None:
        self._analyzer = analyzer

    def __getstate__(self) -> dict[str, Any]:
        return {"_analyzer": None}

    def __eq__(self, other: object) -> bool:
        return self.__class__ is other.__class__

    __hash__ = None  # type: ignore[assignment]

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        """Yield one token over and over, as Whoosh's tokenizers do. Its position is that of its first character."""
        token = Token(positions, chars, removestops=removestops, mode=mode, **options)
        folded = fold(value)
        for start, term in self._own().occurrences(folded) if tokenize else [(0, folded)]:
            token.text, token.boost = term, 1.0
            if keeporiginal:
                token.original = term
            if positions:
                token.pos = start_pos + start
            if chars:
                token.startchar, token.endchar = start_char + start, start_char + start + len(term)
            yield token

    def _own(self) -> Analyzer:
        if self._analyzer is None:
            self._analyzer = Analyzer(segmenter(Path(tempfile.mkdtemp(prefix="jieba-"))))
        return self._analyzer
