"""The staff's dictionary: names that a rebuilt index holds as words, beside those of jieba."""

from __future__ import annotations

from archive.models import Agency
from archive.text.folding import fold
from search.analysis.names import can_be_name
from search.engine.folders import IndexMissing
from search.generation import Generation
from search.index_state import index_root
from search.models import DictionaryWord


def staff_names() -> frozenset[str]:
    """Return the folded words of the staff's dictionary and those names of confirmed agencies that can be words."""
    agencies = Agency.objects.confirmed().order_by()
    names = {*agencies.values_list("name", flat=True), *agencies.values_list("aliases__name", flat=True)}
    folded = {fold(name) for name in names if name}
    return frozenset(filter(can_be_name, folded)) | {*DictionaryWord.objects.values_list("key", flat=True)}


def words_in_use() -> frozenset[str]:
    """Return the folded names that the live index was built with; none if there is no index."""
    try:
        return Generation.live(index_root()).names
    except IndexMissing:
        return frozenset()


def waiting_words() -> frozenset[str]:
    """Return the folded names that were added or taken away since the live index was built."""
    return staff_names() ^ words_in_use()
