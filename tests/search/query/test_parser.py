"""Any text is a query: the parser never raises, and says where it did not take the words as written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.query.parser import DEPTH_LIMIT, LENGTH_LIMIT, TERM_LIMIT, normal, parse, relaxable
from search.query.rendering import describe
from search.query.syntax import And, Everything, Mistake, Node, Not, Or, Phrase, Term, Written, positive_terms
from search.query.typed import readable
from tests.search.query.shapes import shape

TODAY = date(2026, 11, 22)
SIGNS = st.sampled_from(
    [
        *"\"“”„‟〝〞「」『』﹁﹂«»‘’'-－+＋ \u3000()（）*＊?？:：\n",
        *"海龍a1🦆\x00\ud800\ufffe\U00020000\u200b\u202e\u200d\ufeff至近天月年>",
        *("AND", "OR", "NOT", " 与 ", " 或 ", " 非 ", "2020", "..", "<="),
        *("title:", "標題：", "date:", "日期:", "来源:", "原字:", "script:"),
    ]
)
HOSTILE = st.one_of(st.text(max_size=600), st.lists(SIGNS, max_size=200).map("".join))
#: What stands in articles: words, numbers, punctuation with brackets, colons, dashes, stars and quotation marks.
PRINTED = st.text(
    st.sampled_from("海堤合龍昨日张三电与或非年月日abcNBS12390：:，。、（）()《》【】“”「」—－-+＊*?？！%％·…/"),
    min_size=1,
    max_size=24,
)
#: What at the beginning of a run is clearly meant as a sign of the query language.
SYNTAX = "-－+“”「*＊"


def read(typed: str) -> object:
    """The shape of the tree of a query without a mistake."""
    parsed = parse(typed, today=TODAY)
    assert parsed.mistakes == ()
    return shape(parsed.tree)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "*"),
        (" 　\t ", "*"),
        ("*", "*"),
        ("＊", "*"),
        ("詐騙", "诈骗"),
        ("海堤 合龍", ["海堤", "合龙"]),
        ("海堤　合龙", ["海堤", "合龙"]),
        ("ＣＯＶＩＤ", "covid"),
        ("a\ud800b", ["a", "b"]),
        ("海\u200b堤\ufeff", "海堤"),
    ],
)
def test_blanks_part_words_that_must_all_occur(typed: str, expected: object) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('"电信 網絡"', "“电信 网络”"),
        ("“电信网络诈骗”", "“电信网络诈骗”"),
        ("「電信」 『網絡』", ["“电信”", "“网络”"]),
        ("﹁电信﹂ ﹃网络﹄ 〝诈 骗〞 «反 诈» „a b“", ["“电信”", "“网络”", "“诈 骗”", "“反 诈”", "“a b”"]),
        ("＂电信＂", "“电信”"),
        ("“电信”“网络”", ["“电信”", "“网络”"]),
        ("“他说“好 的”就走”", "“他说“好 的”就走”"),
        ("“电信 网络“", "“电信 网络”"),
        ("‘电信 网络’ don't '90s", ["“电信 网络”", "don't", "'90s"]),
        ("“AND” “title:x”", ["“and”", "“title:x”"]),
        ("《海堤》", "《海堤》"),
        ("”电信 网络”", "“电信 网络”"),
        ("”和“网络”", "”和“网络”"),
        ("他说“电信网络”，小心", "他说“电信网络”,小心"),
        ("“电信网络”，小心", "“电信网络”,小心"),
    ],
)
def test_quotation_marks_of_any_kind_make_phrases_unless_they_were_copied(typed: str, expected: object) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("海堤 AND 合龙", ["海堤", "合龙"]),
        ("海堤 与 合龙 與 昨日", ["海堤", "合龙", "昨日"]),
        ("海堤 OR 河堤", ("海堤", "河堤")),
        ("海堤 或 河堤", ("海堤", "河堤")),
        ("海堤 NOT 评论", ["海堤", "!评论"]),
        ("海堤 非 评论", ["海堤", "!评论"]),
        ("非 评论", "!评论"),
        ("海堤 AND NOT 评论", ["海堤", "!评论"]),
        ("海堤 -评论", ["海堤", "!评论"]),
        ("－评论", "!评论"),
        ("-“网络 评论”", "!“网络 评论”"),
        ("NOT -评论", "!评论"),
        ("+海堤 ＋合龙", ["海堤", "合龙"]),
        ("a b OR c d", (["a", "b"], ["c", "d"])),
        ("a AND b OR NOT c", (["a", "b"], "!c")),
        ("-5℃", "-5℃"),
        ("+9.5%", "+9.5%"),
        ("海堤 -2020", ["海堤", "!2020"]),
        ("covid-19 c++ --help", ["covid-19", "c++", "--help"]),
        ("海堤 and or not 合龙", ["海堤", "and", "or", "not", "合龙"]),
    ],
)
def test_operators_join_and_shut_out(typed: str, expected: object) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("与", "与"),
        ("与 海堤", ["与", "海堤"]),
        ("海堤 或", ["海堤", "或"]),
        ("非", "非"),
        ("海堤与河堤", "海堤与河堤"),
        ("海堤 “或” 河堤", ["海堤", "“或”", "河堤"]),
        ("标题:与", "title:与"),
        ("title:NOT", "title:not"),
    ],
)
def test_chinese_operators_are_words_where_they_join_nothing(typed: str, expected: object) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("(海堤 OR 河堤) 合龙", [("海堤", "河堤"), "合龙"]),
        ("（海堤 或 河堤） 与 （合龙）", [("海堤", "河堤"), "合龙"]),
        ("海堤(合龙 OR 封顶)", ["海堤", ("合龙", "封顶")]),
        ("(海堤 OR 河堤)合龙", [("海堤", "河堤"), "合龙"]),
        ("海堤 OR(河堤 合龙)", ("海堤", ["河堤", "合龙"])),
        ("-(海堤 河堤)", ("!", ["海堤", "河堤"])),
        ("a (b OR (c -(d OR e)))", ["a", ("b", ["c", ("!", ("d", "e"))])]),
        ("（记者张三）", "(记者张三)"),
        ("海堤 （图）", ["海堤", "(图)"]),
        ("国家统计局（NBS） 发布", ["国家统计局(nbs)", "发布"]),
        ("北京9月30日电（记者 张三）报道", ["北京9月30日电(记者", "张三)报道"]),
        ("张三）", "张三)"),
        ("（记者张三", "(记者张三"),
        ("张三）报道 昨日", ["张三)报道", "昨日"]),
        ("（记者 张三）", ["记者", "张三"]),
        ("海堤 ()", "海堤"),
    ],
)
def test_brackets_group_unless_they_were_copied(typed: str, expected: object) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("title:海堤", "title:海堤"),
        ("標題：海堤", "title:海堤"),
        ("Title: 海堤 合龙", ["title:海堤", "合龙"]),
        ("正文:“海 堤”", "body:“海 堤”"),
        ("text:海堤 記者：张三 作者:李四", ["body:海堤", "author:张三", "author:李四"]),
        ("title:(海堤 OR 河堤 -评论)", ("title:海堤", ["title:河堤", "!title:评论"])),
        ("-title:海堤", "!title:海堤"),
        ("title:-海堤", "!title:海堤"),
        ("title:(海堤 text:合龙)", ["title:海堤", "body:合龙"]),
        ("来源:新华社 agency:公安部", ["source=新华社", "agency=公安部"]),
        ("source: “汐城 晚报” 地区：浙江 type:outlet", ["source=汐城 晚报", "place=浙江", "type=outlet"]),
        ("来源:(新华社 汐城晚报)", ("source=新华社", "source=汐城晚报")),
        ("来源:(新华社 -汐城晚报)", ["source=新华社", "!source=汐城晚报"]),
        ("地区:(浙江 江苏)", ["place=浙江", "place=江苏"]),
        ("source:新华*", "source=新华"),
        ("字体:繁體", "script exact hant"),
        ("原字:詐騙 诈骗", ["=詐騙", "诈骗"]),
        ("原字:“ＡＢ 詐騙”", "=ab 詐騙"),
        ("标题:原字:詐騙", "title:=詐騙"),
        ("exact:title:詐騙", "title:=詐騙"),
        ("title:(原字:詐騙 海堤)", ["title:=詐騙", "title:海堤"]),
        ("title:source:x", "title:source:x"),
    ],
)
def test_fields_are_named_in_three_languages(typed: str, expected: object) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize(
    "copied", ["10:30", "比分3:2", "本报记者：张三", "http://a.example/b?c=d:e", "标题党：你中招了吗"]
)
def test_colons_in_copied_text_are_text(copied: str) -> None:
    assert read(copied) == normal(copied)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("covid*", "covid*"),
        ("ＣＯＶＩＤ＊", "covid*"),
        ("电信*", "电信*"),
        ("电*", "电*"),
        ("covid-1*", "covid-1*"),
        ("title:covid*", "title:covid*"),
        ("“covid*”", "“covid*”"),
        ("138****1234 李**", ["138****1234", "李**"]),
        ("真的吗？他说 5*8=40", ["真的吗?他说", "5*8=40"]),
    ],
)
def test_a_star_at_the_end_makes_a_prefix(typed: str, expected: object) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected", "told"),
    [
        ("海堤 “合龙 昨日", ["海堤", "“合龙 昨日”"], ("unclosed-quote", "“")),
        ("海堤 - 评论", ["海堤", "评论"], ("lone-operator", "-")),
        ("海堤 OR", "海堤", ("lone-operator", "OR")),
        ("AND 海堤", "海堤", ("lone-operator", "AND")),
        ("海堤 NOT", "海堤", ("lone-operator", "NOT")),
        ("a OR AND b", ("a", "b"), ("lone-operator", "AND")),
        ("(海堤 OR 河堤", ("海堤", "河堤"), ("unclosed-bracket", "(")),
        ("（海堤 合龙", ["海堤", "合龙"], ("unclosed-bracket", "（")),
        ("海堤 合龙)", ["海堤", "合龙"], ("unopened-bracket", ")")),
        ("海堤 OR 河堤) 合龙", ("海堤", ["河堤", "合龙"]), ("unopened-bracket", ")")),
        ("海堤 title:", "海堤", ("empty-field", "title:")),
        ("来源: 标题:海堤", "title:海堤", ("empty-field", "来源:")),
        ("title:“” 海堤", "海堤", ("empty-field", "title:")),
        ("title: OR 海堤 OR 河堤", ("海堤", "河堤"), ("empty-field", "title:")),
        ("海堤 date:soon", "海堤", ("bad-date", "soon")),
        ("海堤 字体:花体", "海堤", ("unknown-script", "花体")),
        ("*诈骗", "诈骗", ("wildcard-first", "*诈骗")),
        ("海堤 *", "海堤", ("wildcard-alone", "*")),
        ("张*三", "张*三", ("wildcard-inside", "张*三")),
        ("wom?n", "wom?n", ("wildcard-inside", "wom?n")),
        ("ai*", "ai", ("wildcard-short", "ai*")),
    ],
)
def test_mistakes_are_repaired_and_told(typed: str, expected: object, told: tuple[str, str]) -> None:
    parsed = parse(typed, today=TODAY)
    first = parsed.mistakes[0]
    assert shape(parsed.tree) == expected
    assert (first.code, first.values["piece"]) == told
    assert typed[first.position : first.end] == told[1]


@pytest.mark.parametrize("signs", ["OR", "-", "()", "“”", "来源：", "NOT OR", "( )"])
def test_where_nothing_but_signs_was_typed_they_are_what_is_looked_for(signs: str) -> None:
    parsed = parse(signs)
    assert [mistake.code for mistake in parsed.mistakes] == ["only-signs"]
    assert isinstance(parsed.tree, Term) and parsed.tree.text == normal(signs)


def test_an_overlong_query_is_cut_between_words() -> None:
    assert parse("海" * 300).mistakes == (Mistake("too-long", LENGTH_LIMIT, 300),)
    words = "海堤 " * 2 + "a" * 300
    parsed = parse(words)
    assert shape(parsed.tree) == ["海堤", "海堤"]
    assert parsed.mistakes == (Mistake("too-long", 5, len(words)),)


def test_words_beyond_the_limit_are_left_out_with_what_pointed_to_them() -> None:
    typed = " ".join("abcdefghijklmnop") + " OR (title:x y)"
    parsed = parse(typed)
    assert shape(parsed.tree) == list("abcdefghijklmnop")
    assert [(one.code, one.position) for one in parsed.mistakes] == [("too-many-terms", typed.index("x"))]


def test_brackets_too_deep_are_passed_over_and_told() -> None:
    deep = 3 * DEPTH_LIMIT
    parsed = parse("(a OR " * deep + "b" + ")" * deep)
    assert {mistake.code for mistake in parsed.mistakes} == {"too-deep", "too-many-terms"}
    parsed = parse("(" * deep + "a OR b" + ")" * deep)
    assert shape(parsed.tree) == ("a", "b")
    assert [mistake.position for mistake in parsed.mistakes] == [8, 9, 10]


def test_terms_know_where_they_were_typed() -> None:
    typed = "海\u200b堤  -“合 龙” title:(+昨日 covid*)"
    found = [typed[one.start : one.end] for one in leaves(parse(typed).tree) if isinstance(one, Term)]
    assert found == ["海\u200b堤", "“合 龙”", "+昨日", "covid*"]


def leaves(node: Node) -> list[Node]:
    match node:
        case Not(child):
            return leaves(child)
        case And(children) | Or(children):
            return [leaf for child in children for leaf in leaves(child)]
    return [node]


def depth(node: Node) -> int:
    match node:
        case Not(child):
            return depth(child)
        case And(children) | Or(children):
            return 1 + max(map(depth, children))
    return 0


def assert_sound(typed: str) -> None:
    """No text raises; whatever comes of it can be executed, explained and shown to have been typed."""
    parsed = parse(typed, today=TODAY)
    assert all(0 <= one.position < one.end <= len(typed) for one in parsed.mistakes)
    assert [one.position for one in parsed.mistakes] == sorted(one.position for one in parsed.mistakes)
    assert len(leaves(parsed.tree)) <= TERM_LIMIT
    assert depth(parsed.tree) <= 2 * DEPTH_LIMIT + 2
    for term in leaves(parsed.tree):
        if isinstance(term, Term):
            assert 0 <= term.start < term.end <= min(len(typed), LENGTH_LIMIT)
            assert term.text and (isinstance(term, Written) or term.text == normal(term.text))
    assert isinstance(parsed.tree, Everything) == (readable(typed).text.strip() in ("", "*", "＊"))
    assert describe(parsed.tree)


@given(HOSTILE)
def test_no_text_raises_and_positions_lie_within_it(typed: str) -> None:
    assert_sound(typed)


@pytest.mark.slow
@settings(max_examples=5000, deadline=None)
@given(HOSTILE)
def test_five_thousand_hostile_queries_are_read(typed: str) -> None:
    assert_sound(typed)


@given(PRINTED.filter(lambda text: text[0] not in SYNTAX and text[-1] not in "*＊"))
@example("()0")
def test_words_copied_from_a_text_are_one_term_unchanged(words: str) -> None:
    assert parse(words).tree == Term(normal(words), 0, len(words))


@given(
    st.lists(
        PRINTED.filter(lambda text: text[0] not in SYNTAX + "(（" and text[-1] not in "*＊)）"), min_size=2, max_size=5
    )
)
@example(["0(非", "0"])
def test_copied_words_with_blanks_between_them_are_all_looked_for(words: list[str]) -> None:
    alone = [word for word in words if word not in ("与", "或", "非")]
    parsed = parse(" ".join(alone))
    assert [term.text for term in positive_terms(parsed.tree)] == [normal(word) for word in alone]


@given(HOSTILE)
def test_a_tree_written_as_a_query_is_read_as_the_same_tree(typed: str) -> None:
    tree = parse(typed, today=TODAY).tree
    written = describe(tree)
    if len(written) <= LENGTH_LIMIT and not any(mark in written for mark in '"“”„‟＂'):
        assert describe(parse(written).tree) == written


def test_only_what_makes_an_article_match_is_marked() -> None:
    assert [term.text for term in positive_terms(parse("海堤 -评论 “合龙”").tree)] == ["海堤", "合龙"]
    assert list(positive_terms(Everything())) == []


@pytest.mark.parametrize(
    "plain", ["海堤", "海堤 合龙", "电信诈骗 怎么 防范？", "海堤  合龙", "10:30 （图）", "与 海堤"]
)
def test_plain_words_may_be_relaxed(plain: str) -> None:
    assert relaxable(parse(plain).tree) == normal(plain)


@pytest.mark.parametrize(
    "precise",
    [
        *("", "“海堤”", "海堤 “合龙”", "海堤 -合龙", "+海堤", "海堤 +合龙", "海堤 AND 合龙", "海堤 与 合龙", "a OR b"),
        *(
            "title:海堤",
            "covid*",
            "原字:海堤",
            "date:2020",
            "海堤 2020..2021",
            "来源:新华社 海堤",
            "NOT 海堤",
            "海堤 - 合龙",
        ),
    ],
)
def test_nothing_else_is_relaxed(precise: str) -> None:
    assert relaxable(parse(precise).tree) is None


def test_phrases_are_described_with_quotation_marks() -> None:
    parsed = parse("(海堤 OR “河 堤”) -title:评论 date:2020-05..2021 来源:新华社 原字:詐騙 covid*")
    written = '(海堤 OR "河 堤") AND NOT title:评论 AND date:2020-05-01..2021-12-31 AND source:"新华社"'
    assert describe(parsed.tree) == f"{written} AND exact:詐騙 AND covid*"
    assert isinstance(parsed.tree, And) and isinstance(parsed.tree.children[0], Or)
    assert isinstance(parsed.tree.children[0].children[1], Phrase)
