"""A place of a text is found again in what was made from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.alignment import Aligned

SEGMENTS = st.lists(st.tuples(st.text("甲乙丙", min_size=1, max_size=4), st.text("ABC", min_size=1, max_size=4)))


def test_even_segments_correspond_character_by_character():
    aligned = Aligned.of([("海堤", "海隄"), ("合", "閤")])
    assert aligned == Aligned("海隄閤")
    assert aligned.span(1, 3) == (1, 3)


@pytest.mark.parametrize(
    ("source", "now"),
    [
        ((0, 1), "a"),
        ((1, 2), "XYZ"),
        ((1, 3), "XYZ"),
        ((2, 4), "XYZb"),
        ((3, 4), "b"),
        ((0, 5), "aXYZbQ"),
        ((4, 7), "Q"),
    ],
)
def test_a_part_of_an_uneven_segment_takes_in_the_whole_of_it(source, now):
    aligned = Aligned.of([("甲", "a"), ("乙丙", "XYZ"), ("丁", "b"), ("戊己庚", "Q")])
    start, end = aligned.span(*source)
    assert aligned.text[start:end] == now


@given(SEGMENTS, st.data())
def test_what_corresponds_to_whole_segments_is_exactly_their_new_text(segments, data):
    aligned = Aligned.of(segments)
    first = data.draw(st.integers(0, len(segments)))
    last = data.draw(st.integers(first, len(segments)))
    start = sum(len(source) for source, _ in segments[:first])
    end = start + sum(len(source) for source, _ in segments[first:last])
    begin, finish = aligned.span(start, end)
    assert aligned.text[begin:finish] == "".join(new for _, new in segments[first:last])
