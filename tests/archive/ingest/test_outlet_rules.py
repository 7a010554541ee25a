"""Rules of outlets in ingest: whose pages they concern, what they settle, and how they reach the child process."""

from __future__ import annotations

from datetime import date

import pytest

from archive.ingest import outlet_rules, pipeline
from archive.ingest.authority import Authority
from archive.ingest.pool import Pool
from archive.ingest.records import Block, Extraction, OutletRule, Reason, Role, SourceFile
from archive.text.wording import Match, key_of

TODAY = date(2026, 11, 21)
PROSE = "汐城海事处今天通报，夜间引航试行两个月以来，超大型船舶的候潮时间减少了一半。"
OWN = "本网小编提示，本栏目逢单日更新，敬请各位读者留意收看。"
PAGE = f"""<html><head><title>汐城夜间引航试行两月</title>
<link rel="canonical" href="https://news.yuanting.example/2024/a.html"><meta property="og:site_name" content="遠汀網">
</head><body><div class="article"><h1>汐城夜间引航试行两月</h1><p>来源：汐城晚报 2024-07-18</p>
<p>{PROSE}</p><p class="tip-line">{OWN}</p><p>{PROSE.replace("汐城", "远汀")}</p>
<p>分享到：附近港口的居民</p></div></body></html>"""


def rule(match: Match, words: str, role: Role = Role.REMOVED, **whose: tuple[str, ...]) -> OutletRule:
    reason = Reason.WIDGET if role is Role.REMOVED else None
    return OutletRule("outlet:7", match, key_of(words), role, reason, **(whose or {"outlets": (key_of("远汀网"),)}))


def read(*rules: OutletRule) -> Extraction:
    result = pipeline.extract(SourceFile("a.html", PAGE.encode()), authority=Authority(rules=rules), today=TODAY)
    assert isinstance(result, Extraction)
    return result


def block_of(result: Extraction, words: str) -> Block:
    return next(block for block in result.blocks if words in block.text)


@pytest.mark.parametrize(
    "one",
    [
        rule(Match.EXACT, OWN),
        rule(Match.BEGINS, "本網小編提示"),
        rule(Match.CONTAINS, "逢单日更新"),
        rule(Match.ELEMENT, "tip-line"),
        rule(Match.ELEMENT, "tip-line", hosts=("yuanting.example",)),
    ],
    ids=["exact", "begins, in the other script", "contains", "element", "by a host above"],
)
def test_a_rule_removes_a_line_that_reads_like_news(one):
    assert block_of(read(), "小编提示").role is Role.PARAGRAPH
    block = block_of(read(one), "小编提示")
    assert (block.role, block.reason, block.rule) == (Role.REMOVED, Reason.WIDGET, "outlet:7")
    assert PROSE in read(one).body


def test_a_rule_keeps_a_line_that_other_rules_take():
    assert block_of(read(), "分享到").role is Role.REMOVED
    assert block_of(read(rule(Match.BEGINS, "分享到", Role.PARAGRAPH)), "分享到").role is Role.PARAGRAPH


@pytest.mark.parametrize(
    "whose", [{"outlets": ("別的网",)}, {"hosts": ("ting.example",)}, {"hosts": ("a.news.yuanting.example",)}]
)
def test_a_rule_of_another_outlet_does_nothing(whose):
    assert read(rule(Match.ELEMENT, "tip-line", **whose)) == read()


def test_the_shape_is_the_sites_and_not_the_sources():
    assert read(rule(Match.ELEMENT, "tip-line", outlets=(key_of("汐城晚报"),))) == read()


@pytest.mark.parametrize("words", ["来源", "汐城夜间引航"])
def test_title_and_credit_lines_are_not_taken(words):
    assert read(rule(Match.BEGINS, words)) == read()


def test_no_text_is_lost_whatever_the_rules_say():
    everything = [rule(Match.CONTAINS, character) for character in "的，。来汐"]
    assert [block.text for block in read(*everything).blocks] == [block.text for block in read().blocks]


def test_the_shipped_rules_are_sound():
    shipped = outlet_rules.shipped()
    assert len({one.name for one in shipped}) == len(shipped) >= 10
    assert all(one.words and (one.hosts or one.outlets) for one in shipped)
    assert all((one.reason is None) == (one.role is not Role.REMOVED) for one in shipped)
    assert all(
        host == host.lower() and "." in host and not host.startswith("www.") for one in shipped for host in one.hosts
    )


def test_a_rule_made_meanwhile_is_followed_in_the_next_page():
    source = SourceFile("a.html", PAGE.encode())
    with Pool(Authority(), size=1) as pool:
        before = pool.submit(lambda: source).result()
        pool.learn(Authority(rules=(rule(Match.ELEMENT, "tip-line"),)))
        after = pool.submit(lambda: source).result()
    assert isinstance(before, Extraction) and isinstance(after, Extraction)
    assert OWN in before.body and OWN not in after.body
