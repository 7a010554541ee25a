"""Best passages agree with trying every passage there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from search.engine.passages import Text, best_passages

_TERMS = ("海堤", "堤合", "合龙", "海", "龙", "𠮷野", "a1", "2024")
_TEXT = st.text(st.sampled_from("海堤合龙𠮷野a124 0\n。"), max_size=40)


def slowly(text: Text, weights: dict[str, float], length: int) -> float:
    """The weight of the best of all passages, each taken from the text and looked into."""
    above = {term for term in weights if _places(text.heading, term)}
    below = {term: _places(text.body, term) for term in weights.keys() - above}
    starts = range(max(1, len(text.body)))
    best = max(
        sum(weights[term] for term, places in below.items() if any(start <= place < start + length for place in places))
        for start in starts
    )
    return best + sum(weights[term] for term in above)


def _places(text: str, term: str) -> list[int]:
    return [place for place in range(len(text)) if text.startswith(term, place) and _is_whole(text, place, term)]


def _is_whole(text: str, place: int, term: str) -> bool:
    around = f" {text} "
    return not term.isascii() or not (around[place].isalnum() & around[place].isascii()) | (
        around[place + len(term) + 1].isalnum() & around[place + len(term) + 1].isascii()
    )


@given(
    st.lists(st.builds(Text, _TEXT, _TEXT), min_size=1, max_size=4),
    st.dictionaries(st.sampled_from(_TERMS), st.floats(0.1, 9), min_size=1),
    st.integers(1, 12),
)
def test_the_best_passage_is_that_of_trying_all(texts: list[Text], weights: dict[str, float], length: int) -> None:
    assert best_passages(texts, weights, length).tolist() == approx([slowly(text, weights, length) for text in texts])


def test_terms_far_apart_make_no_passage() -> None:
    near, far = Text("", "海堤合龙"), Text("", "海堤" + "。" * 40 + "合龙")
    assert best_passages([near, far], {"海堤": 1.0, "合龙": 1.0}, 40).tolist() == [2.0, 1.0]


def test_a_heading_holds_for_every_passage() -> None:
    text = Text("海堤", "昨日" + "。" * 90 + "合龙")
    assert best_passages([text], {"海堤": 1.0, "合龙": 1.0}, 40).tolist() == [2.0]


def test_a_term_that_occurs_twice_counts_once() -> None:
    assert best_passages([Text("", "海堤海堤海堤")], {"海堤": 1.0}, 40).tolist() == [1.0]


def test_digits_within_a_longer_number_are_another_number() -> None:
    assert best_passages([Text("", "20245"), Text("", "第2024号")], {"2024": 1.0}, 40).tolist() == [0.0, 1.0]


def test_no_texts_have_no_passages() -> None:
    assert best_passages([], {"海堤": 1.0}, 40).tolist() == []
    assert best_passages([], {}, 40).tolist() == []
    assert best_passages([Text("", "")], {"海堤": 1.0}, 40).tolist() == [0.0]
