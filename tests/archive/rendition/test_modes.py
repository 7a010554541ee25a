"""The modes of reading in an address: read, and written into others."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from archive.rendition.modes import LONGEST_WORD, MOST_WORDS, SIZES, Modes

SCRIPTS = {"hans": None, "hant": None, "tw": None, "hk": None}


def read(query: str, *, vertical: bool = True) -> Modes:
    return Modes.of(QueryDict(query.lstrip("?")), scripts=SCRIPTS, vertical=vertical)


ANY = st.builds(
    Modes,
    script=st.sampled_from(["", *SCRIPTS]),
    ruby=st.booleans(),
    removed=st.booleans(),
    size=st.sampled_from(["", *SIZES]),
    vertical=st.booleans(),
    find=st.lists(st.text("海堤龙a1&=%+", min_size=1, max_size=4), max_size=3, unique=True).map(tuple),
)


@given(ANY)
def test_what_an_address_states_is_what_is_read_from_it(modes):
    assert read(modes.query()) == modes


@pytest.mark.parametrize(
    "query",
    ["", "script=klingon", "size=huge", "mode=", "ruby=yes", "removed=0", "find=%20", "x=1", "find=%00&size=\ud800"],
)
def test_what_makes_no_sense_is_as_usual(query):
    assert read(query).script == read(query).size == ""
    assert read(query).query() in ("", "?find=%00")


def test_a_script_that_the_article_does_not_offer_is_not_taken():
    assert Modes.of(QueryDict("script=hant&mode=vertical"), scripts={}, vertical=False) == Modes()


def test_words_are_few_short_and_each_once():
    many = "&".join(f"find={number:03}" for number in range(99))
    assert len(read(many).find) == MOST_WORDS
    assert read("find=" + "a" * 500).find == ("a" * LONGEST_WORD,)
    assert read("find=合龙&find=合龍").find == ("合龍",)


def test_one_mode_is_changed_and_the_others_stay():
    assert read("script=tw&size=large").but(vertical=True) == "?script=tw&size=large&mode=vertical"
    assert read("ruby=0").but(ruby=True) == ""
