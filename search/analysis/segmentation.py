"""Dictionary words of folded text, by rjieba where it is proved to cut as jieba does, else by jieba itself."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import jieba

try:
    import rjieba
except ImportError:  # the wheel is missing for this platform: jieba does the same, twenty times slower
    rjieba = None  # type: ignore[assignment]

#: Runs as jieba 0.42.1 cuts them with its own dictionary, one a line. The tests hold this list against jieba.
PROBES = Path(__file__).parent / "data" / "probes.txt"

Cut = Callable[[str], Iterable[str]]
_log = logging.getLogger(__name__)


@cache
def segmenter(cache_folder: Path) -> Cut:
    """Return the function that cuts folded text into words. jieba keeps its start-up cache in `cache_folder`.

    That folder must be private: jieba unmarshals the file it finds there, and its default is the shared /tmp.
    """
    if rjieba is not None and cuts_like_jieba(rjieba.cut):
        return _plain(rjieba.cut)
    _log.warning("rjieba is missing or cuts otherwise than jieba: indexing goes on with jieba, slower.")
    return own_jieba(cache_folder)


def own_jieba(cache_folder: Path) -> Cut:
    """Return the cut of a jieba of our own, so that nobody else's added words change it."""
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    cache_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tokenizer.tmp_dir = str(cache_folder)
    return _plain(tokenizer.cut)


def cuts_like_jieba(cut: Cut) -> bool:
    """Prove on the probe list that `cut` answers as jieba does."""
    return all(list(cut("".join(words))) == words for words in probes())


def probes() -> list[list[str]]:
    """The probe list: for each run the words that jieba makes of it."""
    lines = PROBES.read_text(encoding="utf-8").splitlines()
    return [line.split("/") for line in lines if line and not line.startswith("#")]


@cache
def dictionary_hash() -> str:
    """SHA-256 of jieba's dictionary: another dictionary cuts other words, and the index must be built anew."""
    path = Path(jieba.__file__).parent / "dict.txt"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _plain(cut: Cut) -> Cut:
    def words(text: str) -> Iterable[str]:
        return cut(text)

    return words
