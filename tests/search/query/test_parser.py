"""Any text is a query: the parser never raises, and says where it did not take the words as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.parser import LENGTH_LIMIT, TERM_LIMIT, normal, parse
from search.query.syntax import And, Everything, Mistake, Node, Not, Phrase, Term, positive_terms

SIGNS = st.sampled_from([*'"“”「」『』-－ \u3000()*?:\n', "海", "龍", "a", "1", "\x00", "\ud800", "🦆"])


def shape(node: Node) -> object:
    """The tree without positions: words are terms, lists are conjunctions, ! excludes, quotation marks are phrases."""
    match node:
        case Phrase(text):
            return f"“{text}”"
        case Term(text):
            return text
        case Not(child):
            return f"!{shape(child)}"
        case And(children):
            return [shape(child) for child in children]
    return "*"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "*"),
        (" 　\t ", "*"),
        ("詐騙", "诈骗"),
        ("海堤 合龍", ["海堤", "合龙"]),
        ("海堤　合龙", ["海堤", "合龙"]),
        ("ＣＯＶＩＤ", "covid"),
        ('"电信 網絡"', "“电信 网络”"),
        ("“电信网络诈骗”", "“电信网络诈骗”"),
        ("「電信」 『網絡』", ["“电信”", "“网络”"]),
        ("＂电信＂", "“电信”"),
        ("“电信”“网络”", ["“电信”", "“网络”"]),
        ("海堤 -评论", ["海堤", "!评论"]),
        ("－评论", "!评论"),
        ("-“网络 评论”", "!“网络 评论”"),
        ("他说“电信网络”，小心", "他说“电信网络”,小心"),
        ("“电信网络”，小心", "“电信网络”,小心"),
        ("covid-19", "covid-19"),
        ("text:海堤 OR NOT *", ["text:海堤", "or", "not", "*"]),
        ("a\x00b\ud800c", ["a", "b", "c"]),
        ("“”", "*"),
        ("“ ” 海堤", "海堤"),
    ],
)
def test_what_is_typed_becomes_this_tree(typed: str, expected: object) -> None:
    parsed = parse(typed)
    assert shape(parsed.tree) == expected
    assert parsed.mistakes == ()


@pytest.mark.parametrize(
    ("typed", "expected", "mistake"),
    [
        ("海堤 “合龙 昨日", ["海堤", "“合龙 昨日”"], Mistake("unclosed-quote", 3)),
        ("海堤 - 评论", ["海堤", "评论"], Mistake("lone-minus", 3)),
        ("-", "*", Mistake("lone-minus", 0)),
        ("海" * 300, "海" * LENGTH_LIMIT, Mistake("too-long", LENGTH_LIMIT)),
        (" ".join("abcdefghijklmnopqrst"), list("abcdefghijklmnop"), Mistake("too-many-terms", 2 * TERM_LIMIT)),
    ],
)
def test_mistakes_are_told_and_the_rest_is_a_query(typed: str, expected: object, mistake: Mistake) -> None:
    parsed = parse(typed)
    assert (shape(parsed.tree), parsed.mistakes) == (expected, (mistake,))


def test_terms_know_where_they_were_typed() -> None:
    typed = "海堤  -“合 龙”"
    children = parse(typed).tree.children  # type: ignore[union-attr]
    assert [typed[one.start : one.end] for one in (children[0], children[1].child)] == ["海堤", "-“合 龙”"]


@given(st.one_of(st.text(max_size=600), st.text(SIGNS, max_size=400)))
def test_no_text_raises_and_positions_lie_within_it(typed: str) -> None:
    parsed = parse(typed)
    assert all(0 <= mistake.position < len(typed) for mistake in parsed.mistakes)
    assert [one.position for one in parsed.mistakes] == sorted(one.position for one in parsed.mistakes)
    children = parsed.tree.children if isinstance(parsed.tree, And) else (parsed.tree,)
    assert len(children) <= TERM_LIMIT
    for child in children:
        term = child.child if isinstance(child, Not) else child
        if isinstance(term, Term):
            assert 0 <= term.start < term.end <= min(len(typed), LENGTH_LIMIT)
            assert term.text and term.text == normal(term.text)


@given(st.text(st.sampled_from("海堤合龍昨日abc123，。"), min_size=1, max_size=8))
def test_words_copied_from_a_text_are_one_term_unchanged(words: str) -> None:
    assert parse(words).tree == Term(normal(words), 0, len(words))


def test_only_what_makes_an_article_match_is_marked() -> None:
    assert [term.text for term in positive_terms(parse("海堤 -评论 “合龙”").tree)] == ["海堤", "合龙"]
    assert list(positive_terms(Everything())) == []
