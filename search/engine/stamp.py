"""What an index is built with. Another answer than the one kept beside the index means that it is stale."""

from __future__ import annotations

from archive.text.folding import FOLDING_VERSION
from search.analysis import analysis_version
from search.engine.layout import FORMAT_VERSION

#: Raise it whenever ArticleIndex or its template prepares other documents than before.
DOCUMENTS_VERSION = 1


def current_stamp() -> dict[str, str | int]:
    """The versions that an index built now would have."""
    return {
        "format": FORMAT_VERSION,
        "documents": DOCUMENTS_VERSION,
        "folding": FOLDING_VERSION,
        **analysis_version(),
    }
