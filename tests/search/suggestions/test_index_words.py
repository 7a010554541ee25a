"""The words of an index are read from its tables of terms, as they are counted there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from archive.models import Article
from search.backends.whoosh import session
from search.suggestions.index_words import frequent_words


def test_they_are_the_indexs_own_words_the_most_frequent_first(publish: Callable[..., Article]) -> None:
    texts = ["电信诈骗案件与公安局", "公安局提醒", "銀行的公安局 ABC 5G 𠀀𠀁𠀂"]
    for text in texts:
        publish(title="海堤", body=[text])
    at = session()
    tables = [segment.files.terms for segment in at.snapshot.segments]
    found = frequent_words(tables, ("body",), 100)
    counts = dict(found)
    assert counts["公安局"] == 3 and counts["银行"] == counts["诈骗"] == 1
    assert found[0] == max(found, key=lambda each: each[1])
    assert not {"行的", "的公", "ABC", "abc", "5g", "𠀀𠀁𠀂", "海堤"} & set(counts)
    for word, count in found:
        assert count == sum(word in text.replace("銀", "银") for text in texts)
    assert [count for _, count in found] == sorted(counts.values(), reverse=True)
    assert len(frequent_words(tables, ("body",), 3)) == 3
    both = Counter(dict(frequent_words(tables, ("title", "body"), 100)))
    assert both["海堤"] == 3


def test_an_empty_index_has_none() -> None:
    assert frequent_words([], ("body",), 10) == []
